import type { Call, Firing, ObjectCall, RequestCall } from '../../src/engine/judgement';
import { asString, type Part, partAt, valueAt, valueAtPath } from '../../src/lint/plain';

/** A firing as it is in a verdict, in the order of its keys. */
export interface FiringVerdict {
  readonly trigger: string;
  readonly firedBy?: string;
  readonly waitsFor?: string;
  readonly does?: Readonly<Record<string, unknown>>;
  readonly fails?: string;
  readonly unresolved?: readonly string[];
  readonly ifItFails?: FiringVerdict;
}

/** What a trigger does, as it is in a verdict. */
export function firingVerdict(trigger: Part, fired: Firing): FiringVerdict {
  const { dependency, waitsFor, does = [], error } = fired;
  const calls = does.map((call): [string, unknown] => [headingOf(call), callText(call)]);
  const unresolved = unresolvedOf(trigger, fired);
  const fallback = partAt(trigger, 'dlqTrigger');
  return {
    trigger: fired.trigger,
    ...(dependency !== undefined && { firedBy: dependency }),
    ...(waitsFor !== undefined && { waitsFor }),
    ...(calls.length > 0 && { does: Object.fromEntries(calls) }),
    ...(error !== undefined && { fails: error }),
    ...(unresolved.length > 0 && { unresolved }),
    ...(fired.ifItFails && fallback && { ifItFails: firingVerdict(fallback, fired.ifItFails) }),
  };
}

/** The parameters that give no value, and why. */
function unresolvedOf(trigger: Part, { parameters = [] }: Firing): string[] {
  return parameters.flatMap(({ path, dest, value, error }) => {
    if (error !== undefined) return [`${dest}: ${error}`];
    if (value !== undefined) return [];
    const parameter = valueAtPath(trigger.value, path);
    return [`${dest}: there is no event of ${asString(valueAt(parameter, 'src', 'dependencyName')) ?? ''}`];
  });
}

const isObjectCall = (call: Call): call is ObjectCall => call.kind === 'k8s';
const isRequest = (call: Call): call is RequestCall => call.kind === 'http';

/** A line that names the call. */
function headingOf(call: Call): string {
  if (isRequest(call)) return `${call.method} ${call.url}`;
  if (!isObjectCall(call)) throw new Error(`A verdict has no form for a call of the kind "${call.kind}"`);
  const { verb, patch, resource, namespace, name = '', object } = call;
  const isOther = patch !== undefined && patch !== 'application/merge-patch+json';
  const kind = asString(object?.['kind']) || resource;
  return `${verb}${isOther ? ` (${patch})` : ''} ${kind} ${namespace ? `${namespace}/${name}` : name}`;
}

function callText(call: Call): unknown {
  if (isObjectCall(call)) return call.object ?? {};
  const { headers, body, text, allow } = call as RequestCall;
  const sent = body ?? (text || undefined);
  return { headers, allow: allow ?? 'any status', ...(sent !== undefined && { body: sent }) };
}
