import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { AppProjectSpec } from '../../imports/argo-cd';
import { Manifest } from '../argo-events/manifest';

/** The API server of the cluster that Argo CD itself is in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/** The props of an {@link AppProject}. */
export interface AppProjectProps {
  /** The name of the AppProject. */
  readonly name: string;
  /**
   * The namespace of Argo CD.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;
  /** The repositories that its Applications may read. */
  readonly sourceRepos: readonly string[];
  /** The constructs whose objects its Applications may apply: the namespaces and kinds of these objects, and no others. */
  readonly allow: readonly IConstruct[];
  /**
   * The URL of the API server of the cluster.
   *
   * @default 'https://kubernetes.default.svc', the cluster that Argo CD is in
   */
  readonly server?: string;
  /**
   * Further fields of the spec, such as `syncWindows`. They replace those that are derived.
   *
   * @default {}
   */
  readonly spec?: Partial<AppProjectSpec>;
}

/**
 * A project of Argo CD. Its Applications may apply what the constructs render, and nothing else: each namespace, each kind
 * in a namespace, and each object of the cluster by its name.
 *
 * @example
 * ```ts
 * const shop = new Folder(app, 'shop', { path: 'shop' });
 * new Manifest(shop, 'settings', {
 *   apiVersion: 'v1',
 *   kind: 'ConfigMap',
 *   metadata: { name: 'settings', namespace: 'shop' },
 * });
 * const argoCd = new Folder(app, 'argo-cd', { path: 'argo-cd' });
 * const sourceRepos = ['https://git.example.com/shop.git'];
 * new AppProject(argoCd, 'project', { name: 'shop', sourceRepos, allow: [shop] });
 * ```
 * ```yaml
 * apiVersion: argoproj.io/v1alpha1
 * kind: AppProject
 * metadata:
 *   name: shop
 *   namespace: argocd
 * spec:
 *   sourceRepos:
 *     - https://git.example.com/shop.git
 *   destinations:
 *     - server: https://kubernetes.default.svc
 *       namespace: shop
 *   clusterResourceWhitelist: []
 *   namespaceResourceWhitelist:
 *     - group: ""
 *       kind: ConfigMap
 * ```
 */
export class AppProject extends Construct {
  /** The name of the AppProject. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: AppProjectProps) {
    super(scope, id);
    this.name = props.name;
    const { name, namespace = 'argocd', sourceRepos, allow, server = IN_CLUSTER, spec } = props;
    // At each rendering: objects may be added later.
    new Manifest(this, 'AppProject', () => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name, namespace },
      spec: { sourceRepos, ...allowLists(allow, server), ...spec },
    }));
  }
}

type AllowLists = Required<
  Pick<AppProjectSpec, 'destinations' | 'clusterResourceWhitelist' | 'namespaceResourceWhitelist'>
>;

/** Each list is rendered, also an empty one: without it, Argo CD allows every kind in a namespace. */
function allowLists(constructs: readonly IConstruct[], server: string): AllowLists {
  const objects = constructs.flatMap(({ node }) => node.findAll()).filter(ApiObject.isApiObject);
  const ofCluster = objects.filter(({ metadata }) => metadata.namespace === undefined);
  const inNamespace = objects.filter((object) => !ofCluster.includes(object));
  const namespaces = inNamespace.flatMap(({ metadata: { namespace = [] } }) => namespace);
  return {
    destinations: distinct(namespaces.map((namespace) => ({ server, namespace }))),
    clusterResourceWhitelist: distinct(ofCluster.map((object) => ({ ...kindOf(object), name: object.name }))),
    namespaceResourceWhitelist: distinct(inNamespace.map(kindOf)),
  };
}

function kindOf({ apiGroup, kind }: ApiObject): { group: string; kind: string } {
  return { group: apiGroup === 'core' ? '' : apiGroup, kind };
}

/** Each value once, sorted. */
function distinct<T>(values: readonly T[]): T[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
