import { METRIC } from '../metrics';
import { anyOf } from '../promql';
import { ofLoop } from '../targets';
import type { Alerts } from './alert';
import { isDown } from './down';

/** Seconds after which the list of the tasks counts no more: the exporter serves its last one while it cannot make another. */
const OUTDATED = 600;

/** What the exporter says of the tasks. */
export const taskAlerts: Alerts = (settings) => {
  const { name, names, monitoring } = settings;
  const listed = `time() - ${ofLoop(settings, METRIC.listed)} < ${OUTDATED}`;
  const since = (status: string) =>
    `max by (task) (${ofLoop(settings, METRIC.waitingSince, { status })} and on (pod) (${listed}))`;
  return [
    {
      name: 'RemediationCommentWaits',
      severity: 'warning',
      expr: `time() - ${since('active')} > ${monitoring.waitingMinutes * 60}`,
      // A task that was resumed has comments of long ago, until the exporter lists it again.
      for: '3m',
      summary: `A comment of task {{ $labels.task }} of the loop ${name} waits`,
      description:
        'The oldest comment of task {{ $labels.task }} has waited for {{ $value | humanizeDuration }}, although the task is active. The resync has not helped.',
    },
    {
      name: 'RemediationTaskExhausted',
      severity: 'warning',
      expr: `${since('exhausted')} > 0`,
      for: '5m',
      summary: `Task {{ $labels.task }} of the loop ${name} is exhausted`,
      description:
        'Task {{ $labels.task }} has used up its iterations, and a comment waits. A person has to raise the maximum, or to take the task over.',
    },
    {
      name: 'RemediationTasksUnknown',
      severity: 'warning',
      expr: anyOf([
        isDown(settings, names.exporter),
        `time() - max by (component) (${ofLoop(settings, METRIC.listed)}) > 900`,
      ]),
      for: '10m',
      summary: `Nobody sees which tasks of the loop ${name} wait`,
      description:
        'The exporter {{ $labels.component }} is down, or has not listed the tasks for 15 minutes. Alerts about waiting comments and exhausted tasks do not come.',
    },
  ];
};
