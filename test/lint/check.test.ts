import { checkObject, checkSet, type ObjectRule, type PlainObject, type SetRule } from '../../src/lint';

const described = { severity: 'warning', summary: 'X', why: 'X' } as const;

const odd: ObjectRule = {
  ...described,
  id: 'odd',
  kinds: ['Sensor'],
  check: (object, report) => report(['spec', 'a.b', 0], 'Value is odd', object['value'], ['even']),
};
const many: SetRule = {
  ...described,
  id: 'many',
  severity: 'error',
  checkAll: (objects, reportOn) => {
    for (const object of objects) reportOn(object)([], 'Objects are many', [...objects].length);
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
      message: 'Value is odd: 3',
      value: 3,
      help: 'expected "even"',
    },
  ]);
  expect(checkObject(other, [odd, many])).toEqual([]);
});

test('a rule about all objects knows those that are external too, and is not about them', () => {
  const known: SetRule = {
    ...described,
    id: 'known',
    checkAll: (objects, reportOn, all) => {
      for (const object of objects) reportOn(object)([], 'Known are', [...all]);
    },
  };
  const external = { kind: 'External' };
  expect(checkSet([sensor], [external], [known]).map(({ given, message }) => [given, message])).toEqual([
    [sensor, 'Known are: [{"kind":"Sensor","value":3},{"kind":"External"}]'],
  ]);
});

test('a rule about all objects says which one it is about', () => {
  const findings = checkSet([sensor, other], [], [odd, many]);
  expect(findings.map(({ given, message }) => [given, message])).toEqual([
    [sensor, 'Objects are many: 2'],
    [other, 'Objects are many: 2'],
  ]);
});
