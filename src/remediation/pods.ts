import type { PodSpec } from '../argo-events/kubernetes';
import type { StringSlot, Templated } from '../argo-events/references/slot';
import type { RemediationSettings } from './settings';

/** What a pod of the loop runs. */
export interface KubectlContainer {
  readonly name: string;
  readonly serviceAccountName: string;
  readonly command: readonly string[];
  readonly args: readonly (string | StringSlot)[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A pod that runs kubectl once, under the restricted Pod Security Standard. */
export function kubectlPod(
  { kubectlImage }: RemediationSettings,
  container: KubectlContainer,
): Templated<PodSpec> {
  return {
    serviceAccountName: container.serviceAccountName,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: container.name,
        image: kubectlImage,
        command: container.command,
        args: container.args,
        ...(container.env && {
          env: Object.entries(container.env).map(([name, value]) => ({ name, value })),
        }),
        resources: {
          requests: { cpu: '50m', memory: '64Mi' },
          limits: { cpu: '200m', memory: '128Mi' },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
  };
}
