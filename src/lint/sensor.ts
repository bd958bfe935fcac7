import { asObject, asString, type Part, partAt, partsAt, rootPart, valueAt } from './plain';
import type { PlainObject } from './rule';

/** The dependencies of a sensor. */
export function dependencies(sensor: PlainObject): Part[] {
  return partsAt(rootPart(sensor), 'spec', 'dependencies');
}

/** The names of the dependencies of a sensor. */
export function dependencyNames(sensor: PlainObject): string[] {
  return dependencies(sensor).flatMap(({ value }) => asString(value['name']) ?? []);
}

/** The triggers that wait for events. */
export function waitingTriggers(sensor: PlainObject): Part[] {
  return partsAt(rootPart(sensor), 'spec', 'triggers');
}

/**
 * The trigger and the one that stands in when it fails (`dlqTrigger`). The engine runs no further one: a
 * `dlqTrigger` of a `dlqTrigger` is not looked at.
 */
export function withFallback(trigger: Part): Part[] {
  return [trigger, partAt(trigger, 'dlqTrigger')].filter((one) => one !== undefined);
}

/** The triggers that may act: each that waits, followed by its `dlqTrigger`. */
export function triggers(sensor: PlainObject): Part[] {
  return waitingTriggers(sensor).flatMap(withFallback);
}

/** The name of a trigger, as far as it has one. */
export function triggerName(trigger: Part): string | undefined {
  return asString(valueAt(trigger.value, 'template', 'name'));
}

/** The field of a trigger template that says what it does, such as `http`, and what stands there. */
export interface ActionPart extends Part {
  readonly kind: string;
}

/** What a trigger does; one action, unless the schema has something to say. */
export function actionParts(trigger: Part): ActionPart[] {
  const template = partAt(trigger, 'template');
  return Object.keys(template?.value ?? {}).flatMap((kind) => {
    const action = template && partAt(template, kind);
    return action ? { kind, ...action } : [];
  });
}

/** What a trigger does, when it is of this kind. */
export function actionPart(trigger: Part, kind: string): Part | undefined {
  return partAt(trigger, 'template', kind);
}

/** What a parameter writes to: the trigger template, the object or request of the trigger, or its payload. */
export type ParameterTarget = 'template' | 'resource' | 'payload' | 'header';

/** A parameter of a trigger. */
export interface Parameter extends Part {
  readonly target: ParameterTarget;
  /** The kind of trigger that it stands in; none for one of the trigger itself. */
  readonly kind?: string;
}

/**
 * Every parameter of a trigger, wherever its kind has them: of the template, of the resource, of the payload. Those that
 * another one writes to are left out, for what they say is not known before it runs.
 */
export function parameters(trigger: Part): Parameter[] {
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
}

/** The kinds of trigger whose parameters change a Kubernetes object, which stands in `source`. */
export const OBJECT_KINDS: readonly string[] = ['k8s', 'argoWorkflow'];

/** Whether a parameter writes to the place, or to something that it is in: a path in the trigger template. */
export function isSetByParameter(trigger: Part, place: string): boolean {
  return parameters(trigger).some(({ target, kind, value }) => {
    if (target !== 'template' && target !== 'resource') return false;
    const dest = (asString(value['dest']) ?? '').replace(/\\(.)/gs, '$1');
    const base =
      kind === undefined ? '' : OBJECT_KINDS.includes(kind) ? `${kind}.source.resource.` : `${kind}.`;
    return place === base + dest || place.startsWith(`${base}${dest}.`);
  });
}

/** The data filters of a dependency. */
export function dataFilters(dependency: Part): Part[] {
  return partsAt(dependency, 'filters', 'data');
}

/** The strings in a list below a part, each with its place. */
export function stringsIn(parent: Part, field: string): { readonly index: number; readonly text: string }[] {
  const value = parent.value[field];
  return Array.isArray(value)
    ? value.flatMap((text, index) => (typeof text === 'string' ? { index, text } : []))
    : [];
}

/** The name of what a parameter takes its value from. */
export function dependencyOfParameter(parameter: Part): string | undefined {
  return asString(asObject(parameter.value['src'])['dependencyName']);
}
