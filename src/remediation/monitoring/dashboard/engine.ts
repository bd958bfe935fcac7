import type { RemediationSettings } from '../../settings';
import { ofLoop } from '../targets';
import { failingAs, triggersOf } from '../triggers';
import { RANGE, type RowOf } from './panel';

/** Calls of the API server that a sensor makes in a second: the limit of its client, which nothing in a Sensor changes. */
const CALLS_PER_SECOND = 5;

const actions = (settings: RemediationSettings, triggers: readonly string[]) =>
  ofLoop(settings, 'argo_events_action_triggered_total', { trigger_name: triggers });

/** Comments, CodeRuns and events. */
export const throughputRow: RowOf = (settings) => ({
  title: 'Throughput',
  panels: [
    {
      title: 'Comments stored, and CodeRuns made or confirmed, a minute',
      description:
        'A comment that is delivered twice is stored twice, and a CodeRun that is dispatched again is confirmed. Neither makes a second run.',
      unit: 'cpm',
      queries: [
        {
          expr: `60 * sum(rate(${actions(settings, failingAs(settings, 'store'))}[${RANGE}]))`,
          legend: 'stored',
        },
        {
          expr: `60 * sum(rate(${actions(settings, failingAs(settings, 'run'))}[${RANGE}]))`,
          legend: 'CodeRuns',
        },
      ],
    },
    {
      title: 'Events put on the bus, a minute',
      description: 'By event source and event.',
      unit: 'cpm',
      queries: [
        {
          expr: `60 * sum by (eventsource_name, event_name) (rate(${ofLoop(settings, 'argo_events_events_sent_total')}[${RANGE}]))`,
          legend: '{{eventsource_name}} {{event_name}}',
        },
      ],
    },
    {
      title: `API calls a second, of the ${CALLS_PER_SECOND} that a sensor may make`,
      description:
        'Counted from the tries of the triggers: a patch is two calls, a create one. At the limit, everything is slow and nothing fails: then raise the prop shards.',
      unit: 'reqps',
      queries: [
        { expr: callsOf(settings), legend: '{{sensor_name}}' },
        { expr: `vector(${CALLS_PER_SECOND})`, legend: 'limit of a sensor' },
      ],
    },
  ],
});

/** The calls that the tries of a sensor's triggers have made, those that failed included. */
function callsOf(settings: RemediationSettings): string {
  const tries = (calls: 1 | 2) => {
    const triggers = triggersOf(settings)
      .filter((trigger) => trigger.calls === calls)
      .map(({ name }) => name);
    return ['argo_events_action_triggered_total', 'argo_events_action_failed_total'].map(
      (counter) =>
        `sum by (sensor_name) (rate(${ofLoop(settings, counter, { trigger_name: triggers })}[${RANGE}]))`,
    );
  };
  // With several shards, the sensor that stores comments has no trigger that creates.
  const [single, failedSingle] = tries(1);
  const [double, failedDouble] = tries(2);
  return `2 * (${double} + ${failedDouble}) + (${single} + ${failedSingle} or 0 * ${double})`;
}

/** How long the engine takes. Its summaries have a sum and a count, so these are means. */
export const latencyRow: RowOf = (settings) => ({
  title: 'Latency',
  panels: [
    {
      title: 'Duration of a try, by trigger (mean)',
      description:
        'Retries are tries of their own, without the pauses between them. A trigger that patches takes longer when its sensor is at the limit of its calls.',
      unit: 'ms',
      queries: [
        {
          expr: mean(settings, 'argo_events_action_duration_milliseconds', 'trigger_name'),
          legend: '{{trigger_name}}',
        },
      ],
    },
    {
      title: 'Duration from an event to the bus (mean)',
      description: 'For GitHub, the time until it gets its answer: it waits for ten seconds.',
      unit: 'ms',
      queries: [
        {
          expr: mean(
            settings,
            'argo_events_event_processing_duration_milliseconds',
            'eventsource_name, event_name',
          ),
          legend: '{{eventsource_name}} {{event_name}}',
        },
      ],
    },
  ],
});

function mean(settings: RemediationSettings, summary: string, by: string): string {
  const part = (suffix: string) => `sum by (${by}) (rate(${ofLoop(settings, summary + suffix)}[${RANGE}]))`;
  return `${part('_sum')} / (${part('_count')} > 0)`;
}

/** What failed. */
export const failuresRow: RowOf = (settings) => {
  const harmful = (['store', 'run', 'step', 'github'] as const).flatMap((kind) => failingAs(settings, kind));
  return {
    title: 'Failures',
    panels: [
      {
        title: 'Failed tries a minute, by trigger',
        description: 'A conflict (409) of reconcile-state is normal: a newer event follows.',
        unit: 'cpm',
        queries: [
          {
            expr: `60 * sum by (trigger_name) (rate(${ofLoop(settings, 'argo_events_action_failed_total')}[${RANGE}]))`,
            legend: '{{trigger_name}}',
          },
        ],
      },
      {
        title: 'All tries failed, in the last hour',
        description: 'Without reconcile-state. Each of these is an alert.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (trigger_name) (increase(${ofLoop(
              settings,
              'argo_events_action_retries_failed_total',
              {
                trigger_name: harmful,
              },
            )}[1h]))`,
            legend: '{{trigger_name}}',
          },
        ],
      },
      {
        title: 'Events that did not reach the bus, in the last hour',
        description: 'GitHub has to deliver its own again. The resync makes up for those of the states.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (eventsource_name) (increase(${ofLoop(settings, 'argo_events_events_processing_failed_total')}[1h]))`,
            legend: '{{eventsource_name}}',
          },
        ],
      },
    ],
  };
};
