import { object, type Part, part, parts, string } from './plain';
import type { PlainObject } from './rule';

/** The dependencies of a sensor. */
export function dependencies(sensor: PlainObject): Part[] {
  return parts({ path: [], value: sensor }, 'spec', 'dependencies');
}

/** The names of the dependencies of a sensor. */
export function dependencyNames(sensor: PlainObject): string[] {
  return dependencies(sensor).flatMap(({ value }) => string(value['name']) ?? []);
}

/** The triggers of a sensor, each followed by the one that stands in when it fails (`dlqTrigger`). */
export function triggers(sensor: PlainObject): Part[] {
  const withFallback = (trigger: Part): Part[] => {
    const fallback = part(trigger, 'dlqTrigger');
    return fallback ? [trigger, ...withFallback(fallback)] : [trigger];
  };
  return parts({ path: [], value: sensor }, 'spec', 'triggers').flatMap(withFallback);
}

/** The name of a trigger, as far as it has one. */
export function triggerName(trigger: Part): string | undefined {
  return string(object(trigger.value['template'])['name']);
}

/** Every parameter of a trigger, wherever its kind has them: of the template, of the resource, of the payload. */
export function parameters(trigger: Part): Part[] {
  const template = part(trigger, 'template');
  const kinds = template ? Object.keys(template.value).flatMap((kind) => part(template, kind) ?? []) : [];
  return [
    ...parts(trigger, 'parameters'),
    ...kinds.flatMap((kind) => [
      ...parts(kind, 'parameters'),
      ...parts(kind, 'payload'),
      ...parts(kind, 'dynamicHeaders'),
    ]),
  ];
}

/** The data filters of a dependency. */
export function dataFilters(dependency: Part): Part[] {
  return parts(dependency, 'filters', 'data');
}
