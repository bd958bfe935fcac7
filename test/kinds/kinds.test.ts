import { readFileSync } from 'node:fs';
import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import * as filters from '../../src/argo-events/filters';
import * as triggers from '../../src/argo-events/triggers';
import { connectionFields } from '../../src/lint/connections';
import published from '../engine/sources/published.json';
import { BUSES } from './event-buses';
import { EVENTS } from './event-sources';
import { FILE, toFile, wantedOf } from './file';
import { FILTERS } from './filters';
import { REFERENCES, TRIGGERS } from './triggers';

/** What the engine's suite has recorded of a kind. */
interface Published {
  readonly keys: readonly string[];
  readonly optional: readonly string[];
}

type Properties = Readonly<
  Record<string, { readonly $ref?: string; readonly additionalProperties?: unknown }>
>;

/** The functions of the kinds whose triggers have other tests, and samples of their own. */
const ELSEWHERE = { http: 'http', k8s: 'create', log: 'log' };

const KINDS = Object.entries(sensor.definitions.TriggerTemplate.properties as Properties)
  .filter(([, { $ref }]) => $ref !== undefined)
  .map(([kind]) => kind);

test('each kind of trigger of the engine has a function of its name, and a sample', () => {
  const functions = KINDS.map((kind) => ({ ...ELSEWHERE })[kind as 'http'] ?? kind);
  expect(functions.filter((name) => !(name in triggers))).toEqual([]);
  expect([...Object.keys(TRIGGERS), ...Object.keys(ELSEWHERE)].sort()).toEqual([...KINDS].sort());
});

describe.each(Object.entries(TRIGGERS))('the sample of %s', (kind, sample) => {
  const bound = sample(REFERENCES).bind({ namespace: 'events', dependency: 'comment', isCertain: true });

  test('is of that kind, with every field that the engine has', () => {
    expect(Object.keys(bound.template)).toEqual([kind]);
    const { $ref = '' } = (sensor.definitions.TriggerTemplate.properties as Properties)[kind] ?? {};
    const name = $ref.split('/').at(-1) as 'SlackTrigger';
    const fields = Object.keys(sensor.definitions[name].properties).filter((field) => field !== 'parameters');
    const { template, payload } = wantedOf(sample);
    expect([...Object.keys(template), ...(payload === undefined ? [] : ['payload'])].sort()).toEqual(
      fields.sort(),
    );
  });

  test('has nothing from the event in what its connection is made of', () => {
    const changed = (bound.parameters ?? []).map(({ dest }) => dest.split('.')[1] ?? '');
    expect(changed.filter((field) => connectionFields(kind).includes(field))).toEqual([]);
  });

  test('needs permissions only if it writes Kubernetes objects', () => {
    expect(bound.permissions.length > 0).toBe(kind === 'argoWorkflow');
  });
});

test('a filter by every function that gives one', () => {
  const names = Object.keys(FILTERS).map((name) => name.split(',')[0]);
  expect(Object.keys(filters).filter((name) => !names.includes(name))).toEqual([]);
});

test('an event source of every kind', () => {
  const { properties } = eventSource.definitions.EventSourceSpec;
  const kinds = Object.entries(properties as Properties).filter(
    ([, { additionalProperties }]) => additionalProperties !== undefined,
  );
  expect(Object.keys(EVENTS).sort()).toEqual(kinds.map(([kind]) => kind).sort());
});

test.each(Object.entries(EVENTS))(
  'the type of the data of %s has the keys that the engine publishes',
  (kind, { keys }) => {
    const { keys: always, optional } = (published as Readonly<Record<string, Published>>)[kind] as Published;
    // mns has a field for metadata, which the engine never sets.
    const never = kind === 'mns' ? ['metadata'] : [];
    expect([...keys, ...never].sort()).toEqual([...always, ...optional].sort());
  },
);

test('a bus of every kind', () => {
  expect(Object.keys(BUSES).sort()).toEqual(Object.keys(eventBus.definitions.EventBusSpec.properties).sort());
});

test('nothing is found in them, and the engine judges them as they are: run npx tsx test/kinds/write.ts', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(toFile());
});
