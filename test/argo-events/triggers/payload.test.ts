import { raw } from '../../../src/argo-events/references/slot';
import type { Payload } from '../../../src/argo-events/triggers';
import { payloadParameters } from '../../../src/argo-events/triggers/payload';
import { dataOf } from '../events';

const data = dataOf<{ url: string; pr: number }>();
const parametersOf = (payload: Payload) =>
  payloadParameters(payload, 'comment').map(({ src, dest }) => [dest, src]);
const constant = (value: string) => ({ dependencyName: 'comment', value });

test('each value is a parameter, constants too: the engine builds a payload from parameters alone', () => {
  expect(parametersOf({ state: 'closed', pr: raw(data.pr) })).toEqual([
    ['state', constant('closed')],
    ['pr', { dependencyName: 'comment', dataKey: 'pr', useRawData: true }],
  ]);
});

test('objects are nested as they are given', () => {
  expect(parametersOf({ a: { b: { c: 'x' }, d: data.url } }).map(([dest]) => dest)).toEqual(['a.b.c', 'a.d']);
});

test('arrays are in order: sjson fills a list from its start', () => {
  expect(parametersOf({ labels: ['one', data.url, 'two'] })).toEqual([
    ['labels.0', constant('one')],
    ['labels.1', { dependencyName: 'comment', dataKey: 'url' }],
    ['labels.2', constant('two')],
  ]);
});

test('keys are escaped, and keys of digits make no array', () => {
  expect(parametersOf({ 'a.b': 'x', c: { 0: 'y' } }).map(([dest]) => dest)).toEqual([
    String.raw`a\.b`,
    'c.:0',
  ]);
});

test('an empty string is kept', () => {
  expect(parametersOf({ state: '' })).toEqual([['state', constant('')]]);
});

test.each([
  [1, '1'],
  [true, 'true'],
  [null, 'null'],
  [{}, 'an empty object'],
  [[], 'an empty list'],
  [undefined, 'nothing'],
])('the constant %j is refused, for constants of the engine are strings', (value, text) => {
  expect(() => parametersOf({ x: value as unknown as Payload })).toThrow(
    `payload.x is ${text}; the engine can send texts and event data only [payload]`,
  );
});
