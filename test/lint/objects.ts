import type { PlainObject } from '../../src/lint';
import { RULES } from '../../src/lint';
import { found } from './samples';

/** The lines of what one rule finds: `[path] message; help [rule]`. */
export function lines(id: string, ...objects: PlainObject[]): string[] {
  return linesWith([], id, ...objects);
}

/** The same with objects that are declared external. */
export function linesWith(
  externals: readonly PlainObject[],
  id: string,
  ...objects: PlainObject[]
): string[] {
  const rule = RULES.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`There is no rule "${id}"`);
  return found(rule, objects, externals).map(({ path, message, help }) => {
    const text = help === undefined ? message : `${message}; ${help}`;
    return `[${path.join('.')}] ${text} [${id}]`;
  });
}

/** An object of Argo Events, in the namespace of all of them. */
function object(kind: string, name: string, spec: object): PlainObject {
  return { apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name, namespace: 'events' }, spec };
}

export const sensor = (spec: object, name = 'loop') => object('Sensor', name, spec);
export const eventSource = (spec: object, name = 'github') => object('EventSource', name, spec);
export const eventBus = (spec: object, name = 'default') => object('EventBus', name, spec);

/** Dependencies on events of these names, which are theirs too. */
export const dependencies = (...names: string[]) =>
  names.map((name) => ({ name, eventSourceName: 'github', eventName: name }));

/** A sensor with a filter on its one dependency. */
export const filtering = (filters: object) =>
  sensor({
    dependencies: [{ ...dependencies('a')[0], filters }],
    triggers: [{ template: { name: 't', log: {} } }],
  });

/** A sensor with these triggers, on dependencies `a` and `b`. */
export const triggering = (...triggers: object[]) =>
  sensor({ dependencies: dependencies('a', 'b'), triggers });

/** A trigger of one kind. */
export const trigger = (kind: string, action: object, more: object = {}) => ({
  ...more,
  template: { name: 't', [kind]: action },
});

/** A parameter: where it writes to, and what it reads. */
export const parameter = (dest: string, src: object = { dataKey: 'body' }) => ({
  src: { dependencyName: 'a', ...src },
  dest,
});
