import { checkObject, checkSet, type ObjectRule, type PlainObject, type SetRule } from '../../src/lint';

const described = { severity: 'warning', summary: 'X', why: 'X' } as const;

const odd: ObjectRule = {
  ...described,
  id: 'odd',
  kinds: ['Sensor'],
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
const sensor = { kind: 'Sensor', value: 3 };
const other: PlainObject = { kind: 'Other' };

test('a rule about single objects sees those of its kinds', () => {
  expect(checkObject(sensor, [odd, many])).toEqual([
    {
      rule: 'odd',
      severity: 'warning',
      object: { apiVersion: '', kind: 'Sensor', name: '' },
      given: sensor,
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
  expect(checkSet([sensor], [external], [known]).map(({ given, value }) => [given, value])).toEqual([
    [sensor, [sensor, external]],
  ]);
});

test('a rule about all objects says which one it is about', () => {
  const findings = checkSet([sensor, other], [], [odd, many]);
  expect(findings.map(({ given, message }) => [given, message])).toEqual([
    [sensor, 'there are 2 objects'],
    [other, 'there are 2 objects'],
  ]);
});
