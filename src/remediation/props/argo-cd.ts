import { isApiUrl, isList, matches } from '../checks/values';
import { DNS_LABEL, group, listOf, needed, orNone, prop, value, YES_OR_NO } from './row';

/** How Argo CD applies the loop. The fields are called as in Argo CD. */
export interface ArgoCdProps {
  /** The URL of the Git repository with the rendered tree, as Argo CD has it in its settings. */
  readonly repoURL: string;
  /**
   * The branch, tag or commit of the repository.
   *
   * @default 'HEAD'
   */
  readonly targetRevision?: string;
  /**
   * The folder in the repository that the tree is rendered into, without a slash at the end.
   *
   * @default 'dist'
   */
  readonly path?: string;
  /**
   * The folders of the tree that Argo CD applies. The default leaves out what your platform may have already: a bus, an
   * event source for GitHub, and the Prometheus operator.
   *
   * @default ['resources']
   */
  readonly folders?: readonly TreeFolder[];
  /**
   * Whether Argo CD applies each new commit, deletes what is no longer in Git, and sets back what somebody has changed. With
   * `false`, a person starts each sync.
   *
   * @default true
   */
  readonly automated?: boolean;
  /**
   * The namespace of Argo CD.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;
  /**
   * The URL of the API server of the cluster, as Argo CD knows it. The default is the cluster that Argo CD is in.
   *
   * @default 'https://kubernetes.default.svc'
   */
  readonly server?: string;
}

/** A folder of the tree. */
export type TreeFolder = 'resources' | 'prerequisites' | 'monitoring';

const FOLDERS: readonly unknown[] = ['resources', 'prerequisites', 'monitoring'] satisfies TreeFolder[];

const FOLDER_WORDS = '"resources", "prerequisites" or "monitoring"';

// As Git takes it. A password in it would be in Git.
const REPOSITORY = /^(?:(?:https?|ssh):\/\/(?![^/]*:[^/]*@)[^\s/]+\/|[\w.-]+@[\w.-]+:)\S+$/;

export const ARGO_CD = orNone(
  group<ArgoCdProps>({
    repoURL: needed(
      value(
        matches(REPOSITORY),
        'the URL of a Git repository without a password, such as "https://git.example.com/acme/shop.git"',
      ),
    ),
    targetRevision: prop('HEAD', value(matches(/^[^\s~^:?*[\\]+$/), 'a branch, a tag or a commit')),
    path: prop(
      'dist',
      value(
        matches(/^(?:\.|[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*)$/),
        'a path in the repository, such as "dist" or "clusters/prod", or "."',
      ),
    ),
    folders: prop<readonly TreeFolder[]>(
      ['resources'],
      listOf(
        value((folder) => FOLDERS.includes(folder), FOLDER_WORDS),
        { fits: isList, expected: `a list of ${FOLDER_WORDS}` },
        { of: (folder) => folder, expected: 'each folder once' },
      ),
    ),
    automated: prop(true, YES_OR_NO),
    namespace: prop('argocd', DNS_LABEL),
    server: prop(
      'https://kubernetes.default.svc',
      value(isApiUrl, 'an https URL without user, query, fragment and slash at the end'),
    ),
  }),
);
