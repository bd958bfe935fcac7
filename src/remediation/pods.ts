import type { PodSpec } from '../argo-events/kubernetes';
import type { StringSlot, WithSlots } from '../argo-events/references/slot';
import {
  commonPodFields,
  podTemplateOf,
  RESTRICTED_CONTAINER_SECURITY,
  RESTRICTED_POD_SECURITY,
} from './pod-template';
import type { RemediationSettings } from './settings';

/** What a pod of the loop runs. */
export interface KubectlContainer {
  readonly name: string;
  readonly serviceAccountName: string;
  readonly command: readonly string[];
  readonly args: readonly (string | StringSlot)[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A pod that runs kubectl once. */
export function kubectlPod(
  { kubectlImage, podTemplate }: RemediationSettings,
  container: KubectlContainer,
): WithSlots<PodSpec> {
  const { env = [], resources, ...rest } = podTemplateOf(podTemplate, 'jobs');
  const variables = [
    ...env,
    ...Object.entries(container.env ?? {}).map(([name, value]) => ({ name, value })),
  ];
  return {
    serviceAccountName: container.serviceAccountName,
    restartPolicy: 'Never',
    securityContext: RESTRICTED_POD_SECURITY,
    ...commonPodFields(rest),
    containers: [
      {
        name: container.name,
        image: kubectlImage,
        command: container.command,
        args: container.args,
        ...(variables.length > 0 && { env: variables }),
        resources: resources ?? {
          requests: { cpu: '50m', memory: '64Mi' },
          limits: { cpu: '200m', memory: '128Mi' },
        },
        securityContext: RESTRICTED_CONTAINER_SECURITY,
      },
    ],
  };
}
