import * as fc from 'fast-check';
import { pathText } from '../../src/findings/line';
import { checkJson } from '../../src/gitops/json';
import { jsonObject } from './arbitrary';

const messages = (value: unknown) =>
  checkJson(value).map((found) => `${pathText(found.path)}: ${found.message}`);

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
  ['infinity', { a: -Infinity }, 'a: -Infinity has no form in JSON'],
  ['half a surrogate pair', { a: ['x\ud83d'] }, 'a[0]: text with half a surrogate pair'],
  ['the same in a key', { a: { '\udd34': 1 } }, 'a: key with half a surrogate pair: "\\udd34"'],
  ['a function', { a: { b: () => 1 } }, 'a.b: a function has no form in JSON'],
  ['a bigint', { a: 1n }, 'a: 1n has no form in JSON'],
  ['a symbol', { a: Symbol('s') }, 'a: a symbol has no form in JSON'],
  ['a hole in a list', { a: new Array(1) }, 'a[0]: the item is missing'],
  ['a Map', { a: new Map() }, 'a: an instance of Map has no form in JSON'],
  ['an object that contains itself', cycle, 'list[0]: the object contains itself'],
])('refused: %s', (_, value, message) => {
  expect(messages(value)).toEqual([expect.stringContaining(message)]);
});
