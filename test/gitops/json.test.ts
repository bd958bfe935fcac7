import * as fc from 'fast-check';
import { checkJson } from '../../src/gitops/json';
import { jsonObject } from './arbitrary';

const messages = (value: unknown) => checkJson(value).map(({ path, message }) => `${path}: ${message}`);

test('whatever JSON can hold is fine', () => {
  fc.assert(fc.property(jsonObject, (object) => expect(checkJson(object)).toEqual([])));
});

test('the same object in two places is fine', () => {
  const shared = { a: 1 };
  expect(checkJson({ x: shared, y: [shared, shared] })).toEqual([]);
});

test('undefined fields and objects without prototype are fine', () => {
  expect(checkJson({ a: undefined, b: Object.assign(Object.create(null), { c: 1 }) })).toEqual([]);
});

const cycle: { list: unknown[] } = { list: [] };
cycle.list.push(cycle);

test.each<[string, unknown, string]>([
  ['infinity', { a: -Infinity }, 'a: Number is not finite: -Infinity, allowed: a finite number'],
  [
    'half a surrogate pair',
    { a: ['x\ud83d'] },
    'a[0]: Text has half a surrogate pair: "x\\ud83d", allowed: valid Unicode',
  ],
  [
    'the same in a key',
    { a: { '\udd34': 1 } },
    'a: Key has half a surrogate pair: "\\udd34", allowed: valid Unicode',
  ],
  ['a function', { a: { b: () => 1 } }, 'a.b: Value has no form in JSON: a function'],
  ['a bigint', { a: 1n }, 'a: Value has no form in JSON: 1'],
  ['a symbol', { a: Symbol('s') }, 'a: Value has no form in JSON: Symbol(s)'],
  ['a hole in a list', { a: new Array(1) }, 'a[0]: Value has no form in JSON: undefined'],
  ['a Map', { a: new Map() }, 'a: Value is an instance of Map: {}'],
  ['an object that contains itself', cycle, 'list[0]: Object contains itself: an object'],
])('refused: %s', (_, value, message) => {
  expect(messages(value)).toEqual([expect.stringContaining(message)]);
});
