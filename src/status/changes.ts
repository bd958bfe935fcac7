import type { LiveObject } from '../cluster/objects';
import { asList, asObject } from '../lint/plain';
import { text } from './plain';

/** What the API server keeps of the last write of a program. */
export interface Change {
  /** The name that the program gives itself, such as `kubectl-patch`. It says nothing about the user. */
  readonly manager: string;
  /** When it wrote last. */
  readonly time: string;
  /** The keys and labels that this program has set last, such as `data.status`. */
  readonly set: readonly string[];
}

/** Who has changed an object, the last one first. Each program counts once, with its last write. */
export function changesOf(object: LiveObject): Change[] {
  return asList(asObject(object['metadata'])['managedFields'])
    .map((entry) => {
      const { manager, time, fieldsV1 } = asObject(entry);
      return { manager: text(manager), time: text(time), set: leaves(fieldsV1, '') };
    })
    .sort((a, b) => b.time.localeCompare(a.time));
}

/** The paths of the fields that an entry of managedFields names: `f:` stands before a name, and `.` is the object itself. */
function leaves(node: unknown, path: string): string[] {
  const own = Object.entries(asObject(node)).filter(([key]) => key.startsWith('f:'));
  if (own.length === 0) return path === '' ? [] : [path];
  return own.flatMap(([key, child]) => leaves(child, path === '' ? key.slice(2) : `${path}.${key.slice(2)}`));
}
