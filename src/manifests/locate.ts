import type { FieldPath } from '../findings/finding';
import type { TextRange, YamlNode } from './node';

/** Where a path leads in a document. */
export interface Located extends TextRange {
  /** The value there; undefined if a field is missing, and the place is that of the nearest one around it. */
  readonly node?: YamlNode;
  /** The part of the path that leads to nothing. */
  readonly missing: FieldPath;
  /** Whether the value is that of an alias or a merge key, so that it is in several places of the document. */
  readonly isShared: boolean;
}

/**
 * Where a path leads: a text or a number itself; of a list or mapping, and of what is missing, the key that leads there.
 *
 * @param field a field of the value at the path: the place is that of its key
 */
export function locate(root: YamlNode, path: FieldPath, field?: string): Located {
  let node: YamlNode = root;
  let place: TextRange = startOf(root);
  let isShared = false;
  for (const [depth, key] of path.entries()) {
    const step = stepInto(node, key);
    isShared ||= node.kind === 'alias' || step?.merged === true;
    if (step === undefined) return { ...place, missing: path.slice(depth), isShared };
    node = step.node;
    place = step.place;
  }
  const target = node.target ?? node;
  const member = field === undefined ? undefined : target.members?.get(field);
  if (member) return { ...member.key, node: member.node, missing: [], isShared };
  return { ...place, node, missing: [], isShared };
}

interface Step {
  readonly node: YamlNode;
  readonly place: TextRange;
  readonly merged?: boolean;
}

function stepInto(from: YamlNode, key: string | number): Step | undefined {
  const { members, items } = from.target ?? from;
  if (typeof key === 'number') {
    const node = items?.[key];
    return node && { node, place: node.start < 0 ? startOf(from) : startOf(node) };
  }
  const member = members?.get(key);
  if (member === undefined) return undefined;
  const { node, merged } = member;
  const isValue = node.kind !== 'mapping' && node.kind !== 'sequence' && node.start >= 0;
  return { node, merged, place: isValue ? { start: node.start, end: node.end } : member.key };
}

/** Of a mapping its first key, and otherwise the value itself. */
function startOf(node: YamlNode): TextRange {
  if (node.kind === 'mapping') {
    for (const { key, merged } of node.members?.values() ?? []) {
      if (!merged && key.start === node.start) return key;
    }
  }
  const isText = node.kind === 'scalar' || node.kind === 'alias';
  return isText ? { start: node.start, end: node.end } : { start: node.start, end: node.start + 1 };
}
