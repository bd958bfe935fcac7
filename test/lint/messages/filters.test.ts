import { checkObject } from '../../../src/lint';
import { dependencies, eventSource, filtering, lines, sensor } from '../objects';

const data = (filter: object) => filtering({ data: [{ path: 'body.action', type: 'string', ...filter }] });
const PLACE = 'spec.dependencies.0.filters.data.0';

test.each([
  [
    'a number that is none',
    { type: 'number', value: ['1', 'abc'] },
    `[${PLACE}.value.1] "abc" is no number; expected a number, such as "3" [filter-value]`,
  ],
  [
    'a number too large for the engine',
    { type: 'number', value: ['1e999'] },
    `[${PLACE}.value.0] "1e999" is no number; expected a number, such as "3" [filter-value]`,
  ],
  [
    'a boolean and more',
    { type: 'bool', value: ['trueish'] },
    `[${PLACE}.value.0] "trueish" is no boolean; expected "true" or "false" [filter-value]`,
  ],
  [
    'a boolean that is none',
    { type: 'bool', value: ['yes'] },
    `[${PLACE}.value.0] "yes" is no boolean; expected "true" or "false" [filter-value]`,
  ],
])('filter-value: %s', (_, filter, line) => {
  expect(lines('filter-value', data(filter))).toEqual([line]);
});

test.each([
  ['number', '-1.5e3'],
  ['number', '.5'],
  ['number', '5.'],
  ['number', '+Inf'],
  ['number', '0x1p-2'],
  ['bool', 'T'],
  ['bool', '0'],
  ['bool', 'False'],
  ['string', 'abc'],
])('filter-value: the %s %s is one', (type, value) => {
  expect(lines('filter-value', data({ type, value: [value] }))).toEqual([]);
});

test.each([
  ['string', '>', `">" refuses every text; expected "=" or "!="`],
  ['bool', '!=', `the engine ignores "!=" for booleans; write "=", and for "!=" the other value`],
])('filter-comparator: %s %s', (type, comparator, message) => {
  const found = lines('filter-comparator', data({ type, comparator, value: ['1'] }));
  expect(found).toEqual([`[${PLACE}.comparator] ${message} [filter-comparator]`]);
});

test.each([
  ['string', '!='],
  ['string', '~'],
  ['string', ''],
  ['bool', '='],
  ['number', '>='],
])('filter-comparator: %s may have "%s"', (type, comparator) => {
  expect(lines('filter-comparator', data({ type, comparator, value: ['1'] }))).toEqual([]);
});

test('negated-values', () => {
  const found = lines('negated-values', data({ comparator: '!=', value: ['a', 'b'] }));
  expect(found).toEqual([
    `[${PLACE}.value] one value that differs is enough to pass; write a filter for each value [negated-values]`,
  ]);
  expect(lines('negated-values', data({ comparator: '!=', value: ['a'] }))).toEqual([]);
  expect(lines('negated-values', data({ comparator: '!=', type: 'bool', value: ['0', '1'] }))).toEqual([]);
});

test('bot-character-class', () => {
  const found = lines(
    'bot-character-class',
    data({ value: ['^x\\[bot\\]$', 'x\\\\[bot]', '[both]', 'x\\[bot]'] }),
  );
  expect(found).toEqual([
    `[${PLACE}.value.1] "x\\\\\\\\[bot]" has [bot], which matches one of the letters b, o and t; write \\[bot\\] [bot-character-class]`,
  ]);
});

test('bot-character-class: words in brackets', () => {
  expect(
    lines('bot-character-class', data({ value: ['fix [skip ci]', '\\[skip ci\\]', '[a-z ]', '[ab]'] })),
  ).toEqual([
    `[${PLACE}.value.0] "fix [skip ci]" has [skip ci], which matches one of its characters; write \\[skip ci\\] [bot-character-class]`,
  ]);
});

test('invalid-regex: of a sensor', () => {
  expect(lines('invalid-regex', data({ value: ['a', 'b('] }))).toEqual([
    `[${PLACE}.value.1] "b(" is no pattern of RE2: missing closing ): \`b(\` [invalid-regex]`,
  ]);
});

test('invalid-regex: of a watched resource', () => {
  const filter = { fields: [{ key: 'metadata.name', operation: '==', value: '*' }] };
  expect(lines('invalid-regex', eventSource({ resource: { runs: { filter } } }))).toEqual([
    '[spec.resource.runs.filter.fields.0.value] "*" is no pattern of RE2: missing argument to repetition operator: `*`; write "(?s)." [invalid-regex]',
  ]);
});

test.each([
  ['*.js', String.raw`\.js$`],
  ['**/*.ts', String.raw`/.*\.ts$`],
  ['*', '(?s).'],
])('invalid-regex: the glob %s', (glob, regex) => {
  const [line = ''] = lines('invalid-regex', data({ value: [glob] }));
  expect(line).toContain(`"${glob}" is no pattern of RE2: `);
  expect(line).toContain(`; write ${JSON.stringify(regex)} [invalid-regex]`);
});

test.each([
  ['v*', 'write "^v"'],
  ['v*.*', String.raw`write "^v.*\\."`],
  ['.*', 'for any text but "", write "(?s)."'],
  ['a|', 'remove the ?, * or | that lets it match nothing, or for any text but "", write "(?s)."'],
  ['^', 'for any text but "", write "(?s)."'],
])('matches-every-text: %s', (pattern, help) => {
  expect(lines('matches-every-text', data({ value: ['^b$', pattern] }))).toEqual([
    `[${PLACE}.value.1] "${pattern}" matches every text; ${help} [matches-every-text]`,
  ]);
});

test('matches-every-text: of what is to differ, and of a watched resource', () => {
  expect(lines('matches-every-text', data({ value: ['v*'], comparator: '!=' }))).toEqual([
    `[${PLACE}.value.0] "v*" matches every text, so "!=" lets nothing pass; write "^v" [matches-every-text]`,
  ]);
  const filter = { fields: [{ key: 'metadata.name', operation: '==', value: 'v*' }] };
  expect(lines('matches-every-text', eventSource({ resource: { runs: { filter } } }))).toEqual([
    '[spec.resource.runs.filter.fields.0.value] "v*" matches every text; write "^v" [matches-every-text]',
  ]);
});

test.each([
  '^$',
  '(?s).',
  '.',
  '^(a|b)?$',
  '^[^/]*$',
  '^.*$',
  String.raw`^[^\n]*$`,
  String.raw`^[^\x00-\x1f]*$`,
  String.raw`^\S*$`,
  '^.{0,50}$',
  String.raw`^[\x00-\x7f]*$`,
  '',
  '*',
  'v+',
])('matches-every-text: %j does not', (pattern) => {
  expect(lines('matches-every-text', data({ value: [pattern] }))).toEqual([]);
});

test.each([
  ['feature/*', '^feature/'],
  ['rc-*', '^rc-'],
  ['^refs/heads/feature/*$', '^refs/heads/feature/'],
  ['^refs/tags/v*', '^refs/tags/v'],
  ['release-*-beta', '^release-.*-beta$'],
  ['refs/heads/v1.*-*', String.raw`^refs/heads/v1\..*-`],
])('glob-pattern: %s', (glob, regex) => {
  expect(lines('glob-pattern', data({ value: [glob] }))).toEqual([
    `[${PLACE}.value.0] "${glob}" looks like a glob, but is a pattern: * repeats the character before it; write ${JSON.stringify(regex)} [glob-pattern]`,
  ]);
});

test.each([
  ['a pattern', 'release/.*'],
  ['one with an anchor', '^v1*$'],
  ['one with an anchor that repeats a letter', '^https*://'],
  ['one with a class', 'v[0-9]*x'],
  ['an escaped star', String.raw`v\*`],
  ['plain text', 'release/1'],
  ['what is no pattern, which is an error', '*.js'],
  ['what matches every text, which is an error', 'v*'],
])('glob-pattern: %s is none', (_, value) => {
  expect(lines('glob-pattern', data({ value: [value] }))).toEqual([]);
});

const expression = (expr: string, ...names: string[]) =>
  filtering({ exprs: [{ expr, fields: names.map((name) => ({ name, path: 'body.x' })) }] });
const EXPR = 'spec.dependencies.0.filters.exprs.0';

test.each([
  [
    'a field with a dot',
    expression('issue.State == 1', 'n', 'issue.State'),
    `[${EXPR}.fields.1.name] "issue.State" has a dot, so the expression reads a member of a variable; write a name without dots [expr-variable]`,
  ],
  [
    'a member of a field',
    expression('issue.State == 1', 'issue'),
    `[${EXPR}.expr] "issue.State" has a dot, so the expression reads a member of a variable; write a name without dots [expr-variable]`,
  ],
  [
    'what is no field',
    expression('a == 1 && b == 2', 'a', 'c'),
    `[${EXPR}.expr] the expression uses "b", which is none of its fields; did you mean "a"? [expr-variable]`,
  ],
])('expr-variable: %s', (_, object, line) => {
  expect(lines('expr-variable', object)).toEqual([line]);
});

test.each([
  ['a == 1 and b == 2', 'and', 'write "&&"'],
  ['a == 1 OR b == 2', 'OR', 'write "||"'],
  ['contains(a, "x") && b', 'contains', 'there is no such function: write =~'],
])('expr-variable: %s has a word of other languages', (expr, word, help) => {
  expect(lines('expr-variable', expression(expr, 'a', 'b'))).toEqual([
    `[${EXPR}.expr] the expression uses "${word}", which is none of its fields; ${help} [expr-variable]`,
  ]);
});

test('expr-variable: a field may have such a name', () => {
  expect(lines('expr-variable', expression('and == 1', 'and'))).toEqual([]);
});

test.each([
  ['a = 1', '=', 'write "=="'],
  ['a === 1', '===', 'write "=="'],
  ['a <> 1', '<>', 'write "!="'],
  ['a => 1', '=>', 'write ">="'],
  ['a ==-1', '==-', 'write a space: "== -"'],
  ['a == 1 &&!b', '&&!', 'write a space: "&& !"'],
])('expr-operator: %s', (expr, operator, help) => {
  expect(lines('expr-operator', expression(expr, 'a', 'b'))).toEqual([
    `[${EXPR}.expr] the expression has "${operator}", which is no operator; ${help} [expr-operator]`,
  ]);
});

test.each([
  ['a @ b @ 1', '@'],
  ['a @- b', '@-'],
  ['a &&& b', '&&&'],
])('expr-operator: %s, which nobody has meant', (expr, operator) => {
  expect(lines('expr-operator', expression(expr, 'a', 'b'))).toEqual([
    `[${EXPR}.expr] the expression has "${operator}", which is no operator [expr-operator]`,
  ]);
});

test.each([
  'a == -1 && !b || a != 2',
  'a in (1, 2)',
  'a =~ "=" && b !~ "x"',
  '(a > 1 ? b : 2) == 2',
  'a ?? 1 == 1',
  'a ** 2 % 3 == 1 && a & 1 == 1',
  '[a = b] == 1',
  'a\\=b == 1',
  'a = "not closed',
])('expr-operator: not said of %s', (expr) => {
  expect(lines('expr-operator', expression(expr, 'a', 'b'))).toEqual([]);
});

test.each([
  ['2024-05-01', '^2024-05-01$'],
  ['2024-05-01 10:00', '^2024-05-01 10:00$'],
  ['2024-05-01T10:00:00.5Z', '^2024-05-01T10:00:00[.]5Z$'],
  ['2024-05-01T10:00:00+02:00', '^2024-05-01T10:00:00[+]02:00$'],
  ['3:04PM', '^3:04PM$'],
])('expr-time: %s', (text, pattern) => {
  expect(lines('expr-time', expression(`a >= "${text}"`, 'a'))).toEqual([
    `[${EXPR}.expr] "${text}" is read as a time, with which no text compares; write =~ "${pattern}", or compare in a script [expr-time]`,
  ]);
});

test.each(['a == "2024"', 'a =~ "^2024-05-01"', 'a == "v2024-05-01"', 'a == 20240501', 'a == "10:00"'])(
  'expr-time: not said of %s',
  (expr) => {
    expect(lines('expr-time', expression(expr, 'a'))).toEqual([]);
  },
);

test('expr-variable: names in brackets may have anything', () => {
  expect(lines('expr-variable', expression('[issue.state] == "a.b"', 'issue.state'))).toEqual([]);
});

test('expr-unused-field', () => {
  expect(lines('expr-unused-field', expression('a == 1', 'a', 'b'))).toEqual([
    `[${EXPR}.fields.1.name] the expression does not use the field "b"; remove it: an event without it is dropped [expr-unused-field]`,
  ]);
});

test.each(['a == 1 && c == 2', 'a.B == 1', 'a == "b'])(
  'expr-unused-field: %s does not tell whether b is used',
  (expr) => {
    expect(lines('expr-unused-field', expression(expr, 'a', 'b'))).toEqual([]);
  },
);

test('time-window: the engine takes 8:00:00 for 08:00:00', () => {
  expect(lines('time-window', filtering({ time: { start: '8:00:00', stop: '08:00:00' } }))).toEqual([
    '[spec.dependencies.0.filters.time.stop] the filter stops when it starts, at "08:00:00"; expected another time [time-window]',
  ]);
});

const reset = (timezone: string) =>
  sensor({
    dependencies: dependencies('a'),
    triggers: [
      { template: { name: 't', log: {}, conditionsReset: [{ byTime: { cron: '0 0 * * *', timezone } }] } },
    ],
  });

test.each([
  [
    'of a filter',
    filtering({ time: { start: '08:00:00', stop: '09:00:00', timezone: 'Mars/Olympus' } }),
    '[spec.dependencies.0.filters.time.timezone] unknown time zone "Mars/Olympus"; expected a name such as "Europe/Berlin" [time-zone]',
  ],
  [
    'of a reset, with a letter of another case',
    reset('europe/Berlin'),
    '[spec.triggers.0.template.conditionsReset.0.byTime.timezone] unknown time zone "europe/Berlin"; expected a name such as "Europe/Berlin" [time-zone]',
  ],
  [
    'of a calendar, by its distance',
    eventSource({ calendar: { nightly: { schedule: '0 0 * * *', timezone: '+01:00' } } }),
    '[spec.calendar.nightly.timezone] unknown time zone "+01:00"; expected a name such as "Europe/Berlin" [time-zone]',
  ],
  [
    'of a schedule',
    eventSource({ calendar: { nightly: { schedule: 'TZ=Mars/Olympus 0 3 * * *' } } }),
    '[spec.calendar.nightly.schedule] unknown time zone "Mars/Olympus"; expected a name such as "Europe/Berlin" [time-zone]',
  ],
])('time-zone: %s', (_, object, line) => {
  expect(lines('time-zone', object)).toEqual([line]);
});

test.each(['', 'Local', 'UTC', 'Europe/Berlin', 'US/Eastern', 'Asia/Kolkata', 'Etc/GMT+5', 'EST5EDT'])(
  'time-zone: "%s" is known',
  (zone) => {
    expect(lines('time-zone', reset(zone))).toEqual([]);
  },
);

test.each([
  ['ðŸ”´ Required Changes', '🔴 Required Changes'],
  ['cafÃ©', 'café'],
  ['â€œquotedâ€\x9d', '“quoted”'],
])('misread-text: %s', (text, meant) => {
  expect(lines('misread-text', data({ value: ['^a$', text] }))).toEqual([
    `[${PLACE}.value.1] "${text}" was read in the wrong encoding; write "${meant}" [misread-text]`,
  ]);
});

test.each(['🔴 Required Changes', 'café', 'äöü', 'Москва', '日本', 'Â'])(
  'misread-text: not said of %s',
  (text) => {
    expect(lines('misread-text', data({ value: [text] }))).toEqual([]);
  },
);

test('expr-same-path', () => {
  const paths = ['body.a', 'body.b', 'body.a'];
  const fields = paths.map((path, index) => ({ name: `f${index}`, path }));
  expect(lines('expr-same-path', filtering({ exprs: [{ expr: 'f0 != f2', fields }] }))).toEqual([
    `[${EXPR}.fields.2.path] the field "f0" has the path "body.a", too, so both are the same value; expected a path of its own [expr-same-path]`,
  ]);
  const twice = [{ name: 'f', path: 'body.a' }];
  expect(
    lines(
      'expr-same-path',
      filtering({
        exprs: [
          { expr: 'f', fields: twice },
          { expr: 'f', fields: twice },
        ],
      }),
    ),
  ).toEqual([]);
});

test.each([
  ['==', '='],
  ['eq', '='],
  ['gte', '>='],
])('the comparator %s of other languages is that of the engine', (comparator, meant) => {
  const [found] = checkObject(data({ comparator, value: ['1'] }), []);
  expect(found).toMatchObject({ rule: 'schema', help: `did you mean "${meant}"?` });
});
