import { countOf } from '../../quota';
import { hasPolicies, type RemediationSettings } from '../../settings';
import { codeRunResource } from '../../steps/dispatch';
import { JANITOR_SCHEDULE } from '../../upkeep/janitor';
import { WATCHDOG_SCHEDULE } from '../../upkeep/watchdog';
import { anyOf, select } from '../promql';
import type { Alert, Alerts } from './alert';

// The series kube_… are those of kube-state-metrics v2, all of them stable (docs/metrics in kubernetes/kube-state-metrics).
// The series apiserver_… are those of the API server, from Kubernetes 1.30 on.

/** Seconds: after an outage of the API server, the controller manager retries a CronJob after pauses of up to 1,000. */
const LATE = 1800;

const HOUR = 3600;

/** A CronJob, with the most seconds between two runs. */
interface Scheduled {
  readonly namespace: string;
  readonly cronjob: string;
  readonly pause: number;
}

/** The CronJobs of the loop. */
export function cronJobs(settings: RemediationSettings): readonly Scheduled[] {
  const { names, namespaces, resync, redelivery } = settings;
  return [
    { namespace: namespaces.agents, cronjob: names.resync, pause: longestPause(resync.schedule) },
    // Without the policies there is no janitor.
    ...(hasPolicies(settings)
      ? [{ namespace: namespaces.agents, cronjob: names.janitor, pause: longestPause(JANITOR_SCHEDULE) }]
      : []),
    { namespace: namespaces.sensors, cronjob: names.watchdog, pause: longestPause(WATCHDOG_SCHEDULE) },
    ...(redelivery === undefined
      ? []
      : [
          {
            namespace: namespaces.sensors,
            cronjob: names.redelivery,
            pause: longestPause(redelivery.schedule),
          },
        ]),
  ];
}

/** No two runs of that schedule are further apart, in seconds: a bound, and for `*\/5 * * * *` and its like exact. */
function longestPause(schedule: string): number {
  const [minute = '', hour, day, month, weekday] = schedule.trim().split(/\s+/);
  // In a leap year after one that was none, February 29 comes after eight years.
  if (month !== '*') return 8 * 366 * 24 * HOUR;
  // Of the 31st, two are up to 62 days apart.
  if (day !== '*') return 62 * 24 * HOUR;
  if (weekday !== '*') return 7 * 24 * HOUR;
  if (hour !== '*') return 24 * HOUR;
  return minute === '*' ? 60 : Number(/^\*\/(\d+)$/.exec(minute)?.[1] ?? 60) * 60;
}

/** It does not do its work, one way or another. */
function notRunning({ namespace, cronjob, pause }: Scheduled): string[] {
  const of = (metric: string) => `max by (namespace, cronjob) (${select(metric, { namespace, cronjob })})`;
  const scheduled = of('kube_cronjob_status_last_schedule_time');
  const succeeded = `(${of('kube_cronjob_status_last_successful_time')} or ${of('kube_cronjob_created')})`;
  const late = Math.max(LATE, 1.5 * pause);
  return [
    // Its two newest Jobs have not succeeded: the last success is older than the pause between them.
    `${scheduled} > 0 unless ${scheduled} - ${succeeded} <= ${pause}`,
    // It has no newer Job, although it is not suspended. After a resume, the next time is that of before the stop.
    // Of one that runs more seldom than once a week, Prometheus may not remember the stop.
    ...(pause > 7 * 24 * HOUR
      ? []
      : [
          `time() - ${of('kube_cronjob_next_schedule_time')} > ${late} unless max by (namespace, cronjob) (max_over_time(${select('kube_cronjob_spec_suspend', { namespace, cronjob })}[${late}s])) == 1`,
        ]),
    `absent(${select('kube_cronjob_info', { namespace, cronjob })}) and on () count(kube_cronjob_info) > 0`,
  ];
}

function upkeepAlerts(settings: RemediationSettings): Alert[] {
  const { name, names, namespaces } = settings;
  const jobs = cronJobs(settings);
  const isRedelivery = ({ cronjob }: Scheduled) => cronjob === names.redelivery;
  const suspended = select('kube_cronjob_spec_suspend', {
    namespace: [...new Set([namespaces.agents, namespaces.sensors])],
    cronjob: jobs.map(({ cronjob }) => cronjob),
  });
  return [
    {
      name: 'RemediationUpkeepNotRunning',
      severity: 'warning',
      expr: anyOf(jobs.filter((job) => !isRedelivery(job)).flatMap(notRunning)),
      for: '30m',
      summary: `The CronJob {{ $labels.cronjob }} of the loop ${name} does not do its work`,
      description:
        'For 30 minutes, {{ $labels.cronjob }} in {{ $labels.namespace }} has not succeeded twice in a row, has not been started, or is not known to kube-state-metrics.',
    },
    ...jobs.filter(isRedelivery).map(
      (job): Alert => ({
        name: 'RemediationRedeliveryFails',
        severity: 'warning',
        expr: anyOf(notRunning(job)),
        for: '30m',
        summary: `The loop ${name} does not get what GitHub could not deliver`,
        description:
          'For 30 minutes, {{ $labels.cronjob }} in {{ $labels.namespace }} has not succeeded twice in a row, has not been started, or is not known to kube-state-metrics. GitHub refuses it, or an event has not arrived for an hour. GitHub keeps an event for three days.',
      }),
    ),
    {
      name: 'RemediationUpkeepUnknown',
      severity: 'warning',
      expr: 'absent(kube_cronjob_info)',
      for: '30m',
      summary: `Nobody sees whether the CronJobs of the loop ${name} run`,
      description:
        'For 30 minutes, Prometheus has had no CronJob from kube-state-metrics. Alerts about CronJobs and quotas do not come.',
    },
    {
      name: 'RemediationUpkeepSuspended',
      severity: 'warning',
      expr: `max by (namespace, cronjob) (${suspended}) == 1`,
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
