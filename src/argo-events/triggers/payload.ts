import type { TriggerParameter, TriggerParameterSource } from '../../../imports/argo-events';
import { pathText } from '../../findings/line';
import { reject } from '../../findings/refuse';
import { describe } from '../../findings/words';
import { sjsonPath } from '../references/path';
import type { NoReference, Scalar } from '../references/ref';
import { isSlot, parameterSource, type Raw, type StringSlot } from '../references/slot';
import type { ActionContext } from './action';

/** The JSON that a trigger sends: constants, and event data anywhere. */
export type Payload = StringSlot | Raw<unknown> | Scalar | null | readonly Payload[] | PayloadObject;

interface PayloadObject extends NoReference {
  readonly [key: string]: Payload;
}

/**
 * The parameters from which the engine builds a payload, in order (ConstructPayload in pkg/sensors/triggers/params.go).
 * A constant is a parameter too.
 *
 * @throws ValidationError for a value that JSON does not have, and for a constant that is no string if no dependency is
 * sure to have an event
 */
export function payloadParameters(payload: Payload, context: ConstantContext): TriggerParameter[] {
  const parameters: TriggerParameter[] = [];
  const walk = (value: Payload, path: readonly (string | number)[]): void => {
    const members = isSlot(value) ? [] : membersOf(value);
    for (const [key, member] of members) walk(member, [...path, key]);
    if (members.length > 0) return;
    const src = isSlot(value) ? parameterSource(value) : constantSource(value, path, context);
    parameters.push({ src, dest: sjsonPath(path) });
  };
  walk(payload, []);
  return parameters;
}

type ConstantContext = Pick<ActionContext, 'dependency' | 'isCertain'>;

function membersOf(value: Payload): (readonly [string | number, Payload])[] {
  if (Array.isArray(value)) return [...(value as readonly Payload[]).entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** The source of a constant: a text, a number, a boolean, null, or an empty list or object. */
function constantSource(
  value: unknown,
  path: readonly (string | number)[],
  { dependency, isCertain }: ConstantContext,
): TriggerParameterSource {
  // Without a key, the default is the value.
  if (typeof value === 'string') return { dependencyName: dependency, value };
  const place = pathText(['payload', ...path]);
  if (!isJson(value)) reject('payload', `${place} is ${describe(value)}, which JSON does not have`);
  const json = JSON.stringify(value);
  if (!isCertain) {
    const message = `${place} is ${describe(value)}, but no dependency of the trigger is sure to have an event`;
    const help = `without an event, the engine can send text only: write ${JSON.stringify(json)}, or a trigger for each dependency`;
    reject('payload', message, { help });
  }
  // gjson takes what follows an exclamation mark as the value itself (execStatic in gjson.go).
  return { dependencyName: dependency, dataKey: `!${json}`, useRawData: true };
}

function isJson(value: unknown): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : ['boolean', 'object'].includes(typeof value);
}
