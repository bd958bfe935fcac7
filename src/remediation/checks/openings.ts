import type { IConstruct } from 'constructs';
import { finding } from '../../findings/refuse';
import { addWarning } from '../../warnings';
import type { SettingsWithPolicies } from '../settings';

/** Keys, or prefixes of keys, on which other programs act, and what these programs do. */
const ACTED_ON: readonly (readonly [string, string])[] = [
  ['argocd.argoproj.io/', 'Argo CD takes an object with its tracking id for its own and prunes it'],
  ['app.kubernetes.io/instance', 'Argo CD takes an object with its tracking label for its own and prunes it'],
  ['sidecar.istio.io/', 'Istio puts a sidecar with any image into a pod'],
  ['vault.hashicorp.com/', 'Vault puts Secrets into a pod'],
  ['k8s.v1.cni.cncf.io/', 'a network plugin puts a pod into other networks'],
];

/** Warns of what the account can do with keys in policies.injectedMetadata. The policies would otherwise refuse them. */
export function warnOfInjected(loop: IConstruct, settings: SettingsWithPolicies): void {
  for (const key of settings.policies.injectedMetadata) {
    const [, how] = ACTED_ON.find(([start]) => key.startsWith(start)) ?? [];
    if (how === undefined) continue;
    const message = `every sensor that runs as ${settings.serviceAccount.name} may set ${key}, and ${how}`;
    const path = ['props', 'policies', 'injectedMetadata'];
    addWarning(loop, finding('open-policies', message, { path, help: 'see docs/security.md' }));
  }
}
