import { withControllerDefaults } from '../../argo-events/triggers/controller-defaults';
import { asList, asObject, asString, isObject } from '../../lint/plain';
import type { PlainObject } from '../../lint/rule';

/** What an action adds to a trigger. */
export interface ActionFields {
  /** The template without name and conditions. */
  readonly template: PlainObject;
  readonly parameters?: unknown;
  readonly policy?: unknown;
}

/**
 * An action as it is compared: with the defaults of the engine and of its controller, and without the constants that
 * parameters replace.
 *
 * @param certain the dependencies that surely have an event: a parameter of another one may leave the constant as it is
 */
export function canonicalAction(action: ActionFields, certain: readonly string[]): unknown {
  const template = withControllerDefaults(structuredClone(action.template) as never) as Record<
    string,
    unknown
  >;
  const outer = asList(action.parameters);
  replace(template, outer, certain);
  const { k8s, http, argoWorkflow } = template;
  for (const kind of [k8s, argoWorkflow].filter(isObject)) {
    replace(asObject(kind['source'])['resource'], asList(kind['parameters']), certain);
  }
  if (isObject(http)) replace(http, asList(http['parameters']), certain);
  const kinds = Object.entries(template).map(([kind, fields]) => [kind, canonicalKind(kind, fields)]);
  const policy = canonicalPolicy(action.policy);
  return {
    ...Object.fromEntries(kinds),
    ...(outer.length > 0 && { parameters: canonicalParameters(outer) }),
    ...(policy !== undefined && { policy }),
  };
}

function canonicalKind(kind: string, fields: unknown): unknown {
  if (!isObject(fields)) return fields;
  const { parameters, payload, ...others } = fields;
  return {
    ...DEFAULTS[kind],
    ...others,
    ...(asList(parameters).length > 0 && { parameters: canonicalParameters(asList(parameters)) }),
    ...(asList(payload).length > 0 && { payload: canonicalParameters(asList(payload)) }),
    ...(Array.isArray(others['dynamicHeaders']) && {
      dynamicHeaders: canonicalParameters(others['dynamicHeaders']),
    }),
  };
}

const DEFAULTS: Readonly<Record<string, PlainObject>> = {
  k8s: { operation: 'create' },
  argoWorkflow: { operation: 'submit' },
  // The engine posts if no method is there (pkg/sensors/triggers/http/http.go).
  http: { host: '', method: 'POST' },
};

function canonicalPolicy(policy: unknown): unknown {
  if (!isObject(policy) || !isObject(policy['k8s'])) return policy;
  return { ...policy, k8s: { backoff: {}, errorOnBackoffTimeout: false, ...policy['k8s'] } };
}

/** Parameters in the order of their places, unless one of them writes into the place of another. */
export function canonicalParameters(parameters: readonly unknown[]): unknown {
  const all = parameters.map((parameter) => {
    const { operation, ...others } = asObject(parameter);
    return operation === '' || operation === 'overwrite' || operation === undefined
      ? others
      : { operation, ...others };
  });
  const dests = all.map((one) => `${(one as PlainObject)['dest']}.`);
  if (dests.some((dest, index) => dests.some((other, place) => place !== index && other.startsWith(dest)))) {
    return all;
  }
  return all.map((one, index) => [dests[index] ?? '', one] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}

function replace(target: unknown, parameters: readonly unknown[], certain: readonly string[]): void {
  for (const parameter of parameters.map(asObject)) {
    const { src, dest, operation = '' } = parameter;
    const isSure =
      certain.includes(String(asObject(src)['dependencyName'])) || asObject(src)['value'] !== undefined;
    if (!isSure || (operation !== '' && operation !== 'overwrite')) continue;
    remove(target, asString(dest) ?? '');
  }
}

/** Removes what is at a path, and leaves a null in a list. */
function remove(target: unknown, dest: string): void {
  const keys = (dest.match(/(?:\\.|[^.\\])+/g) ?? []).map((key) =>
    key.replace(/^:/, '').replace(/\\(.)/g, '$1'),
  );
  const last = keys.pop();
  let inner = target;
  keys.forEach((key, index) => {
    if (typeof inner !== 'object' || inner === null) return;
    const members = inner as Record<string, unknown>;
    // The engine makes what is not there.
    if (members[key] === undefined) members[key] = /^\d+$/.test(keys[index + 1] ?? last ?? '') ? [] : {};
    inner = members[key];
  });
  if (last === undefined || typeof inner !== 'object' || inner === null) return;
  if (Array.isArray(inner)) {
    if (Number(last) <= inner.length) inner[Number(last)] = null;
  } else delete (inner as Record<string, unknown>)[last];
}
