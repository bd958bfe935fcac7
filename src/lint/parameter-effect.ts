import { remembered } from '../remember';
import { keysBeforeSearch, keysOfDest } from './paths';
import { asObject, asString, isObject, type Part, valueAt } from './plain';
import type { PlainObject } from './rule';
import { actionParts, OBJECT_KINDS, type Parameter, parameters } from './sensor';

/** A value that a parameter sets. Nobody knows what is in it before the event comes. */
export const FROM_EVENT = Symbol('from the event');

/** What parameters change, before and after. */
export interface Effect {
  readonly before: unknown;
  readonly after: unknown;
  readonly parameters: readonly Parameter[];
  /** The kind of the action; undefined if the template is changed. */
  readonly kind?: string;
}

/**
 * What the parameters of a trigger make of its template, and then those of its action of the object in `source` or of the
 * action (ApplyTemplateParameters and ApplyResourceParameters in pkg/sensors/triggers/params.go). What is not in the
 * Sensor, such as an object in git, is left out.
 */
export const effectsOf = remembered((trigger: Part): readonly Effect[] => {
  const all = parameters(trigger);
  const ofTemplate = all.filter(({ target }) => target === 'template');
  const template = effectOf(trigger.value['template'], ofTemplate);
  const ofActions = actionParts(trigger).flatMap(({ kind }) => {
    const action = valueAt(template.after, kind);
    const isLive = valueAt(action, 'operation') === 'update' && valueAt(action, 'liveObject') === true;
    if (kind === 'custom' || isLive) return [];
    const changed = OBJECT_KINDS.includes(kind) ? valueAt(action, 'source', 'resource') : action;
    const own = all.filter((one) => one.target === 'resource' && one.kind === kind);
    return isObject(changed) ? [{ ...effectOf(changed, own), kind }] : [];
  });
  return [template, ...ofActions];
});

/** The k8s or argoWorkflow action of a trigger with all that its parameters change; undefined if it has none. */
export function writingAction(
  trigger: Part,
): { readonly kind: string; readonly action: PlainObject } | undefined {
  const [template, ...ofActions] = effectsOf(trigger);
  const kind = OBJECT_KINDS.find((one) => isObject(valueAt(template?.after, one)));
  if (kind === undefined) return undefined;
  const action = asObject(valueAt(template?.after, kind));
  const changed = ofActions.find((effect) => effect.kind === kind);
  if (changed === undefined) return { kind, action };
  return { kind, action: { ...action, source: { ...asObject(action['source']), resource: changed.after } } };
}

function effectOf(before: unknown, changing: readonly Parameter[]): Effect {
  const dests = changing.map(({ value }) => asString(value['dest']) ?? '');
  // A search changes only what there is.
  const after = dests
    .filter((dest) => dest !== '' && keysBeforeSearch(dest) === undefined)
    .reduce((value, dest) => withValueAt(value, keysOfDest(dest)), before);
  return { before, after, parameters: changing };
}

const HIGHEST_INDEX = 10_000;

/**
 * The value with another one at a path, as sjson sets it: a list is filled up to the index, which leaves holes here and
 * nulls there. A list takes no other key, and is left as it is (appendRawPaths in tidwall/sjson).
 */
function withValueAt(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined || value === FROM_EVENT) return FROM_EVENT;
  if (Array.isArray(value)) {
    const index = key === -1 ? value.length : key;
    if (typeof index !== 'number' || index > HIGHEST_INDEX) return value;
    const list: unknown[] = value.slice();
    list[index] = withValueAt(list[index], rest);
    return list;
  }
  if (!isObject(value) && typeof key === 'number') return withValueAt([], [key, ...rest]);
  const object = isObject(value) ? value : {};
  return { ...object, [key]: withValueAt(valueAt(object, String(key)), rest) };
}
