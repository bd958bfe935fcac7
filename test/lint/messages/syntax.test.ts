import type { PlainObject } from '../../../src/lint';
import { describeEngine } from '../../engine-built';
import {
  dependencies,
  eventSource,
  filtering,
  lines,
  parameter,
  sensor,
  trigger,
  triggering,
} from '../objects';
import { check } from '../samples';

const transforming = (transform: object) =>
  sensor({
    dependencies: [{ ...dependencies('a')[0], transform }],
    triggers: [{ template: { name: 't', log: {} } }],
  });
const jq = (text: string) => lines('jq-syntax', transforming({ jq: text }));
const expression = (expr: string) =>
  filtering({ exprs: [{ expr, fields: [{ name: 'a', path: 'body.a' }] }] });
const sending = (src: object) => triggering(trigger('http', { payload: [parameter('x', src)] }));
const filter = (text: string) =>
  eventSource({ webhook: { push: { endpoint: '/', port: '12000', filter: { expression: text } } } });

describeEngine('what the parsers of the engine say', () => {
  test.each([
    ['.body |', 'jq cannot read the program: it ends too early, after ".body |"'],
    ['.body\n| {a: .b ]', 'jq cannot read the program: unexpected "]" at line 2, column 10'],
    ["{'a': 1}", `jq cannot read the program: unexpected "'" at column 2; write texts in double quotes`],
    ['.a toString', 'jq cannot read the program: unexpected "toString" at column 4'],
    ['.a && .b', 'jq cannot read the program: unexpected "&" at column 4; write "and"'],
    ['$event.body', 'jq cannot read the program: variable not defined: $event'],
    ['.a | tojsn', 'jq has no function "tojsn" with no arguments; did you mean "tojson"?'],
    ['.a | join', 'jq has no function "join" with no arguments; expected 1 argument'],
    ['.a | limit(1; 2; 3)', 'jq has no function "limit" with 3 arguments; expected 2 arguments'],
    ['.body.my-key', 'jq has no function "key" with no arguments; write .["my-key"] for a key with a dash'],
    ['body.action', 'jq has no function "body" with no arguments; write .body for a key of the event'],
  ])('jq-syntax: %s', (text, message) => {
    expect(jq(text)).toEqual([`[spec.dependencies.0.transform.jq] ${message} [jq-syntax]`]);
  });

  test('jq-syntax: a program of several lines, comments and its own functions is none', () => {
    expect(jq('# the task\ndef task: .body.labels[0].name;\n{task: task, id: "\\(.body.id)"}')).toEqual([]);
    expect(jq('')).toEqual([]);
  });

  test.each([
    ['return event.body. ==', 'Lua cannot read the script: unexpected "==" at column 20'],
    [
      'local a = 1\nreturn a != 2',
      'Lua cannot read the script: unexpected "!" at line 2, column 10; write "~=" for not equal, and "not" for not',
    ],
    [
      'if event.a then return true',
      'Lua cannot read the script: it ends too early, after "…event.a then return true"; an "end" may be missing',
    ],
    ['return {', 'Lua cannot read the script: it ends too early, after "return {"'],
    ['return "x', 'Lua cannot read the script: unterminated string'],
    ['break', 'Lua cannot read the script: no loop to break'],
  ])('lua-syntax: %s', (script, message) => {
    const found = [
      ...lines('lua-syntax', transforming({ script })),
      ...lines('lua-syntax', filtering({ script })),
    ];
    const place = 'spec.dependencies.0';
    expect(found).toEqual([
      `[${place}.transform.script] ${message} [lua-syntax]`,
      `[${place}.filters.script] ${message} [lua-syntax]`,
    ]);
  });

  test('lua-syntax: beside jq, the engine does not look at the script of a transform', () => {
    expect(lines('lua-syntax', transforming({ jq: '.', script: 'if' }))).toEqual([]);
    expect(lines('lua-syntax', filtering({ script: '' }))).toEqual([]);
  });

  test.each([
    ['a ==', 'the expression cannot be read: it ends too early, after "a =="'],
    ['', 'the expression cannot be read: it is empty'],
    ['a = 1', 'the expression cannot be read: "=" is no operator'],
    ['a == 1 and a > 2', 'the expression cannot be read: "and" cannot follow "1"'],
    ['== 1', 'the expression cannot be read: "==" cannot be the first'],
    ['(a == 1', 'the expression cannot be read: a parenthesis has no other one'],
    ['a == "x', 'the expression cannot be read: a text has no closing quote'],
    ['[a == 1', 'the expression cannot be read: "[" has no "]"'],
    ['a == 1.2.3', 'the expression cannot be read: "1.2.3" is no number'],
    ['a =~ "("', 'the expression cannot be read: error parsing regexp: missing closing ): `(`'],
    [
      'contains(a, "x")',
      'the expression calls "contains", but there are no functions; expected operators: =~ looks for a pattern',
    ],
  ])('expr-syntax: %s', (text, message) => {
    expect(lines('expr-syntax', expression(text))).toEqual([
      `[spec.dependencies.0.filters.exprs.0.expr] ${message} [expr-syntax]`,
    ]);
  });

  test.each(['a == "x" && a =~ "^y$"', 'a in ("x", "y")', 'issue.state == 1', 'a == 1 ? true : false'])(
    'expr-syntax: %s is none, or is about a variable',
    (text) => {
      expect(lines('expr-syntax', expression(text))).toEqual([]);
    },
  );

  test.each([
    ['{{ .Input.a | upperr }}', 'there is no function "upperr" for templates; did you mean "upper"?'],
    [
      '{{ .Input.a }}\n{{ toJSON .Input }}',
      'there is no function "toJSON" for templates in line 2; did you mean "toJson"?',
    ],
    ['{{ lookup .Input.a }}', 'there is no function "lookup" for templates'],
    ['{{ .Input.a', 'the template cannot be read: "{{" has no "}}"'],
    [
      '{{ if .Input.a }}a',
      'the template cannot be read: it ends too early, after "{{ if .Input.a }}a"; an {{ end }} may be missing',
    ],
    [
      '{{ .Input.body.my-key }}',
      `the template cannot be read: unexpected "-"; write (index .Input.body "my-key")`,
    ],
    [
      '{{ .Input.labels[0].name }}',
      'the template cannot be read: unexpected "["; write (index .Input.labels 0)',
    ],
    [
      "a\n{{ eq .Input.a 'xy' }}",
      `the template cannot be read: malformed character constant: 'xy' in line 2; write texts in double quotes`,
    ],
    ['{{ $x }}', 'the template cannot be read: undefined variable "$x"'],
    ['{{ end }}', 'the template cannot be read: unexpected {{end}}'],
  ])('template-syntax: %s', (text, message) => {
    const place = 'spec.triggers.0.template.http.payload.0.src';
    for (const key of ['dataTemplate', 'contextTemplate']) {
      expect(lines('template-syntax', sending({ [key]: text }))).toEqual([
        `[${place}.${key}] ${message} [template-syntax]`,
      ]);
    }
    const data = [{ path: 'body.a', type: 'string', value: ['x'], template: text }];
    expect(lines('template-syntax', filtering({ data }))).toEqual([
      `[spec.dependencies.0.filters.data.0.template] ${message} [template-syntax]`,
    ]);
  });

  test.each([
    '',
    'text',
    '{{ range .Input.a }}{{ . }}{{ end }}',
    '{{/* note */}}{{ .Input.a | default "b" }}',
  ])('template-syntax: %j is none', (dataTemplate) => {
    expect(lines('template-syntax', sending({ dataTemplate }))).toEqual([]);
  });

  test.each([
    ['body.a = 1', 'the filter cannot be read: unexpected "=" at column 8; write "=="'],
    ['body.a &&', 'the filter cannot be read: it ends too early, after "body.a &&"'],
    ['body.a == `x`', 'the filter cannot be read: unexpected "`" at column 11'],
    [
      'lowercase(body.a) == "x"',
      'there is no function "lowercase" for filters of event sources; expected "asFloat", "asInt", "jsonpath" or "toJson"',
    ],
    [
      'sprig.trimm(body.a) == "x"',
      'there is no function "trimm" for filters of event sources; did you mean "trim"?',
    ],
  ])('event-filter-syntax: %s', (text, message) => {
    expect(lines('event-filter-syntax', filter(text))).toEqual([
      `[spec.webhook.push.filter.expression] ${message} [event-filter-syntax]`,
    ]);
  });

  test.each([
    'len(body.labels) > 1',
    'asInt(body.n) == 1',
    'sprig.trim(body.a) contains "x"',
    'any(body, {# == 1})',
  ])('event-filter-syntax: %s is none', (text) => {
    expect(lines('event-filter-syntax', filter(text))).toEqual([]);
  });
});

describeEngine('one text has one finding', () => {
  const rulesIn = (object: PlainObject) =>
    check([object])
      .map(({ rule }) => rule)
      .filter((rule) => !rule.startsWith('unknown-'));

  test('a rule that knows what is wrong comes before the parser', () => {
    expect(rulesIn(expression('issue.state == "open" &&'))).toEqual(['expr-variable']);
    expect(rulesIn(sending({ dataTemplate: '{{ .body.a | upperr }}' }))).toEqual(
      expect.not.arrayContaining(['template-syntax']),
    );
  });

  test('otherwise the parser says it', () => {
    expect(rulesIn(expression('(a == 1'))).toEqual(['expr-syntax']);
  });
});
