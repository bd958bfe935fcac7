import { dependencies, lines, parameter, sensor, trigger, triggering } from '../objects';

const waiting = (names: string[], ...conditions: (string | undefined)[]) =>
  sensor({
    dependencies: dependencies(...names),
    triggers: conditions.map((one, index) => ({ template: { name: `t${index}`, conditions: one, log: {} } })),
  });

test.each([
  [
    'the same name',
    waiting(['a', 'b', 'a'], undefined),
    '[spec.dependencies.2.name] another dependency is called "a", too; give it another name [duplicate-dependency]',
  ],
  [
    'names that conditions cannot tell apart',
    waiting(['a-b', 'a_b'], 'a-b'),
    '[spec.dependencies.1.name] in conditions, "a_b" is the same name as "a-b"; give it another name [duplicate-dependency]',
  ],
])('duplicate-dependency: %s', (_, object, line) => {
  expect(lines('duplicate-dependency', object)).toEqual([line]);
});

test('duplicate-dependency: without conditions such names are two', () => {
  expect(lines('duplicate-dependency', waiting(['a-b', 'a_b'], undefined))).toEqual([]);
});

test('dependency-name: one condition is enough', () => {
  expect(lines('dependency-name', waiting(['not', 'b'], 'b', 'not || b'))).toHaveLength(1);
});

test.each(['a.b', '1st', '_a', '-a', 'a b', 'a/b'])('dependency-name: %s cannot be read', (name) => {
  expect(lines('dependency-name', waiting([name], undefined))).toEqual([
    `[spec.dependencies.0.name] conditions cannot contain the name "${name}"; expected a letter, then letters, digits, - and _ [dependency-name]`,
  ]);
});

test.each([
  ['true', undefined],
  ['in', undefined],
  ['Expression', undefined],
  ['not', 'not'],
  ['filter', 'filter || b'],
])('dependency-name: %s with conditions %s is a word of the engine', (name, conditions) => {
  expect(lines('dependency-name', waiting([name, 'b'], conditions))).toEqual([
    `[spec.dependencies.0.name] "${name}" is a word of the engine; expected another name [dependency-name]`,
  ]);
});

test.each([
  ['filter', 'filter'],
  ['filter', undefined],
  ['filter', 'b || ('],
  ['a-1_b', 'a-1_b || b'],
])('dependency-name: %s with conditions %s is a name', (name, conditions) => {
  expect(lines('dependency-name', waiting([name, 'b'], conditions))).toEqual([]);
});

test.each([
  ['a and b', '"and" is no operator'],
  ['a ||', 'something is missing at the end'],
  ['(a || b', 'a parenthesis is not closed'],
  ['a || b)', '")" is no operator'],
  ['a > 2', '">" is no operator'],
  ['!a', '"!" is no name'],
  [' ', 'something is missing at the end'],
])('conditions-syntax: %s', (conditions, problem) => {
  expect(lines('conditions-syntax', waiting(['a', 'b'], conditions))).toEqual([
    `[spec.triggers.0.template.conditions] "${conditions}" cannot be read: ${problem}; expected names of dependencies, &&, || and parentheses [conditions-syntax]`,
  ]);
});

test('unknown-dependency: of a condition', () => {
  expect(lines('unknown-dependency', waiting(['a-b', 'c'], 'a_b && (d || c)'))).toEqual([
    '[spec.triggers.0.template.conditions] unknown dependency "d"; did you mean "c"? [unknown-dependency]',
  ]);
});

test('unknown-dependency: conditions that cannot be read have a rule of their own', () => {
  expect(lines('unknown-dependency', waiting(['a'], 'a > x'))).toEqual([]);
});

test.each([
  [
    'template',
    { parameters: [parameter('log.x', { dependencyName: 'z' })] },
    {},
    'spec.triggers.0.parameters.0',
  ],
  [
    'resource',
    {},
    { parameters: [parameter('url', { dependencyName: 'z' })] },
    'spec.triggers.0.template.http.parameters.0',
  ],
  [
    'payload',
    {},
    { payload: [parameter('x', { dependencyName: 'z' })] },
    'spec.triggers.0.template.http.payload.0',
  ],
])('unknown-dependency: of a parameter of the %s', (_, more, http, place) => {
  expect(lines('unknown-dependency', triggering(trigger('http', http, more)))).toEqual([
    `[${place}.src.dependencyName] unknown dependency "z"; did you mean "a"? [unknown-dependency]`,
  ]);
});

test('unknown-dependency: what another parameter writes to is known at run time only', () => {
  const parameters = [parameter('slack.parameters.0.src.dependencyName')];
  const slack = { parameters: [parameter('message', { dependencyName: 'set-later' })] };
  expect(lines('unknown-dependency', triggering(trigger('slack', slack, { parameters })))).toEqual([]);
});

test('unused-dependency', () => {
  expect(lines('unused-dependency', waiting(['a-x', 'b', 'c'], 'a_x', 'c'))).toEqual([
    '[spec.dependencies.1.name] no trigger waits for "b"; add it to the conditions of a trigger, or remove it [unused-dependency]',
  ]);
});

test.each([
  ['without conditions, as a trigger then waits for all', ['a', undefined]],
  ['when conditions cannot be read', ['a', 'a >']],
  ['when a name is not known', ['a', 'x']],
  ['without triggers', []],
])('unused-dependency: not said %s', (_, conditions) => {
  expect(lines('unused-dependency', waiting(['a', 'b'], ...conditions))).toEqual([]);
});
