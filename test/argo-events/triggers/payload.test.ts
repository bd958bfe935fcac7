import { raw } from '../../../src/argo-events/references/slot';
import type { Payload } from '../../../src/argo-events/triggers';
import { payloadParameters } from '../../../src/argo-events/triggers/payload';
import { dataOf } from '../events';

const data = dataOf<{ url: string; pr: number }>();
const parametersOf = (payload: Payload, isCertain = true) =>
  payloadParameters(payload, { dependency: 'comment', isCertain }).map(({ src, dest }) => [dest, src]);
const constant = (value: string) => ({ dependencyName: 'comment', value });
const literal = (json: string) => ({ dependencyName: 'comment', dataKey: `!${json}`, useRawData: true });

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

test('a constant that is no string is a literal of gjson: the default of the engine is always a string', () => {
  const payload = {
    count: 2,
    part: -0.5,
    draft: false,
    gone: null,
    none: [],
    empty: {},
    list: [1, ['a', true]],
  };
  expect(parametersOf(payload)).toEqual([
    ['count', literal('2')],
    ['part', literal('-0.5')],
    ['draft', literal('false')],
    ['gone', literal('null')],
    ['none', literal('[]')],
    ['empty', literal('{}')],
    ['list.0', literal('1')],
    ['list.1.0', constant('a')],
    ['list.1.1', literal('true')],
  ]);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1])('%p is no value of JSON', (value) => {
  expect(() => parametersOf({ a: [value as unknown as Payload] })).toThrow(
    /^payload\.a\[0\] is .*, which JSON does not have \[payload\]$/,
  );
});

test('trap: after an or, no dependency may have an event, and without one the engine sends text only', () => {
  expect(parametersOf({ state: 'closed' }, false)).toEqual([['state', constant('closed')]]);
  expect(() => parametersOf({ a: { count: 2 } }, false)).toThrow(
    'payload.a.count is 2, but no dependency of the trigger is sure to have an event; without an event, the engine ' +
      'can send text only: write "2", or a trigger for each dependency [payload]',
  );
});
