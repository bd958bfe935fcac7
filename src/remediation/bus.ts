import type { Construct } from 'constructs';
import type { ContainerTemplate, JetStreamBus } from '../../imports/argo-events';
import { EventBus, jetStream } from '../argo-events/event-bus';
import { commonPodFields, RESTRICTED_CONTAINER_SECURITY, RESTRICTED_POD_SECURITY } from './pod-template';
import type { RemediationSettings } from './settings';

/** Three pods of JetStream, each on a node of its own where there are as many. */
export function eventBus(scope: Construct, settings: RemediationSettings): void {
  const { namespaces, bus, podTemplate } = settings;
  const { affinity, ...placement } = commonPodFields(podTemplate);
  new EventBus(scope, 'bus', {
    name: bus.name,
    namespace: namespaces.sensors,
    spec: jetStream({
      version: bus.version,
      replicas: 3,
      ...placement,
      affinity: { ...onDifferentNodes(bus.name), ...affinity },
      securityContext: POD_SECURITY,
      containerTemplate: containerTemplate({ cpu: '100m', memory: '256Mi' }, { cpu: '1', memory: '1Gi' }),
      reloaderContainerTemplate: containerTemplate(
        { cpu: '10m', memory: '32Mi' },
        { cpu: '100m', memory: '64Mi' },
      ),
      metricsContainerTemplate: containerTemplate(
        { cpu: '10m', memory: '32Mi' },
        { cpu: '100m', memory: '64Mi' },
      ),
      ...(bus.persistence && {
        persistence: {
          ...(bus.persistence.storageClassName !== undefined && {
            storageClassName: bus.persistence.storageClassName,
          }),
          volumeSize: bus.persistence.size,
        },
      }),
    }),
  });
}

// A volume belongs to root; with a group it becomes one that the pod may write into.
const POD_SECURITY = {
  ...RESTRICTED_POD_SECURITY,
  fsGroup: RESTRICTED_POD_SECURITY.runAsGroup,
  fsGroupChangePolicy: 'OnRootMismatch',
};

type ResourceAmounts = Readonly<Record<'cpu' | 'memory', string>>;

function containerTemplate(requests: ResourceAmounts, limits: ResourceAmounts): ContainerTemplate {
  return { resources: { requests, limits }, securityContext: RESTRICTED_CONTAINER_SECURITY };
}

// Preferred, not required: on a cluster of one node all three still start. The labels are those that the controller
// gives the pods (getLabels in pkg/reconciler/eventbus/installer/installer.go).
function onDifferentNodes(bus: string): NonNullable<JetStreamBus['affinity']> {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: { controller: 'eventbus-controller', 'eventbus-name': bus } },
          },
        },
      ],
    },
  };
}
