import { countOf } from '../../quota';
import { hasPolicies, type RemediationSettings } from '../../settings';
import { codeRunResource } from '../../steps/dispatch';
import { anyOf, select } from '../promql';
import type { Alert, Alerts } from './alert';

// The series kube_… are those of kube-state-metrics v2, all of them stable (docs/metrics in kubernetes/kube-state-metrics).
// The series apiserver_… are those of the API server, from Kubernetes 1.30 on.

/** Seconds: after an outage of the API server, the controller manager retries a CronJob after pauses of up to 1,000. */
const LATE = 1800;

/** The CronJobs of the loop, by namespace. */
export function cronJobs(settings: RemediationSettings): readonly { namespace: string; cronjob: string }[] {
  const { names, namespaces } = settings;
  return [
    { namespace: namespaces.agents, cronjob: names.resync },
    // Without the policies there is no janitor.
    ...(hasPolicies(settings) ? [{ namespace: namespaces.agents, cronjob: names.janitor }] : []),
    { namespace: namespaces.sensors, cronjob: names.watchdog },
  ];
}

function upkeepAlerts(settings: RemediationSettings): Alert[] {
  const { name, namespaces } = settings;
  const jobs = cronJobs(settings);
  const of = (metric: string) =>
    `max by (namespace, cronjob) (${select(metric, {
      namespace: [...new Set([namespaces.agents, namespaces.sensors])],
      cronjob: jobs.map(({ cronjob }) => cronjob),
    })})`;
  const scheduled = of('kube_cronjob_status_last_schedule_time');
  return [
    {
      name: 'RemediationUpkeepNotRunning',
      severity: 'warning',
      expr: anyOf([
        // Its newest Job has not succeeded.
        `${scheduled} > 0 unless ${of('kube_cronjob_status_last_successful_time')} >= ${scheduled}`,
        // It has no newer Job, although it is not suspended.
        `time() - ${of('kube_cronjob_next_schedule_time')} > ${LATE}`,
        ...jobs.map((job) => `absent(${select('kube_cronjob_info', job)})`),
      ]),
      for: '30m',
      summary: `The CronJob {{ $labels.cronjob }} of the loop ${name} does not do its work`,
      description:
        'For 30 minutes, {{ $labels.cronjob }} in {{ $labels.namespace }} has not succeeded, has not been started, or is not known to kube-state-metrics.',
    },
    {
      name: 'RemediationUpkeepSuspended',
      severity: 'warning',
      expr: `${of('kube_cronjob_spec_suspend')} == 1`,
      for: '1d',
      summary: `The CronJob {{ $labels.cronjob }} of the loop ${name} is suspended`,
      description: 'Somebody has suspended {{ $labels.cronjob }} in {{ $labels.namespace }} a day ago.',
    },
  ];
}

/** The most that a quota may be used, as a part of it, before it is an alert. */
const FULL = 0.8;

/** The quotas on CodeRuns and Jobs of the agents' namespace, whoever made them: what is used of them, or what they allow. */
export function quota(settings: RemediationSettings, type: 'used' | 'hard'): string {
  const { group, resource } = codeRunResource(settings);
  const series = select('kube_resourcequota', {
    namespace: settings.namespaces.agents,
    resource: [countOf(resource, group), countOf('jobs', 'batch')],
    type,
  });
  return `max by (namespace, resourcequota, resource) (${series})`;
}

function quotaAlert(settings: RemediationSettings): Alert {
  return {
    name: 'RemediationQuotaNearlyFull',
    severity: 'warning',
    // A quota of 0 is full.
    expr: `${quota(settings, 'used')} >= ${FULL} * ${quota(settings, 'hard')}`,
    for: '15m',
    summary: `The quota {{ $labels.resourcequota }} of the loop ${settings.name} is nearly full`,
    description:
      'For 15 minutes, at least 80 % of {{ $labels.resource }} in {{ $labels.namespace }} has been used ({{ $value }} objects). When it is full of CodeRuns, comments wait. When it is full of Jobs, no agent is cancelled and the resync does not run.',
  };
}

function policyAlert(settings: RemediationSettings): Alert {
  const { name, namespaces } = settings;
  // Not remediation-dispatch: it is there to refuse what the loop itself asks for too late, for example when a person pauses
  // a task while its event is under way.
  const counter = 'apiserver_validating_admission_policy_check_total';
  const of = [...new Set([namespaces.agents, namespaces.sensors])];
  const refused = `${counter}{policy=~${JSON.stringify(`${name}-[a-z]+\\.(${of.join('|')})`)},policy!~${JSON.stringify(`${name}-dispatch\\..*`)},enforcement_action="deny"}`;
  return {
    name: 'RemediationPolicyRefuses',
    severity: 'warning',
    // The API server makes a counter at its first refusal, which increase() does not see. So a counter that is new counts as
    // well, if the API server itself was there before.
    expr: anyOf([
      `sum by (policy) (increase(${refused}[1h])) > 0`,
      `sum by (policy) (${refused} unless ${refused} offset 1h and on (job, instance) up offset 1h == 1) > 0`,
    ]),
    summary: `The policy {{ $labels.policy }} of the loop ${name} refuses writes`,
    description:
      'Within the last hour, the API server has refused a write of an account of the loop. The loop hardly makes such a write by itself. The policy dispatch, which refuses what the loop asks for too late, does not count.',
  };
}

/** What kube-state-metrics and the API server say. */
export const clusterAlerts: Alerts = (settings) => [
  ...upkeepAlerts(settings),
  quotaAlert(settings),
  ...(hasPolicies(settings) ? [policyAlert(settings)] : []),
];
