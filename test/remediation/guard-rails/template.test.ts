import { referenceTo } from '../../../src/argo-events/references/reference';
import { raw } from '../../../src/argo-events/references/slot';
import { cel } from '../../../src/remediation/guard-rails/cel';
import { at, expected, judge } from '../../../src/remediation/guard-rails/template';

const data = referenceTo<{ task: string; count: number }>({ dependency: 'd', part: 'data', path: [] });
const MEANINGS = { task: cel`variables.task`, count: cel`int(variables.count)` };

test('a template is a literal with what is known of the event in it', () => {
  expect(expected({ name: 'a', task: data.task }, MEANINGS).cel).toBe(
    "{'name': 'a', 'task': variables.task}",
  );
  expect(expected(['a', data.task], MEANINGS).cel).toBe("['a', variables.task]");
});

test('values of several types stand beside each other', () => {
  expect(expected({ a: true, b: 7, c: ['x'] }, MEANINGS).cel).toBe(
    "{'a': dyn(true), 'b': dyn(7), 'c': dyn(['x'])}",
  );
});

test('what is undefined is not there', () => {
  expect(expected({ a: 'x', b: undefined }, MEANINGS).cel).toBe("{'a': 'x'}");
});

test('a value of which nothing is known cannot be judged', () => {
  const other = referenceTo<{ pr: string }>({ dependency: 'd', part: 'data', path: [] });
  expect(() => expected({ pr: other.pr }, MEANINGS)).toThrow(
    'No guard rail knows the value "pr" of an event',
  );
});

test('any key is reached, whatever it is', () => {
  expect(at(cel`object`, 'a.b/c', 0, "it's").cel).toBe("object[?'a.b/c'][?0][?'it\\'s']");
});

describe('an object that is judged', () => {
  const template = { spec: { count: raw(data.count), list: [{ name: 'a' }], fixed: { x: 'y' } } };
  const { variables, values, closed } = judge(template, cel`optional.of(dyn(object))`, MEANINGS, {
    '': { name: 'whole', others: 'any' },
    spec: { name: 'spec', others: ['suspend'] },
    'spec.list.0': { name: 'first', others: [] },
  });

  test('has a variable for each part that others share', () => {
    expect(Object.entries(variables).map(([name, { cel: text }]) => [name, text])).toEqual([
      ['whole', 'optional.of(dyn(object)).orValue({})'],
      ['spec', "variables.whole[?'spec'].orValue({})"],
      ['first', "variables.spec[?'list'][?0].orValue({})"],
    ]);
  });

  test('has every value of the template', () => {
    expect(values.map(({ cel: text }) => text)).toEqual([
      "variables.spec[?'count'] == optional.of(int(variables.count))",
      "size(variables.spec[?'list'].orValue([])) == 1",
      "variables.first[?'name'] == optional.of('a')",
      "variables.spec[?'fixed'] == optional.of({'x': 'y'})",
    ]);
  });

  test('has no members but its own and those of others', () => {
    expect(closed.map(({ cel: text }) => text)).toEqual([
      "variables.spec.all(key, key in ['count', 'list', 'fixed', 'suspend'])",
      "variables.first.all(key, key in ['name'])",
    ]);
  });
});
