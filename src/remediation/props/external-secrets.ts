import type { SecretKey } from '../../argo-events/triggers';
import { isSubdomain, isText, matches } from '../checks/values';
import { SECRET_KEY } from './github';
import { group, needed, optional, orNone, prop, value } from './row';

/**
 * Lets the External Secrets Operator make the Secrets of `github`, in place of a person. Its CRDs have to be in the cluster:
 * `external-secrets.io/v1` and `generators.external-secrets.io/v1alpha1`.
 */
export interface ExternalSecretsProps {
  /**
   * The GitHub App whose tokens the loop uses. The operator writes a new token, as a whole header `Bearer …`, every 20
   * minutes into the Secret `github.token`. The token may write the issues and pull requests of `github.repository`, and
   * nothing else.
   *
   * @default - a person makes the Secret
   */
  readonly githubApp?: GithubApp;
  /**
   * Where the secret of the webhooks is kept. The operator copies it every hour into the Secret `github.webhookSecret`. The
   * prerequisites have the object for it, because their event source alone reads the Secret.
   *
   * @default - a person makes the Secret
   */
  readonly webhookSecret?: StoredSecret;
}

/** A GitHub App that is installed in the repository. */
export interface GithubApp {
  /** The App ID, digits, from the settings of the App. */
  readonly appId: string;
  /** The id of the installation: the digits at the end of the URL of its settings. */
  readonly installationId: string;
  /** The Secret with the private key of the App (PEM), in the namespace `namespaces.sensors`. */
  readonly privateKey: SecretKey;
}

/** A value in a store of the operator. */
export interface StoredSecret {
  /** The name of the SecretStore, in the namespace `namespaces.sensors`, or of the ClusterSecretStore. */
  readonly store: string;
  /**
   * The kind of the store.
   *
   * @default 'SecretStore'
   */
  readonly storeKind?: 'SecretStore' | 'ClusterSecretStore';
  /** The name of the value in the store. */
  readonly key: string;
  /**
   * A field of the value, if the store keeps several under one name.
   *
   * @default - the whole value
   */
  readonly property?: string;
}

const DIGITS = value(matches(/^[1-9]\d{0,17}$/), 'digits, as a string');

const GITHUB_APP = group<GithubApp>({
  appId: needed(DIGITS),
  installationId: needed(DIGITS),
  privateKey: { ...SECRET_KEY, isNeeded: true },
});

const KINDS: readonly unknown[] = ['SecretStore', 'ClusterSecretStore'];

const STORED_SECRET = group<StoredSecret, StoredSecret & { readonly storeKind: string }>({
  store: needed(value(isSubdomain, 'the name of a SecretStore or a ClusterSecretStore')),
  storeKind: prop<'SecretStore' | 'ClusterSecretStore'>(
    'SecretStore',
    value((kind) => KINDS.includes(kind), '"SecretStore" or "ClusterSecretStore"'),
  ),
  key: needed(value(isText, 'a text that is not blank')),
  property: optional(value(isText, 'a text that is not blank')),
});

export const EXTERNAL_SECRETS = group<
  ExternalSecretsProps,
  ExternalSecretsProps & { readonly webhookSecret?: ReturnType<typeof STORED_SECRET.settle> }
>({
  githubApp: optional(GITHUB_APP),
  webhookSecret: orNone(STORED_SECRET),
});
