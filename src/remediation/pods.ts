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
export interface ScriptContainer {
  readonly name: string;
  readonly serviceAccountName: string;
  readonly command: readonly string[];
  readonly args: readonly (string | StringSlot)[];
  readonly env?: Readonly<Record<string, string>>;
  /** The prop `kubectlImage` when left out. */
  readonly image?: string;
  /** What is mounted, read-only, at each path. */
  readonly mounts?: Readonly<Record<string, NonNullable<PodSpec['volumes']>[number]>>;
  /** Whether it talks to no API server, so that it needs no token of its account. */
  readonly withoutApiServer?: true;
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
 * A pod that runs a script.
 *
 * @param serves what it serves for as long as it lives. Without it, the pod runs once
 */
export function scriptPod(
  { kubectlImage, podTemplate }: RemediationSettings,
  container: ScriptContainer,
  serves?: Served,
): WithSlots<PodSpec> {
  const { env = [], resources, ...rest } = podTemplateOf(podTemplate, 'jobs');
  const variables = [
    ...env,
    ...Object.entries(container.env ?? {}).map(([name, value]) => ({ name, value })),
  ];
  const { mounts = {} } = container;
  const volumes = [...(serves ? [{ name: 'served', emptyDir: {} }] : []), ...Object.values(mounts)];
  const volumeMounts = [
    ...(serves ? [{ name: 'served', mountPath: serves.folder }] : []),
    ...Object.entries(mounts).map(([mountPath, { name }]) => ({ name, mountPath, readOnly: true })),
  ];
  return {
    serviceAccountName: container.serviceAccountName,
    ...(container.withoutApiServer && { automountServiceAccountToken: false }),
    restartPolicy: serves ? 'Always' : 'Never',
    securityContext: RESTRICTED_POD_SECURITY,
    ...commonPodFields(rest),
    containers: [
      {
        name: container.name,
        image: container.image ?? kubectlImage,
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
        }),
        ...(volumeMounts.length > 0 && { volumeMounts }),
      },
    ],
    ...(volumes.length > 0 && { volumes }),
  };
}
