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

/** What a pod serves over HTTP. */
export interface Served {
  readonly port: { readonly name: string; readonly number: number };
  /** A path that answers 200 when the pod is ready. */
  readonly path: string;
  /** The only folder that it may write into. It is empty at the start. */
  readonly folder: string;
}

/**
 * A pod with kubectl.
 *
 * @param serves what it serves for as long as it lives. Without it, the pod runs once
 */
export function kubectlPod(
  { kubectlImage, podTemplate }: RemediationSettings,
  container: KubectlContainer,
  serves?: Served,
): WithSlots<PodSpec> {
  const { env = [], resources, ...rest } = podTemplateOf(podTemplate, 'jobs');
  const variables = [
    ...env,
    ...Object.entries(container.env ?? {}).map(([name, value]) => ({ name, value })),
  ];
  return {
    serviceAccountName: container.serviceAccountName,
    restartPolicy: serves ? 'Always' : 'Never',
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
          // One kubectl that serves beside one that lists needs about 130 Mi.
          limits: { cpu: '200m', memory: serves ? '256Mi' : '128Mi' },
        },
        securityContext: RESTRICTED_CONTAINER_SECURITY,
        ...(serves && {
          ports: [{ name: serves.port.name, containerPort: serves.port.number }],
          readinessProbe: { httpGet: { path: serves.path, port: serves.port.name } },
          volumeMounts: [{ name: 'served', mountPath: serves.folder }],
        }),
      },
    ],
    ...(serves && { volumes: [{ name: 'served', emptyDir: {} }] }),
  };
}
