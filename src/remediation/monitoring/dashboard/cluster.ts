import { cronJobs, quota } from '../alerts/cluster';
import { select } from '../promql';
import { ofLoop, TARGET_LABEL } from '../targets';
import { RANGE, type RowOf } from './panel';

// The series container_… are those of the kubelet (cAdvisor), and kube_… those of kube-state-metrics v2.

/** Pods, CronJobs and quotas. */
export const clusterRow: RowOf = (settings) => {
  const { namespaces } = settings;
  const inSensors = { namespace: namespaces.sensors };
  // Of all pods of the namespace, those that Prometheus scrapes for the loop.
  const ofThePods = (part: string, whole: string) =>
    `${part} / on (namespace, pod) ${whole} and on (namespace, pod) ${ofLoop(settings, 'up')}`;
  const limit = (resource: 'cpu' | 'memory') =>
    `sum by (namespace, pod) (${select('kube_pod_container_resource_limits', { ...inSensors, resource })})`;
  // The series of a pod as a whole has no container.
  const used = (metric: string) => `${select(metric, inSensors).slice(0, -1)},container!=""}`;
  const jobs = cronJobs(settings);
  return {
    title: 'Cluster',
    panels: [
      {
        title: 'Memory of the pods, as a part of their limit',
        description: 'At 1, the pod is killed. The event source of the states needs more with every task.',
        unit: 'percentunit',
        queries: [
          {
            expr: ofThePods(
              `sum by (namespace, pod) (${used('container_memory_working_set_bytes')})`,
              limit('memory'),
            ),
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'CPU of the pods, as a part of their limit',
        description: 'At 1, the pod is slowed down.',
        unit: 'percentunit',
        queries: [
          {
            expr: ofThePods(
              `sum by (namespace, pod) (rate(${used('container_cpu_usage_seconds_total')}[${RANGE}]))`,
              limit('cpu'),
            ),
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'Pods that Prometheus reaches',
        description: 'By sensor, event source, bus and exporter.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (${TARGET_LABEL.component}) (${ofLoop(settings, 'up')})`,
            legend: `{{${TARGET_LABEL.component}}}`,
          },
        ],
      },
      {
        title: 'Quotas on CodeRuns and Jobs, as a part of them',
        description:
          'At 1, no CodeRun is made. Finished ones count too. Without a quota, there is nothing to see.',
        unit: 'percentunit',
        queries: [
          {
            expr: `${quota(settings, 'used')} / ${quota(settings, 'hard')}`,
            legend: '{{resourcequota}} {{resource}}',
          },
        ],
      },
      {
        title: 'Since the last success of each CronJob',
        description:
          'By default the resync and the watchdog run every five minutes, the janitor every hour, and the redelivery, if there is one, every ten minutes.',
        unit: 's',
        queries: [
          {
            expr: `time() - max by (cronjob) (${select('kube_cronjob_status_last_successful_time', {
              namespace: [...new Set(jobs.map(({ namespace }) => namespace))],
              cronjob: jobs.map(({ cronjob }) => cronjob),
            })})`,
            legend: '{{cronjob}}',
          },
        ],
      },
    ],
  };
};
