import type { Construct } from 'constructs';
import { Manifest } from '../argo-events/manifest';
import { type Account, grantPermissions } from '../argo-events/permissions';

/** A ServiceAccount. */
export function serviceAccount(
  scope: Construct,
  { name, namespace }: Account,
  app: string,
  fields: { readonly automountServiceAccountToken?: false } = {},
): void {
  new Manifest(scope, `ServiceAccount-${name}`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels: { app } },
    ...fields,
  });
}

/** The account of the Jobs that cancel quality agents: it lists and deletes CodeRuns, as `kubectl delete -l` does. */
export function cancelAccount(
  scope: Construct,
  account: Account,
  codeRuns: { readonly group: string; readonly resource: string },
): void {
  serviceAccount(scope, account, account.name);
  grantPermissions(
    scope,
    account.name,
    account,
    ['delete', 'list'].map((verb) => ({
      apiGroup: codeRuns.group,
      resource: codeRuns.resource,
      verb,
      namespace: account.namespace,
    })),
  );
}
