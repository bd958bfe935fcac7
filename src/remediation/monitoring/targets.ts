import { shardName } from '../names';
import type { RemediationSettings } from '../settings';
import type { PodMonitor, Relabeling } from './operator';
import { type LabelValue, select } from './promql';

/** The name of the port on which the engine's pods serve their metrics (buildDeployment in pkg/reconciler). */
export const METRICS_PORT_NAME = 'metrics';

/** The labels that the PodMonitors add to every series. */
export const TARGET_LABEL = {
  /** The name of the loop. */
  loop: 'loop',
  /** The sensor, event source, bus or exporter that the pod belongs to. */
  component: 'component',
} as const;

/** The label of the engine's pods with the name of their Sensor, EventSource or EventBus (pkg/apis/events/v1alpha1/const.go). */
const OWNER = 'owner-name';

/** A selector of series that one of the loop's PodMonitors brings. */
export function ofLoop(
  settings: RemediationSettings,
  metric: string,
  labels: Readonly<Record<string, LabelValue>> = {},
): string {
  const { name, namespaces } = settings;
  return select(metric, { [TARGET_LABEL.loop]: name, namespace: namespaces.sensors, ...labels });
}

/** The sensors of the loop. */
export function sensorNames({ names, shards }: RemediationSettings): string[] {
  const rest = Array.from({ length: shards }, (_, shard) => shardName(names, shard));
  return [names.sensor, ...(shards === 1 ? [] : rest)];
}

/** The event sources of the loop: that of its states, and those that bring GitHub's webhooks. */
export function eventSourceNames({ names, comments, pullRequests }: RemediationSettings): string[] {
  const sources = [names.stateEventSource, comments.eventSourceName, pullRequests?.eventSourceName];
  return [...new Set(sources.filter((name) => name !== undefined))];
}

/** The sensors, the event sources and the bus: the pods of the engine. The bus is scraped if its pods have an exporter. */
export function enginePodMonitor(settings: RemediationSettings): PodMonitor {
  const owners = [...sensorNames(settings), ...eventSourceNames(settings), settings.bus.name];
  return podMonitor(settings, settings.names.stateApp, {
    selector: { matchExpressions: [{ key: OWNER, operator: 'In', values: owners }] },
    component: { sourceLabels: ['__meta_kubernetes_pod_label_owner_name'] },
  });
}

/** The exporter of the tasks. */
export function exporterPodMonitor(settings: RemediationSettings): PodMonitor {
  const { exporter } = settings.names;
  return podMonitor(settings, exporter, {
    selector: { matchLabels: { app: exporter } },
    component: { replacement: exporter },
  });
}

function podMonitor(
  { name: loop, names, namespaces, monitoring }: RemediationSettings,
  name: string,
  pods: {
    readonly selector: PodMonitor['spec']['selector'];
    readonly component: Omit<Relabeling, 'action' | 'targetLabel'>;
  },
): PodMonitor {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace: namespaces.sensors, labels: { app: names.stateApp, ...monitoring.labels } },
    spec: {
      selector: pods.selector,
      podMetricsEndpoints: [
        {
          port: METRICS_PORT_NAME,
          path: '/metrics',
          relabelings: [
            { action: 'replace', targetLabel: TARGET_LABEL.loop, replacement: loop },
            { action: 'replace', ...pods.component, targetLabel: TARGET_LABEL.component },
          ],
        },
      ],
    },
  };
}
