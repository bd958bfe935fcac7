import { remembered } from '../remember';
import { asObject, asString, type Part, partAt, partsAt, rootPart, valueAt } from './plain';
import type { PlainObject } from './rule';

/** The dependencies of a sensor. */
export const dependencies = remembered((sensor: PlainObject): readonly Part[] =>
  partsAt(rootPart(sensor), 'spec', 'dependencies'),
);

/** The names of the dependencies of a sensor. */
export const dependencyNames = remembered((sensor: PlainObject): readonly string[] =>
  dependencies(sensor).flatMap(({ value }) => asString(value['name']) ?? []),
);

/** The triggers of a sensor, without their fallbacks. */
export const waitingTriggers = remembered((sensor: PlainObject): readonly Part[] =>
  partsAt(rootPart(sensor), 'spec', 'triggers'),
);

/** The trigger and its fallback (`dlqTrigger`). The engine does not run a `dlqTrigger` of a `dlqTrigger`. */
export function withFallback(trigger: Part): Part[] {
  return [trigger, partAt(trigger, 'dlqTrigger')].filter((one) => one !== undefined);
}

/** The triggers of a sensor, each followed by its fallback. */
export const triggers = remembered((sensor: PlainObject): readonly Part[] =>
  waitingTriggers(sensor).flatMap(withFallback),
);

/** The name of a trigger; undefined if it has none. */
export function triggerName(trigger: Part): string | undefined {
  return asString(valueAt(trigger.value, 'template', 'name'));
}

/** A field of a trigger template that says what the trigger does, such as `http`, and its value. */
export interface ActionPart extends Part {
  readonly kind: string;
}

/** The actions of a trigger. The schema refuses more or fewer than one. */
export const actionParts = remembered((trigger: Part): readonly ActionPart[] => {
  const template = partAt(trigger, 'template');
  return Object.keys(template?.value ?? {}).flatMap((kind) => {
    const action = template && partAt(template, kind);
    return action ? { kind, ...action } : [];
  });
});

/** The action of a trigger; undefined if it is not of this kind. */
export function actionPart(trigger: Part, kind: string): Part | undefined {
  return partAt(trigger, 'template', kind);
}

/** What a parameter changes: the trigger template, the object or request of the action, its payload, or a header. */
export type ParameterTarget = 'template' | 'resource' | 'payload' | 'header';

/** A parameter of a trigger. */
export interface Parameter extends Part {
  readonly target: ParameterTarget;
  /** The kind of the action that has the parameter; undefined for a parameter of the trigger itself. */
  readonly kind?: string;
}

/**
 * All parameters of a trigger: those of the trigger itself, and of its action. A parameter that another one changes is
 * left out, because its value is not known.
 */
export const parameters = remembered((trigger: Part): readonly Parameter[] => {
  const below = (parent: Part, field: string, target: ParameterTarget, kind?: string): Parameter[] =>
    partsAt(parent, field).map((parameter) => ({
      ...parameter,
      target,
      ...(kind !== undefined && { kind }),
    }));
  const ofTemplate = below(trigger, 'parameters', 'template');
  const ofActions = actionParts(trigger).flatMap((action) => [
    ...below(action, 'parameters', 'resource', action.kind),
    ...below(action, 'payload', 'payload', action.kind),
    ...below(action, 'dynamicHeaders', 'header', action.kind),
  ]);
  const start = [...trigger.path, 'template', ''].join('.');
  const dests = ofTemplate.flatMap(({ value }) => asString(value['dest']) || []).map((dest) => start + dest);
  return [
    ...ofTemplate,
    ...ofActions.filter(({ path }) => !dests.some((dest) => dest.startsWith(`${path.join('.')}.`))),
  ];
});

/** The kinds of trigger whose parameters change a Kubernetes object in `source`. */
export const OBJECT_KINDS: readonly string[] = ['k8s', 'argoWorkflow'];

/** The parameters that write to a path in the trigger template, or to an object around it. */
export function parametersOf(trigger: Part, place: string): readonly Parameter[] {
  return parameters(trigger).filter(({ target, kind, value }) => {
    if (target !== 'template' && target !== 'resource') return false;
    const dest = (asString(value['dest']) ?? '').replace(/\\(.)/gs, '$1');
    const base =
      kind === undefined ? '' : OBJECT_KINDS.includes(kind) ? `${kind}.source.resource.` : `${kind}.`;
    return place === base + dest || place.startsWith(`${base}${dest}.`);
  });
}

/** Whether a parameter writes to a path in the trigger template, or to an object around it. */
export function isSetByParameter(trigger: Part, place: string): boolean {
  return parametersOf(trigger, place).length > 0;
}

/** The operation of an argoWorkflow trigger that only names its object; undefined for submit. */
export function namingOperation(trigger: Part): string | undefined {
  const operation = asString(valueAt(trigger.value, 'template', 'argoWorkflow', 'operation')) || 'submit';
  const isChanged = isSetByParameter(trigger, 'argoWorkflow.operation');
  return operation === 'submit' || isChanged ? undefined : operation;
}

/** The data filters of a dependency. */
export const dataFilters = remembered((dependency: Part): readonly Part[] =>
  partsAt(dependency, 'filters', 'data'),
);

/** The strings in a list of a part, each with its index. */
export function stringsIn(parent: Part, field: string): { readonly index: number; readonly text: string }[] {
  const value = parent.value[field];
  return Array.isArray(value)
    ? value.flatMap((text, index) => (typeof text === 'string' ? { index, text } : []))
    : [];
}

/** The name of the dependency that a parameter reads. */
export function dependencyOfParameter(parameter: Part): string | undefined {
  return asString(asObject(parameter.value['src'])['dependencyName']);
}
