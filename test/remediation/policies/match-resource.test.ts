import { referenceTo } from '../../../src/argo-events/references/reference';
import { raw } from '../../../src/argo-events/references/slot';
import { cel } from '../../../src/remediation/policies/cel';
import { conditionsFor, optionalAt, valueToCel } from '../../../src/remediation/policies/match-resource';

const data = referenceTo<{ task: string; count: number }>({ dependency: 'd', part: 'data', path: [] });
const MEANINGS = { task: cel`variables.task`, count: cel`int(variables.count)` };

test('a template is a literal with what is known of the event in it', () => {
  expect(valueToCel({ name: 'a', task: data.task }, MEANINGS).cel).toBe(
    "{'name': 'a', 'task': variables.task}",
  );
  expect(valueToCel(['a', data.task], MEANINGS).cel).toBe("['a', variables.task]");
});

test('values of several types stand beside each other', () => {
  expect(valueToCel({ a: true, b: 7, c: ['x'] }, MEANINGS).cel).toBe(
    "{'a': dyn(true), 'b': dyn(7), 'c': dyn(['x'])}",
  );
});

test('what is undefined is not there', () => {
  expect(valueToCel({ a: 'x', b: undefined }, MEANINGS).cel).toBe("{'a': 'x'}");
});

test('a value of which nothing is known cannot be judged', () => {
  const other = referenceTo<{ pr: string }>({ dependency: 'd', part: 'data', path: [] });
  expect(() => valueToCel({ pr: other.pr }, MEANINGS)).toThrow('No policy knows the value "pr" of an event');
});

test('any key is reached, whatever it is', () => {
  expect(optionalAt(cel`object`, 'a.b/c', 0, "it's").cel).toBe("object[?'a.b/c'][?0][?'it\\'s']");
});

describe('an object that is judged', () => {
  const template = {
    spec: {
      count: raw(data.count),
      list: [{ name: 'a' }],
      fixed: { x: 'y' },
      there: {},
      none: [],
      empty: '',
    },
    place: { node: 'a' },
  };
  const { variables, values, additions } = conditionsFor(template, cel`optional.of(dyn(object))`, MEANINGS, {
    '': { name: 'whole' },
    spec: { name: 'spec', refused: ['count', 'evil', 'none'], only: { count: 1, mode: 'a' } },
    'spec.list.*': { name: 'first', others: ['mode'] },
    place: { open: true },
  });

  test('has a variable for each part that has a name', () => {
    expect(Object.entries(variables).map(([name, { cel: text }]) => [name, text])).toEqual([
      ['whole', 'optional.of(dyn(object)).orValue({})'],
      ['spec', "variables.whole[?'spec'].orValue({})"],
      ['first', "variables.spec[?'list'][?0].orValue({})"],
    ]);
  });

  test('has every value of the template, but for what is open, and what the API server drops', () => {
    expect(values.map(({ cel: text }) => text)).toEqual([
      "variables.spec[?'count'] == optional.of(int(variables.count))",
      "size(variables.spec[?'list'].orValue([])) == 1",
      "variables.first[?'name'] == optional.of('a')",
      "variables.spec[?'fixed'][?'x'] == optional.of('y')",
      "variables.spec[?'there'].hasValue()",
    ]);
  });

  test('has nothing added that is refused, and any other member, where something is known of it', () => {
    expect(additions.map(({ cel: text }) => text).filter((text) => text.includes('variables.spec'))).toEqual([
      "!variables.spec.exists(key, key in ['evil', 'none'])",
      "variables.spec[?'mode'].orValue('a') == 'a'",
      "variables.spec[?'fixed'].orValue({}).all(key, key in ['x'])",
      "variables.spec[?'there'].orValue({}).all(key, key in [])",
    ]);
  });

  test('has those others only that are allowed', () => {
    expect(additions.map(({ cel: text }) => text)).toContain(
      "variables.first.all(key, key in ['name', 'mode'])",
    );
  });
});
