import { readFileSync } from 'node:fs';
import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import * as filters from '../../src/argo-events/filters';
import { BUSES } from './event-buses';
import { EVENTS } from './event-sources';
import { FILE, toFile } from './file';
import { FILTERS } from './filters';
import { REFERENCES, TRIGGERS } from './triggers';

type Properties = Readonly<
  Record<string, { readonly $ref?: string; readonly additionalProperties?: unknown }>
>;

/** The kinds with a function of their own, each with tests of its own. */
const OWN = ['http', 'k8s', 'log'];

/** The one of two forms that the trigger has not. */
const OTHER_FORM = ['azureServiceBus.queueName'];

test('a trigger of every kind', () => {
  const { properties } = sensor.definitions.TriggerTemplate;
  const kinds = Object.entries(properties as Properties).filter(([, { $ref }]) => $ref !== undefined);
  expect([...Object.keys(TRIGGERS), ...OWN].sort()).toEqual(kinds.map(([kind]) => kind).sort());
});

test.each(Object.entries(TRIGGERS))('%s with every field that it has', (kind, trigger) => {
  const { $ref = '' } = (sensor.definitions.TriggerTemplate.properties as Properties)[kind] ?? {};
  const name = $ref.split('/').at(-1) as 'SlackTrigger';
  const fields = Object.keys(sensor.definitions[name].properties)
    .filter((field) => !['parameters', 'payload'].includes(field))
    .filter((field) => !OTHER_FORM.includes(`${kind}.${field}`));
  expect(Object.keys(trigger(REFERENCES)).sort()).toEqual(fields.sort());
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

test('a bus of every kind', () => {
  expect(Object.keys(BUSES).sort()).toEqual(Object.keys(eventBus.definitions.EventBusSpec.properties).sort());
});

test('nothing is found in them, and the engine judges them as they are: run npx tsx test/kinds/write.ts', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(toFile());
});
