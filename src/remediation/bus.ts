import type { Construct } from 'constructs';
import type { ContainerTemplate, JetStreamBus } from '../../imports/argo-events';
import { EventBus, jetStream } from '../argo-events/event-bus';
import { Manifest } from '../argo-events/manifest';
import { commonPodFields, RESTRICTED_CONTAINER_SECURITY, RESTRICTED_POD_SECURITY } from './pod-template';
import type { RemediationSettings } from './settings';

/**
 * Three pods of JetStream, each on a node of its own where there are as many, and a budget by which the cluster evicts one
 * of them at a time: two of three have to be there for an event to be stored.
 */
export function eventBus(scope: Construct, settings: RemediationSettings): void {
  const { names, namespaces, bus, podTemplate } = settings;
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
  if (!bus.disruptionBudget) return;
  new Manifest(scope, 'DisruptionBudget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: {
      name: `eventbus-${bus.name}`,
      namespace: namespaces.sensors,
      labels: { app: names.stateApp },
    },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: busLabels(bus.name) },
      // Otherwise a pod that does not become ready would hold up the drain of its own node.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
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

/** The labels that the controller gives the pods of a bus (getLabels in pkg/reconciler/eventbus/installer/installer.go). */
export function busLabels(bus: string): Readonly<Record<string, string>> {
  return { controller: 'eventbus-controller', 'eventbus-name': bus };
}

// Preferred, not required: on a cluster of one node all three still start.
function onDifferentNodes(bus: string): NonNullable<JetStreamBus['affinity']> {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: busLabels(bus) },
          },
        },
      ],
    },
  };
}
