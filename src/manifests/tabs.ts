import type { TextProblem, TextRange, YamlNode } from './node';

/**
 * A tab where kubectl takes none, and js-yaml does: at the beginning of a line, even if the line is empty, or after the dash
 * of an item (yaml_parser_scan_to_next_token in scannerc.go of go.yaml.in/yaml/v2).
 *
 * @param base the offset of the document in its file
 */
export function misplacedTab(source: string, base: number, root: YamlNode): TextProblem | undefined {
  if (!/^ *\t|-\t/m.test(source)) return undefined;
  const allowed = placesOfTabs(root);
  // Closing brackets are not in the range of what they close.
  for (const { index, 0: found } of source.matchAll(/^ *\t(?![ \t]*[\]}])|^ *-\t/gm)) {
    const at = base + index + found.length - 1;
    if (allowed.some(({ start, end }) => start <= at && at < end)) continue;
    return { start: at, end: at + 1, message: 'a tab in the indentation', help: 'use spaces' };
  }
  return undefined;
}

/** Texts, and what is in brackets or braces. */
function placesOfTabs(node: YamlNode): TextRange[] {
  if (node.isFlow || (node.kind === 'scalar' && node.start >= 0)) return [node];
  const members = [...(node.members?.values() ?? [])].filter(({ merged }) => !merged);
  return [
    ...members.flatMap(({ key, node: inner }) => [key, ...placesOfTabs(inner)]),
    ...(node.items ?? []).flatMap(placesOfTabs),
  ];
}
