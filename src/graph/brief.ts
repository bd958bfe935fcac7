import type { Graph, GraphEdge, GraphNode } from './graph';

/**
 * The same graph with less in it: the name of a dependency is on the arrow to its trigger, triggers that wait for the same
 * are one box, an object stands for the event that watches it, and what happens after a failure is left out.
 */
export function briefOf(graph: Graph): Graph {
  return merged(withoutEvents(withoutDependencies(withoutFailures(graph))));
}

function withoutFailures({ nodes, edges }: Graph): Graph {
  const failing = edges.filter(({ onFailure }) => onFailure).map(({ to }) => to);
  const left = edges.filter(({ from, to }) => !failing.includes(from) && !failing.includes(to));
  const linked = new Set(left.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ id }) => linked.has(id)), edges: left };
}

function withoutDependencies({ nodes, edges }: Graph): Graph {
  const isDependency = new Map(
    nodes.filter(({ kind }) => kind === 'dependency').map(({ id, lines: [name = ''] }) => [id, name]),
  );
  return {
    nodes: nodes.filter(({ id }) => !isDependency.has(id)),
    edges: edges.flatMap((edge): GraphEdge[] => {
      const label = isDependency.get(edge.to);
      if (label === undefined) return isDependency.has(edge.from) ? [] : [edge];
      return edges.filter(({ from }) => from === edge.to).map(({ to }) => ({ from: edge.from, to, label }));
    }),
  };
}

/** An event of which all objects are written here is one of these objects, if there is only one. */
function withoutEvents({ nodes, edges }: Graph): Graph {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const watched = edges.filter(({ to }) => kinds.get(to) === 'event');
  const stands = new Map(
    watched
      .filter(({ to }) => watched.filter((one) => one.to === to).length === 1)
      .map(({ from, to }) => [to, from]),
  );
  return {
    nodes: nodes.filter(({ id }) => !stands.has(id)),
    edges: edges
      .filter(({ to }) => !stands.has(to))
      .map((edge) => ({ ...edge, from: stands.get(edge.from) ?? edge.from })),
  };
}

/** Triggers with the same arrows to them become one box, with all their names. */
function merged({ nodes, edges }: Graph): Graph {
  const heads = new Map<string, GraphNode>();
  const standsFor = new Map<string, string>();
  for (const { group: _, ...node } of nodes) {
    const incoming = edges.filter(({ to }) => to === node.id).map(({ from, label }) => [from, label]);
    const key = node.kind === 'trigger' ? JSON.stringify(incoming) : node.id;
    const head = heads.get(key);
    heads.set(key, head === undefined ? node : { ...head, lines: [...head.lines, ...node.lines] });
    standsFor.set(node.id, head?.id ?? node.id);
  }
  const moved = edges.map((edge) => ({
    ...edge,
    from: standsFor.get(edge.from) ?? edge.from,
    to: standsFor.get(edge.to) ?? edge.to,
  }));
  const texts = moved.map((edge) => JSON.stringify(edge));
  return {
    nodes: [...heads.values()],
    edges: moved.filter((_, index) => texts.indexOf(texts[index] ?? '') === index),
  };
}
