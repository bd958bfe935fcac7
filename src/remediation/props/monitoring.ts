import { isApiUrl, isInteger, isLabelKey, isLabelValue, isObject } from '../checks/values';
import { group, prop, value } from './row';

/** How Prometheus and Grafana watch the loop. */
export interface MonitoringProps {
  /**
   * Labels of the PodMonitors and the PrometheusRule. Most installations of the Prometheus operator select by a label: the
   * chart kube-prometheus-stack by `release`, with the name of its Helm release.
   *
   * @default {}
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * The URL of the folder that has `troubleshoot.md`, without a slash at the end. Each alert links to its section there.
   *
   * @default 'https://github.com/5dlabs/cdk8s-argo-events/blob/main/docs'
   */
  readonly runbooks?: string;
  /**
   * Minutes after which a comment that waits is an alert. With the default schedule and pause of the resync, it has then
   * re-triggered the task twice.
   *
   * @default 30
   */
  readonly waitingMinutes?: number;
}

const LABELS = value(
  (labels) =>
    isObject(labels) &&
    Object.entries(labels).every(([key, label]) => isLabelKey(key) && isLabelValue(label)),
  'labels of Kubernetes, such as { release: "prometheus" }',
);

export const MONITORING = group<MonitoringProps>({
  labels: prop<Readonly<Record<string, string>>>({}, LABELS),
  // The homepage of package.json: test/remediation/monitoring/runbooks.test.ts compares them.
  runbooks: prop(
    'https://github.com/5dlabs/cdk8s-argo-events/blob/main/docs',
    value(isApiUrl, 'an https URL without user, query, fragment and slash at the end'),
  ),
  waitingMinutes: prop(30, value(isInteger(1, 10_080), 'minutes, an integer from 1 to 10080')),
});
