import { App } from 'cdk8s';
import { parse } from 'yaml';
import type { Sensor, Trigger } from '../../imports/argo-events';
import { Folder, RemediationLoop, type RemediationProps, renderTree } from '../../src/index';
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

describe('the table of what makes new consumers', () => {
  // A value for each prop that differs from the default.
  const props = {
    name: 'other',
    repository: 'acme/shop',
    githubApiUrl: 'https://github.example.com/api/v3',
    eventSourceName: 'other',
    eventName: 'other',
    marker: 'other',
    reviewers: ['octocat'],
    maxIterations: 3,
    shards: 2,
    cancelledAgents: { agentTypes: ['qa'] },
    'labels.readyForQa': 'other',
    'labels.iterationPrefix': 'other-',
    'resync.pause': 600,
  } as const;
  const before = consumers({});

  const table = rows(read('docs/change.md')).filter(([, feedback = '']) =>
    /^(?:new consumer|stays)$/.test(feedback),
  );
  const cases = table.flatMap(([names = '', feedback, state]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, feedback, state })),
  );

  test('has every prop that makes one', () => {
    expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(props).sort());
  });

  test.each(cases)('$name: $feedback, $state', ({ name, feedback, state }) => {
    const value = props[name as keyof typeof props];
    const [top = '', label] = name.split('.');
    const after = consumers({ [top]: label ? { [label]: value } : value });
    const lost = [...before].filter((consumer) => !after.has(consumer));
    expect(lost.some((consumer) => consumer.includes('"feedback-comment"'))).toBe(
      feedback === 'new consumer',
    );
    expect(lost.some((consumer) => !consumer.includes('"feedback-comment"'))).toBe(state === 'new consumers');
  });
});

/** What tells the consumers of a loop's sensors apart: names of sensor and trigger, and the whole dependency. */
function consumers(props: RemediationProps): Set<string> {
  const app = new App();
  new RemediationLoop(new Folder(app, 'folder', { path: 'folder' }), 'loop', props);
  const sensors = [...renderTree(app)].filter(([path]) => path.endsWith('-sensor.yaml'));
  return new Set(
    sensors.flatMap(([, yaml]) => {
      const { metadata, spec } = parse(yaml) as Sensor;
      return (spec.triggers ?? []).map(({ template }) => {
        const dependency = spec.dependencies?.find(({ name }) => name === template?.conditions);
        return JSON.stringify([metadata.name, template?.name, dependency]);
      });
    }),
  );
}
