import { ApiError, type Cluster, type ClusterRequest } from '../../src/cluster/cluster';
import type { LiveObject } from '../../src/cluster/objects';

type Meta = Record<string, unknown> & { name: string; namespace: string; resourceVersion: string };
type Stored = Record<string, unknown> & { metadata: Meta };

/** A cluster in memory, with what the commands use of the API server. test/e2e asks a real one. */
export interface FakeCluster extends Cluster {
  /** The requests so far: `GET configmaps`. */
  readonly requests: string[];
  /** What the API server refuses: `list configmaps`. */
  readonly forbidden: Set<string>;
  /** Is called before each patch, once. */
  beforePatch: (() => void) | undefined;
  readonly get: (plural: string, name: string) => Stored;
}

/** A cluster that has these objects, by the plural name of their kind. Kinds that are not there do not exist. */
export function fakeCluster(objects: Readonly<Record<string, readonly object[]>>): FakeCluster {
  let version = 100;
  const stored = new Map(
    Object.entries(objects).map(([plural, list]) => [
      plural,
      list.map((one) => structuredClone(one) as Stored),
    ]),
  );
  for (const { metadata } of [...stored.values()].flat()) metadata.resourceVersion ??= String(++version);
  const cluster: FakeCluster = {
    context: 'test',
    requests: [],
    forbidden: new Set(),
    beforePatch: undefined,
    get: (plural, name) => find(stored.get(plural), name) ?? missing(plural),
    request: async (request) => {
      const { namespace, plural, name, subresource } = parse(request.path);
      cluster.requests.push(`${request.method} ${[plural, name].filter(Boolean).join('/')}`);
      const verb = request.method === 'PATCH' ? 'patch' : name === '' ? 'list' : 'get';
      if (cluster.forbidden.has(`${verb} ${plural}${subresource}`)) {
        const where = `in API group "" in the namespace "${namespace}"`;
        throw new ApiError(
          403,
          `${plural} is forbidden: User "jane" cannot ${verb} resource "${plural}" ${where}`,
        );
      }
      if (plural === 'namespaces')
        return JSON.stringify(find(stored.get('namespaces'), name) ?? missing(name));
      const list = stored.get(plural) ?? missing(plural);
      const inside = list.filter(({ metadata }) => metadata.namespace === namespace);
      if (verb === 'list') return JSON.stringify({ items: inside.filter((one) => selected(one, request)) });
      const found = find(inside, name) ?? missing(name);
      if (subresource !== '') return String(found[request.query?.['previous'] ? 'previousLog' : 'log'] ?? '');
      if (verb === 'get') return JSON.stringify(found);
      cluster.beforePatch?.();
      cluster.beforePatch = undefined;
      const { metadata } = request.body as { metadata?: Partial<Meta> };
      if (
        metadata?.resourceVersion !== undefined &&
        metadata.resourceVersion !== found.metadata.resourceVersion
      ) {
        throw new ApiError(409, 'the object has been modified');
      }
      merge(found, request.body as LiveObject);
      found.metadata.resourceVersion = String(++version);
      return JSON.stringify(found);
    },
  };
  return cluster;
}

function missing(name: string): never {
  throw new ApiError(404, `"${name}" not found`);
}

const find = (list: readonly Stored[] | undefined, name: string) =>
  list?.find(({ metadata }) => metadata.name === name);

function parse(path: string) {
  const [, namespace = '', plural = 'namespaces', name = '', subresource = ''] =
    /\/namespaces\/([^/]+)(?:\/([^/]+)(?:\/([^/]+)(\/log)?)?)?$/.exec(path) ?? [];
  return {
    namespace,
    plural,
    name: plural === 'namespaces' ? namespace : decodeURIComponent(name),
    subresource,
  };
}

function selected(object: Stored, { query }: ClusterRequest): boolean {
  const labels = (object.metadata['labels'] ?? {}) as Record<string, string>;
  const fits = (query?.['labelSelector'] ?? '').split(',').every((part) => {
    const [, key = '', operator = '', value = ''] = /^([^!=]*)(!=|=)?(.*)$/.exec(part) ?? [];
    if (operator === '!=') return labels[key] !== value;
    return key === '' || (operator === '' ? key in labels : labels[key] === value);
  });
  const kind = /involvedObject\.kind=(\w+)/.exec(query?.['fieldSelector'] ?? '')?.[1];
  return fits && (kind === undefined || (object['involvedObject'] as { kind: string }).kind === kind);
}

function merge(into: Record<string, unknown>, from: LiveObject): void {
  for (const [key, value] of Object.entries(from)) {
    if (value === null) delete into[key];
    else if (typeof value !== 'object') into[key] = value;
    else {
      into[key] = into[key] ?? {};
      merge(into[key] as Record<string, unknown>, value as LiveObject);
    }
  }
}
