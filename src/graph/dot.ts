import type { Graph, GraphNode, NodeKind } from './graph';

const SHAPES: Readonly<Record<NodeKind, string>> = {
  event: 'oval',
  dependency: 'component',
  trigger: 'box',
  object: 'cylinder',
  request: 'cds',
};

/** A graph in the language of Graphviz. */
export function toDot({ nodes, edges }: Graph): string {
  const groups = [...new Set(nodes.map(({ group }) => group))];
  const boxes = groups.flatMap((group, index) => {
    const members = nodes.filter((node) => node.group === group).map(box);
    if (group === undefined) return members.map((line) => `  ${line}`);
    const title = `    label=${quoted([group])};`;
    return [`  subgraph cluster${index} {`, title, ...members.map((line) => `    ${line}`), '  }'];
  });
  const arrows = edges.map(({ from, to, label, onFailure }) => {
    const attributes = [
      ...(label ? [`label=${quoted([label])}`] : []),
      ...(onFailure ? ['style=dashed'] : []),
    ];
    return `  ${from} -> ${to}${attributes.length > 0 ? ` [${attributes.join(', ')}]` : ''};`;
  });
  return `${['digraph sensors {', '  rankdir=LR;', ...boxes, ...arrows, '}'].join('\n')}\n`;
}

function box({ id, kind, lines }: GraphNode): string {
  return `${id} [shape=${SHAPES[kind]}, label=${quoted(lines)}];`;
}

/** A text of any characters. A backslash begins an escape of Graphviz. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(/\s+/g, ' ').replace(/[\\"]/g, '\\$&'));
  return `"${escaped.join('\\n')}"`;
}
