import { objectSet } from '../lint/object-set';
import { nameOf, namespaceOf } from '../lint/objects';
import { asString } from '../lint/plain';
import { groupOf } from '../lint/root-fields';
import type { ObjectSet, PlainObject } from '../lint/rule';

/** The objects before or after a change, each by what tells it from others. */
export interface Tree {
  readonly set: ObjectSet;
  /** The objects by group, kind, namespace and name. Of two equal ones, the last one counts, as for kubectl. */
  readonly byId: ReadonlyMap<string, PlainObject>;
}

/** Plain objects as a tree. */
export function treeOf(objects: readonly PlainObject[]): Tree {
  const byId = new Map(objects.filter(isNamed).map((object) => [idOf(object), object]));
  return { set: objectSet([...byId.values()], false), byId };
}

/** The objects that both trees have, in both forms. */
export function pairsOf(
  before: Tree,
  after: Tree,
  kind: string,
): { readonly before: PlainObject; readonly after: PlainObject }[] {
  return before.set.ofKind(kind).flatMap((object) => {
    const now = after.byId.get(idOf(object));
    return now === undefined ? [] : [{ before: object, after: now }];
  });
}

/** The objects of a kind that the first tree has, and the second has not. */
export function onlyIn(one: Tree, other: Tree, kind: string): PlainObject[] {
  return one.set.ofKind(kind).filter((object) => !other.byId.has(idOf(object)));
}

/** Another version of the group is the same object. */
export function idOf(object: PlainObject): string {
  return JSON.stringify([groupOf(object), asString(object['kind']), namespaceOf(object), nameOf(object)]);
}

function isNamed(object: PlainObject): boolean {
  return asString(object['kind']) !== undefined && nameOf(object) !== '';
}
