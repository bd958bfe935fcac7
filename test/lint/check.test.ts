import { checkObject, checkSet, type ObjectRule, type PlainObject, type SetRule } from '../../src/lint';

const described = { severity: 'warning', summary: 'X', why: 'X' } as const;

const odd: ObjectRule = {
  ...described,
  id: 'odd',
  kinds: ['Thing'],
  check: (object, report) =>
    report(['spec', 'a.b', 0], 'is odd', { value: object['value'], help: 'expected an even number' }),
};
const many: SetRule = {
  ...described,
  id: 'many',
  severity: 'error',
  checkAll: (objects, reportOn) => {
    for (const object of objects) reportOn(object)([], `there are ${[...objects].length} objects`);
  },
};
// Another kind than the engine's: the schema says nothing of it.
const thing = { kind: 'Thing', value: 3 };
const other: PlainObject = { kind: 'Other' };

test('a rule about single objects sees those of its kinds', () => {
  expect(checkObject(thing, [odd, many])).toEqual([
    {
      rule: 'odd',
      severity: 'warning',
      object: { apiVersion: '', kind: 'Thing', name: '' },
      given: thing,
      path: ['spec', 'a.b', 0],
      message: 'is odd',
      value: 3,
      help: 'expected an even number',
    },
  ]);
  expect(checkObject(other, [odd, many])).toEqual([]);
});

test('a rule about all objects knows those that are external too, and is not about them', () => {
  const known: SetRule = {
    ...described,
    id: 'known',
    checkAll: (objects, reportOn, all) => {
      for (const object of objects) reportOn(object)([], 'is known', { value: [...all] });
    },
  };
  const external = { kind: 'External' };
  expect(
    checkSet([thing], { externals: [external], rules: [known] }).map(({ given, value }) => [given, value]),
  ).toEqual([[thing, [thing, external]]]);
});

test('a rule about all objects says which one it is about', () => {
  const findings = checkSet([thing, other], { rules: [odd, many] });
  expect(findings.map(({ given, message }) => [given, message])).toEqual([
    [thing, 'there are 2 objects'],
    [other, 'there are 2 objects'],
  ]);
});

describe('one object', () => {
  const bus = (replicas: unknown) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'EventBus',
    metadata: { name: 'default', namespace: 'events' },
    spec: { jetstream: { version: 'latest', replicas, volumeSize: '1Gi' } },
  });
  const at: ObjectRule = {
    ...described,
    id: 'at',
    kinds: ['EventBus'],
    check: (_, report) => report(['spec', 'jetstream', 'replicas'], 'is odd'),
  };
  const rulesIn = (object: PlainObject, rules?: readonly ObjectRule[]) =>
    checkObject(object, rules).map(({ rule, path }) => [rule, path.at(-1)]);

  test('is checked against the schema and by the rules', () => {
    expect(rulesIn(bus(1))).toEqual([
      ['schema', 'jetstream'],
      ['stream-replicas', 'streamConfig'],
    ]);
    expect(rulesIn(bus(1), [])).toEqual([['schema', 'jetstream']]);
  });

  test('has no second finding about a value that the schema refuses', () => {
    expect(rulesIn(bus(1), [at])).toEqual([
      ['schema', 'jetstream'],
      ['at', 'replicas'],
    ]);
    expect(rulesIn(bus('1'), [at])).toEqual([
      ['schema', 'jetstream'],
      ['schema', 'replicas'],
    ]);
  });
});
