import type { Graph, GraphNode, NodeKind } from './graph';

/** The longest line in a box. GitHub's boxes grow with their longest line. */
const WIDTH = 60;

const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  event: ['([', '])'],
  dependency: ['[[', ']]'],
  trigger: ['[', ']'],
  object: ['[(', ')]'],
  request: ['>', ']'],
};

/** A graph as a flowchart of Mermaid, which GitHub draws in Markdown. */
export function toMermaid({ nodes, edges }: Graph): string {
  const groups = [...new Set(nodes.map(({ group }) => group))];
  const boxes = groups.flatMap((group, index) => {
    const members = nodes.filter((node) => node.group === group).map(box);
    if (group === undefined) return members.map((line) => `  ${line}`);
    return [`  subgraph group${index}[${quoted([group])}]`, ...members.map((line) => `    ${line}`), '  end'];
  });
  const arrows = edges.map(({ from, to, label, onFailure }) => {
    const arrow = onFailure ? '-.->' : '-->';
    return `  ${from} ${arrow}${label ? `|${quoted([label])}|` : ''} ${to}`;
  });
  return `${['flowchart LR', ...boxes, ...arrows].join('\n')}\n`;
}

function box({ id, kind, lines }: GraphNode): string {
  const [open, close] = SHAPES[kind];
  return `${id}${open}${quoted(lines)}${close}`;
}

/** A text of any characters. Mermaid reads `#…;` as an entity, and takes HTML for tags. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    shortened(line).replace(/[^\p{L}\p{N} .,:/_=()…+*-]/gu, (character) => `#${character.codePointAt(0)};`),
  );
  return `"${escaped.join('<br>')}"`;
}

function shortened(line: string): string {
  const flat = line.replace(/\s+/g, ' ');
  return flat.length > WIDTH ? `${[...flat].slice(0, WIDTH - 1).join('')}…` : flat;
}
