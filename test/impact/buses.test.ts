import { told } from './objects';

const bus = (jetstream: string) =>
  `kind: EventBus\nmetadata: { name: default }\nspec: { jetstream: { ${jetstream} } }\n`;
const change = (before: string, after: string) => told('buses', bus(before), bus(after));

test('volumes cannot be changed', () => {
  expect(change('version: "2"', 'version: "2", persistence: { volumeSize: 1Gi }')).toEqual([
    'note EventBus/default: its volumes change, which the API server refuses for a bus that exists',
  ]);
});

test('settings of a stream that exists have no effect', () => {
  expect(change('version: "2"', 'version: "2", streamConfig: "maxAge: 24h"')).toEqual([
    'note EventBus/default: the settings of the stream change, which has no effect on a stream that exists',
  ]);
});

test('a new version loses what is on the only pod without a volume', () => {
  const version = (more: string) => change(`version: "2"${more}`, `version: "3"${more}`);
  expect(version('')).toEqual([
    'note EventBus/default: its pods are replaced one after the other, and the sensors lose their connection',
  ]);
  expect(version(', replicas: 1')).toEqual([
    'lost EventBus/default: its only pod is replaced, and all that waits on it is lost',
  ]);
  expect(version(', replicas: 1, persistence: {}')[0]).toMatch(/^note /);
});

test('another kind of bus moves nothing', () => {
  const kafka = 'kind: EventBus\nmetadata: { name: default }\nspec: { kafka: { url: "k:9092" } }\n';
  expect(told('buses', bus('version: "2"'), kafka)).toEqual([
    'lost EventBus/default: it was "jetstream" and is "kafka"; what is on the old bus is lost',
  ]);
});

test('labels of a bus are no change', () => {
  expect(
    told(
      'buses',
      bus('version: "2"'),
      bus('version: "2"').replace('default }', 'default, labels: { a: b } }'),
    ),
  ).toEqual([]);
});
