import { remembered, whileUnchanged } from '../src/remember';

let reads = 0;
const lengthOf = remembered((list: readonly unknown[]) => {
  reads++;
  return list.length;
});

beforeEach(() => {
  reads = 0;
});

test('within a check, an object is read once', () => {
  const list = [1, 2];
  expect(whileUnchanged(() => [lengthOf(list), lengthOf(list), lengthOf([])])).toEqual([2, 2, 0]);
  expect(reads).toBe(2);
});

test('outside of a check, and in the next one, an object may have changed', () => {
  const list = [1];
  whileUnchanged(() => lengthOf(list));
  list.push(2);
  expect(lengthOf(list)).toBe(2);
  list.push(3);
  expect(lengthOf(list)).toBe(3);
  expect(whileUnchanged(() => lengthOf(list))).toBe(3);
});

test('a check within another keeps nothing for it, so that its memory is free', () => {
  const list = [1];
  whileUnchanged(() => {
    whileUnchanged(() => lengthOf(list));
    lengthOf(list);
    lengthOf(list);
  });
  expect(reads).toBe(2);
});

test('a check that fails ends as well', () => {
  const list = [1];
  const failing = () =>
    whileUnchanged(() => {
      lengthOf(list);
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  list.push(2);
  expect(lengthOf(list)).toBe(2);
});
