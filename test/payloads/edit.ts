/** Where in an event: keys of objects and indexes of arrays. */
export type Path = readonly (string | number)[];

/** The event with this value at the path, of whatever type: GitHub's own types have no word for odd events. */
export function withValue(event: unknown, path: Path, value: unknown): unknown {
  const edited = structuredClone(event);
  const [parent, key] = parentOf(edited, path);
  parent[key] = value;
  return edited;
}

/** The event without the field at the path. */
export function without(event: unknown, path: Path): unknown {
  const edited = structuredClone(event);
  const [parent, key] = parentOf(edited, path);
  delete parent[key];
  return edited;
}

/** @throws Error where the event has no such field: an edit that changes nothing would prove nothing */
function parentOf(event: unknown, path: Path): [Record<string | number, unknown>, string | number] {
  let parent = event;
  for (const key of path.slice(0, -1)) parent = (parent as Record<string | number, unknown>)?.[key];
  const key = path.at(-1);
  if (key === undefined || typeof parent !== 'object' || parent === null || !(key in parent)) {
    throw new Error(`The sample has no ${path.join('.')}`);
  }
  return [parent as Record<string | number, unknown>, key];
}
