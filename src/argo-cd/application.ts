import { Construct } from 'constructs';
import type { ApplicationSpec, ApplicationSpecSource } from '../../imports/argo-cd';
import { Manifest } from '../argo-events/manifest';
import type { Folder } from '../gitops/folder';
import { IN_CLUSTER } from './app-project';

/** The props of an {@link Application}. `repoURL`, `targetRevision` and the like are called as in Argo CD. */
export interface ApplicationProps {
  /** The name of the Application. */
  readonly name: string;
  /**
   * The namespace of Argo CD.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;
  /** The name of its AppProject. */
  readonly project: string;
  /** The URL of the Git repository with the rendered tree. */
  readonly repoURL: string;
  /**
   * The branch, tag or commit.
   *
   * @default 'HEAD', the default branch
   */
  readonly targetRevision?: string;
  /**
   * The folder in the repository that the tree is rendered into.
   *
   * @default 'dist'
   */
  readonly path?: string;
  /** The folders of the tree that Argo CD applies. The waves of their objects count together. */
  readonly folders: readonly Folder[];
  /** The cluster, and a namespace that the project allows: Argo CD refuses an Application without one. */
  readonly destination: ApplicationDestination;
  /**
   * Whether Argo CD applies each new commit, deletes what is no longer in Git, and sets back what somebody has changed.
   *
   * @default true
   */
  readonly automated?: boolean;
  /**
   * Further fields of the spec, such as `ignoreDifferences`. They replace those that are made here.
   *
   * @default {}
   */
  readonly spec?: Partial<ApplicationSpec>;
}

/** Where an {@link Application} applies its objects. */
export interface ApplicationDestination {
  /**
   * The URL of the API server.
   *
   * @default 'https://kubernetes.default.svc', the cluster that Argo CD is in
   */
  readonly server?: string;
  /** A namespace that the project allows. Objects that name a namespace go into that one. */
  readonly namespace: string;
}

/**
 * An Application of Argo CD that applies folders of the rendered tree, with server-side apply, in the waves of
 * {@link addSyncWaves}, and deletes last.
 *
 * @example
 * ```ts
 * const argoCd = new Folder(app, 'argo-cd', { path: 'argo-cd' });
 * new Application(argoCd, 'application', {
 *   name: 'shop',
 *   project: 'shop',
 *   repoURL: 'https://git.example.com/shop.git',
 *   folders: [folder],
 *   destination: { namespace: 'events' },
 * });
 * ```
 * ```yaml
 * spec:
 *   project: shop
 *   source:
 *     repoURL: https://git.example.com/shop.git
 *     targetRevision: HEAD
 *     path: dist/shop
 *     directory:
 *       recurse: true
 * ```
 */
export class Application extends Construct {
  /** The name of the Application. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id);
    this.name = props.name;
    const { name, namespace = 'argocd', project, destination, automated = true, spec } = props;
    const rendered: ApplicationSpec = {
      project,
      source: sourceOf(props),
      destination: { server: destination.server ?? IN_CLUSTER, namespace: destination.namespace },
      syncPolicy: {
        ...(automated && { automated: { prune: true, selfHeal: true } }),
        // What a wave waits for may take minutes, such as the pods of a bus; and what the platform brings may come later.
        retry: { limit: 5, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
        syncOptions: [...SYNC_OPTIONS],
      },
      ...spec,
    };
    new Manifest(this, 'Application', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name,
        namespace,
        // The API server itself says what a sync would change. So its defaults, and fields of others, are no difference.
        annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
      },
      spec: rendered,
    });
  }
}

const SYNC_OPTIONS: readonly string[] = [
  // Fields that Git does not have stay as they are, such as the number of replicas of somebody else, or `suspend`.
  'ServerSideApply=true',
  // What is no longer in Git goes when all that is there is healthy: policies, for example, after what they restrict.
  'PruneLast=true',
  // Two Applications with one object would each set back what the other writes.
  'FailOnSharedResource=true',
];

/** The source: one folder, or what several have in common and the names of each. */
function sourceOf({
  repoURL,
  targetRevision = 'HEAD',
  path = 'dist',
  folders,
}: ApplicationProps): ApplicationSpecSource {
  const paths = folders.map((folder) => folder.path.split('/'));
  const [first = []] = paths;
  const length = first.findIndex((name, index) => paths.some((names) => names[index] !== name));
  const common = length === -1 ? first : first.slice(0, length);
  const rest = paths.map((names) => names.slice(common.length).join('/'));
  return {
    repoURL,
    targetRevision,
    path: [path, ...common].join('/'),
    directory: {
      recurse: true,
      // In a pattern of Argo CD, a star stands for slashes too.
      ...(!rest.includes('') && { include: rest.length > 1 ? `{${rest.join(',')}}/*` : `${rest[0]}/*` }),
    },
  };
}
