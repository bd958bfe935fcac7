import type { Sensor } from '../../../imports/argo-events';
import { eventReference } from '../../../src/argo-events/dependency';
import { eventSourceNames, sensorNames } from '../../../src/remediation/monitoring/targets';
import { triggersOf } from '../../../src/remediation/monitoring/triggers';
import type { RemediationProps } from '../../../src/remediation/props';
import { settingsOf } from '../../../src/remediation/settings';
import { renderLoop } from '../rendered';

const CASES: readonly RemediationProps[] = [
  {},
  { shards: 3 },
  { cancelledAgents: false },
  { pullRequests: eventReference('github', 'issue_comment') },
];

const sensorsOf = (props: RemediationProps) =>
  Object.values(renderLoop(props)).filter(({ kind }) => kind === 'Sensor') as unknown as Sensor[];

test.each(CASES)('%j: each trigger of the sensors has a meaning, with its calls', (props) => {
  const rendered = new Map(
    sensorsOf(props)
      .flatMap(({ spec }) => spec.triggers ?? [])
      .map(({ template }) => [
        template?.name,
        template?.http ? 0 : template?.k8s?.operation === 'create' ? 1 : 2,
      ]),
  );
  const known = new Map(triggersOf(settingsOf(props)).map(({ name, calls }) => [name, calls]));
  expect([...known].sort()).toEqual([...rendered].sort());
});

test.each(CASES)('%j: a failure of a request is GitHub’s, and no other is', (props) => {
  const requests = sensorsOf(props)
    .flatMap(({ spec }) => spec.triggers ?? [])
    .filter(({ template }) => template?.http)
    .map(({ template }) => template?.name);
  const known = triggersOf(settingsOf(props)).filter(({ failure }) => failure === 'github');
  expect(known.map(({ name }) => name).sort()).toEqual([...new Set(requests)].sort());
});

test.each(CASES)('%j: the sensors that are scraped are those that are rendered', (props) => {
  expect(sensorNames(settingsOf(props)).sort()).toEqual(
    sensorsOf(props)
      .map(({ metadata }) => metadata?.name)
      .sort(),
  );
});

test('each event source is scraped once', () => {
  expect(eventSourceNames(settingsOf({ pullRequests: eventReference('github', 'issue_comment') }))).toEqual([
    'remediation-state',
    'github',
  ]);
});
