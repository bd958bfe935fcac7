import { parse } from 'yaml';
import type { Sensor, Trigger } from '../../imports/argo-events';
import { longestPause } from '../../src/lint/duration';
import { TASK_TREE } from '../app';
import { read, rows } from './markdown';

const SENSOR = 'infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml';

/** Each trigger and fallback: its name, what it waits for, its tries and the longest pauses. */
const triggers = ((parse(TASK_TREE.get(SENSOR) ?? '') as Sensor).spec.triggers ?? []).flatMap((trigger) => [
  row(trigger, trigger.template?.conditions),
  ...(trigger.dlqTrigger ? [row(trigger.dlqTrigger, undefined)] : []),
]);

function row({ template, retryStrategy = {} }: Trigger, conditions: string | undefined): string[] {
  const { steps, duration, factor } = retryStrategy;
  const tries = steps === 1 ? '1' : `${steps} × ${duration} × ${factor}`;
  return [
    `\`${template?.name}\``,
    conditions ? `\`${conditions}\`` : 'its failure',
    tries,
    `${Math.round(longestPause(retryStrategy))} s`,
  ];
}

test('the table of triggers is that of the rendered sensor', () => {
  const written = rows(read('docs/operate.md'))
    .filter((cells) => cells.length === 5 && cells[0] !== 'trigger')
    .map(([name, waitsFor, , tries, pauses]) => [name, waitsFor, tries, pauses]);
  expect(written).toEqual(triggers);
});
