import type { RemediationSettings } from '../../settings';
import { anyOf } from '../promql';
import { ofLoop } from '../targets';
import { failingAs } from '../triggers';
import type { Alerts } from './alert';

/** How long a failure stays an alert. What was lost does not come back by itself, so a person has time to see it. */
const WINDOW = '1h';

/** How many events of the states may get lost within an hour before it is an alert. */
const LOST = 5;

// The engine gives every trigger and event its counters at 0 when the pod starts (InitSensorMetrics and InitEventMetrics in
// pkg/metrics/metrics.go), so increase() sees the first failure too. The counters of a fallback are not made before its first
// try: a dead letter is seen in the failures of its trigger.

/** How often all tries of these triggers have failed, by sensor and trigger. */
function failures(settings: RemediationSettings, triggers: readonly string[]): string {
  const counter = ofLoop(settings, 'argo_events_action_retries_failed_total', { trigger_name: triggers });
  return `sum by (sensor_name, trigger_name) (increase(${counter}[${WINDOW}])) > 0`;
}

/** What the counters of the engine say. */
export const countedAlerts: Alerts = (settings) => {
  const { name, comments, pullRequests, names } = settings;
  // Not argo_events_events_sent_failed_total: while the connection to the bus is closed, the engine counts an event only here
  // (pkg/eventsources/eventing.go, and DispatchEvent in pkg/eventsources/common/webhook). A forged request is in neither.
  const unpublished = (labels: Readonly<Record<string, string>>) =>
    `sum by (eventsource_name) (increase(${ofLoop(
      settings,
      'argo_events_events_processing_failed_total',
      labels,
    )}[${WINDOW}]))`;
  // The event source of the comments may be somebody else's, with further events.
  const heard = [comments, ...(pullRequests === undefined ? [] : [pullRequests])].map((event) =>
    unpublished({ eventsource_name: event.eventSourceName, event_name: event.eventName }),
  );
  return [
    {
      name: 'RemediationCommentNotStored',
      severity: 'critical',
      expr: failures(settings, failingAs(settings, 'store')),
      summary: `The loop ${name} could not store a comment`,
      description:
        'All tries of {{ $labels.trigger_name }} have failed within the last hour. What GitHub sent is lost unless it is delivered again. If it was a comment, its pull request has a label that says so.',
    },
    {
      name: 'RemediationCommentNotPublished',
      severity: 'critical',
      expr: anyOf([...new Set(heard)].map((counted) => `${counted} > 0`)),
      summary: `The loop ${name} did not get an event of GitHub`,
      description:
        'The event source {{ $labels.eventsource_name }} could not put an event on the bus within the last hour, and answered GitHub with an error. GitHub does not deliver it again by itself.',
    },
    {
      name: 'RemediationRunNotMade',
      severity: 'warning',
      expr: failures(settings, failingAs(settings, 'run')),
      summary: `The loop ${name} could not make a CodeRun`,
      description:
        'All tries of {{ $labels.trigger_name }} have failed within the last hour, and the fallback has written an Event that names the task. The resync tries again.',
    },
    {
      name: 'RemediationStepFailed',
      severity: 'warning',
      expr: failures(settings, failingAs(settings, 'step')),
      summary: `A step of the loop ${name} has failed: {{ $labels.trigger_name }}`,
      description:
        'All tries of {{ $labels.trigger_name }} have failed within the last hour. The resync makes up for acknowledge-iteration. Nothing makes up for the other steps.',
    },
    {
      name: 'RemediationGitHubRefuses',
      severity: 'warning',
      expr: failures(settings, failingAs(settings, 'github')),
      summary: `GitHub refuses what the loop ${name} asks for: {{ $labels.trigger_name }}`,
      description:
        'All tries of {{ $labels.trigger_name }} have failed within the last hour. The labels of that pull request stay as they are. CodeRuns are made all the same.',
    },
    {
      name: 'RemediationEventsNotPublished',
      severity: 'warning',
      // While the bus is away for long, the pauses of the resync double, so there are fewer events to lose. A single one that
      // is lost is what the resync is for.
      expr: `${unpublished({ eventsource_name: names.stateEventSource })} > ${LOST}`,
      summary: `The loop ${name} loses events of its own`,
      description: `The event source {{ $labels.eventsource_name }} has been unable to put more than ${LOST} events on the bus within the last hour. Tasks wait for the resync, whose events may get lost too.`,
    },
  ];
};
