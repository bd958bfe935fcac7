/** What a node of a graph is. */
export type NodeKind = 'event' | 'dependency' | 'trigger' | 'object' | 'request';

/** A box of a graph. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** What stands in the box. The first line is its name. */
  readonly lines: readonly string[];
  /**
   * The object that it is a part of, as a title: `Sensor events/triage`.
   *
   * @default none: it stands alone
   */
  readonly group?: string;
}

/** An arrow of a graph. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /**
   * What stands on the arrow.
   *
   * @default nothing
   */
  readonly label?: string;
  /**
   * Whether the arrow is taken only if something has failed.
   *
   * @default false
   */
  readonly onFailure?: boolean;
}

/** A picture of sensors: what comes in, what they wait for, and what they do. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Collects nodes and arrows, each once. */
export class GraphBuilder {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #ids = new Map<string, string>();

  /**
   * Adds a node, unless there is one with this key.
   *
   * @returns its id, made of its name, so that another node does not change it. It is safe in every format
   */
  node(key: readonly string[], node: Omit<GraphNode, 'id'>): string {
    const text = JSON.stringify(key);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const base = `${node.kind}_${(node.lines[0] ?? '').replace(/[^A-Za-z0-9]+/g, '_')}`;
    let id = base;
    for (let number = 2; this.#nodes.has(id); number++) id = `${base}_${number}`;
    this.#ids.set(text, id);
    this.#nodes.set(id, { id, ...node });
    return id;
  }

  edge(edge: GraphEdge): void {
    const key = JSON.stringify([edge.from, edge.to, edge.label]);
    if (!this.#edges.has(key)) this.#edges.set(key, edge);
  }

  build(): Graph {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] };
  }
}
