import type { SecretKey } from '../../argo-events/triggers';
import { isApiUrl, isDataKey, isSubdomain, matches } from '../checks/values';
import { group, needed, prop, value } from './row';

/** The repository, and how the loop speaks with GitHub. */
export interface GithubProps {
  /**
   * The repository whose comments count, `owner/name`, in any case.
   *
   * @default '5dlabs/cto'
   */
  readonly repository?: string;
  /**
   * The URL of GitHub's API, without a slash at the end. That of a GitHub Enterprise Server ends in `/api/v3`.
   *
   * @default 'https://api.github.com'
   */
  readonly apiUrl?: string;
  /**
   * The Secret with the whole Authorization header for GitHub's API, such as `Bearer ghp_…`. It is in the namespace
   * `namespaces.sensors`.
   *
   * @default { name: 'github-token', key: 'authorization' }
   */
  readonly token?: SecretKey;
  /**
   * The Secret that signs the webhooks. It is in the namespace `namespaces.sensors`. Only the event source of the
   * prerequisites reads it.
   *
   * @default { name: 'github-webhook', key: 'secret' }
   */
  readonly webhookSecret?: SecretKey;
}

// Accounts that a company manages have an underscore in their login.
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/i;

export const SECRET_KEY = group<SecretKey>({
  name: needed(value(isSubdomain, 'the name of a Secret')),
  key: needed(value(isDataKey, 'the key of a Secret')),
});

export const GITHUB = group<GithubProps>({
  repository: prop(
    '5dlabs/cto',
    value(matches(REPOSITORY), 'owner/name as GitHub spells it, without ".git" at the end'),
  ),
  apiUrl: prop(
    'https://api.github.com',
    value(isApiUrl, 'an https URL without user, query, fragment and slash at the end'),
  ),
  token: prop({ name: 'github-token', key: 'authorization' }, SECRET_KEY),
  webhookSecret: prop({ name: 'github-webhook', key: 'secret' }, SECRET_KEY),
});
