import { ApiError, type Cluster, ClusterError } from './cluster';

/** A kind of object. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural name: `configmaps`. */
  readonly plural: string;
}

/** The resources that the commands read and change, by their plural names. */
export const RESOURCE = {
  configmaps: { group: '', version: 'v1', plural: 'configmaps' },
  events: { group: '', version: 'v1', plural: 'events' },
  pods: { group: '', version: 'v1', plural: 'pods' },
  jobs: { group: 'batch', version: 'v1', plural: 'jobs' },
  cronjobs: { group: 'batch', version: 'v1', plural: 'cronjobs' },
  deployments: { group: 'apps', version: 'v1', plural: 'deployments' },
  sensors: { group: 'argoproj.io', version: 'v1alpha1', plural: 'sensors' },
} as const satisfies Readonly<Record<string, Resource>>;

/** An object as the API server sends it. */
export type LiveObject = Readonly<Record<string, unknown>>;

/** A kind of object as kubectl names it, such as `coderuns.cto.5dlabs.com`. */
export function fullName({ group, plural }: Resource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function pathOf({ group, version, plural }: Resource, namespace: string, ...rest: string[]): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return [root, 'namespaces', namespace, plural, ...rest.map(encodeURIComponent)].join('/');
}

const PAGE = '500';

function parse<T>(body: string): T {
  try {
    return JSON.parse(body) as T;
  } catch {
    throw new ClusterError('The server has sent no JSON: it is no API server of Kubernetes');
  }
}

/** Lists objects of a namespace, a page at a time. */
export async function list(
  cluster: Cluster,
  resource: Resource,
  namespace: string,
  selectors: { readonly labelSelector?: string; readonly fieldSelector?: string } = {},
): Promise<LiveObject[]> {
  const objects: LiveObject[] = [];
  let token = '';
  do {
    const query = { ...selectors, limit: PAGE, ...(token !== '' && { continue: token }) };
    const page = await ask(cluster, 'list', resource, namespace, () =>
      cluster.request({ method: 'GET', path: pathOf(resource, namespace), query }),
    );
    const { items, metadata } = parse<{ items?: LiveObject[]; metadata?: { continue?: string } }>(page);
    objects.push(...(items ?? []));
    token = metadata?.continue ?? '';
  } while (token !== '');
  return objects;
}

/** The object of that name; undefined if there is none. */
export async function get(
  cluster: Cluster,
  resource: Resource,
  namespace: string,
  name: string,
): Promise<LiveObject | undefined> {
  try {
    const body = await ask(cluster, 'get', resource, namespace, () =>
      cluster.request({ method: 'GET', path: pathOf(resource, namespace, name) }),
    );
    return parse<LiveObject>(body);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** Whether there is something at a path. */
export async function exists(cluster: Cluster, path: string): Promise<boolean> {
  try {
    await cluster.request({ method: 'GET', path });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/**
 * Changes an object by a merge patch. With a `resourceVersion` in it, the API server refuses it (409) if the object has
 * changed.
 */
export async function patch(
  cluster: Cluster,
  resource: Resource,
  namespace: string,
  name: string,
  body: unknown,
): Promise<void> {
  await ask(cluster, 'patch', resource, namespace, () =>
    cluster.request({
      method: 'PATCH',
      path: pathOf(resource, namespace, name),
      query: { fieldManager: 'cdk8s-argo-events' },
      body,
    }),
  );
}

/** The log of a container, of its last run but one if `previous`. */
export async function log(
  cluster: Cluster,
  namespace: string,
  pod: string,
  query: Readonly<Record<string, string>>,
): Promise<string> {
  return ask(cluster, 'get', { ...RESOURCE.pods, plural: 'pods/log' }, namespace, () =>
    cluster.request({ method: 'GET', path: pathOf(RESOURCE.pods, namespace, pod, 'log'), query }),
  );
}

/** Says in an error what was asked for, because the answer does not always. */
async function ask(
  { context }: Cluster,
  verb: string,
  resource: Resource,
  namespace: string,
  request: () => Promise<string>,
): Promise<string> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const what = `${verb} ${fullName(resource)} in namespace ${namespace}`;
    if (error.status === 401) {
      throw new ApiError(
        401,
        `The API server does not accept the credentials of context "${context}" (401): cannot ${what}`,
      );
    }
    if (error.status === 403) throw new ApiError(403, `Not allowed to ${what}: ${error.message}`);
    throw new ApiError(error.status, `Cannot ${what}: ${error.message} (${error.status})`);
  }
}
