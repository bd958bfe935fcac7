import type { Construct } from 'constructs';
import { Manifest } from '../argo-events/manifest';
import type { Account } from '../argo-events/permissions';

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
