import { keysBeforeSearch, keysOf } from '../../src/lint/paths';

test.each([
  ['a.b.0', ['a', 'b', '0']],
  ['metadata.annotations.a\\.b/c', ['metadata', 'annotations', 'a.b/c']],
  ['a\\\\.b', ['a\\', 'b']],
  ['a.:1', ['a', '1']],
  ['a.b:c', ['a', 'b:c']],
  ['.a', ['', 'a']],
  ['a..b.', ['a', '', 'b', '']],
  ['', ['']],
  ['a\\', ['a\\']],
  ['😀.b', ['😀', 'b']],
])('the keys of %j', (path, keys) => {
  expect(keysOf(path)).toEqual(keys);
});

test.each([
  ['a.#.b', ['a']],
  ['a.b*', ['a']],
  ['@this', []],
  ['a.#(n=="x.y").b', ['a']],
  ['a\\.b.c|d', ['a.b']],
  ['a\\*.b', undefined],
  ['a.b', undefined],
])('the keys of %j before a search', (path, keys) => {
  expect(keysBeforeSearch(path)).toEqual(keys);
});
