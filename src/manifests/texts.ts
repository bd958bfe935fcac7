import type { TextRange, YamlNode } from './node';

/** The places of all texts and other plain values in a value, and of the keys: what looks like a comment there is none. */
export function textsIn(node: YamlNode): TextRange[] {
  if (node.kind === 'scalar') return node.start < 0 ? [] : [node];
  const members = [...(node.members?.values() ?? [])].filter(({ merged }) => !merged);
  return [
    ...members.flatMap(({ key, node: inner }) => [key, ...textsIn(inner)]),
    ...(node.items ?? []).flatMap(textsIn),
  ];
}
