import { inspect } from 'node:util';
import fc from 'fast-check';
import { count, field, nonNull, referenceTo } from '../../../src/argo-events/references/reference';
import { isSlot, parameterSource, raw, text, withDefault } from '../../../src/argo-events/references/slot';
import { textWith } from '../arbitrary';
import { comment, dataOf } from '../events';
import { printed } from './readers';

const { body } = comment;
const context = referenceTo<{ id: string }>({ dependency: 'comment', part: 'context', path: [] });

/** The template of the engine. */
function templateOf(slot: ReturnType<typeof text>): string {
  const { dataTemplate, contextTemplate } = parameterSource(slot);
  return dataTemplate ?? contextTemplate ?? '';
}

describe('the source of a parameter', () => {
  test('of data is its key', () => {
    expect(parameterSource(body.comment.user.login)).toEqual({
      dependencyName: 'comment',
      dataKey: 'body.comment.user.login',
    });
  });

  test('of the context is another key', () => {
    expect(parameterSource(context.id)).toEqual({ dependencyName: 'comment', contextKey: 'id' });
  });

  test('trap: no key at all would be the whole event, context included', () => {
    expect(parameterSource(comment)).toEqual({ dependencyName: 'comment', dataKey: '@this' });
    expect(parameterSource(context)).toEqual({ dependencyName: 'comment', contextKey: '@this' });
  });
});

describe('raw', () => {
  test('keeps the type of the value, which the engine would turn into text', () => {
    expect(parameterSource(raw(body.issue.number))).toEqual({
      dependencyName: 'comment',
      dataKey: 'body.issue.number',
      useRawData: true,
    });
  });
});

describe('withDefault', () => {
  const NOT_NULL = '|[[@this]].#(0!=~null).0';
  test.each([
    ['a reference', withDefault(body.issue.state, 'open'), { dataKey: `body.issue.state${NOT_NULL}` }],
    [
      'raw data',
      withDefault(raw(body.issue.state), 'open'),
      { dataKey: `body.issue.state${NOT_NULL}`, useRawData: true },
    ],
    ['the context', withDefault(context.id, 'open'), { contextKey: `id${NOT_NULL}` }],
    [
      'what is not null',
      withDefault(nonNull(body.issue.state), 'open'),
      { dataKey: `body.issue.state${NOT_NULL}` },
    ],
  ])('gives %s a value for events without it, or with null', (_, slot, source) => {
    expect(parameterSource(slot)).toEqual({ dependencyName: 'comment', ...source, value: 'open' });
  });

  test('gives a text a value for events without', () => {
    const template = text`is ${body.issue.state}`;
    expect(parameterSource(withDefault(template, ''))).toEqual({ ...parameterSource(template), value: '' });
  });
});

describe('text', () => {
  test('with one value looks it up once', () => {
    expect(templateOf(text`task-${body.issue.number}, ${body.issue.number}!`)).toBe(
      '{{ $v := index .Input.body.issue.number }}task-{{ kindIs "string" $v | ternary $v (toJson $v) }}, ' +
        '{{ kindIs "string" $v | ternary $v (toJson $v) }}!',
    );
  });

  test('with several values says once how one is printed', () => {
    const slot = text`task-${body.issue.number}-of-${body.comment.user.login}`;
    expect(templateOf(slot)).toBe(
      '{{ define "v" }}{{ kindIs "string" . | ternary . (toJson (index .)) }}{{ end }}' +
        'task-{{ template "v" .Input.body.issue.number }}-of-{{ template "v" .Input.body.comment.user.login }}',
    );
    expect(parameterSource(slot)).toEqual({
      dependencyName: 'comment',
      dataTemplate: expect.stringContaining('task-'),
    });
  });

  test('of the context is another template', () => {
    expect(parameterSource(text`event-${context.id}`)).toEqual({
      dependencyName: 'comment',
      contextTemplate: expect.stringContaining('{{ $v := index .Input.id }}event-'),
    });
  });

  test('keys that are no names are looked up', () => {
    expect(templateOf(text`${comment.headers['X-Github-Event'][0]}`)).toContain(
      '{{ $v := index (index .Input "headers" "X-Github-Event" 0) }}',
    );
    expect(templateOf(text`${field(body.counts, '7')}`)).toContain(
      '{{ $v := index (index .Input "body" "counts" "7") }}',
    );
  });

  test('takes null as absent anyway', () => {
    expect(templateOf(text`is ${nonNull(body.issue.state)}`)).toBe(templateOf(text`is ${body.issue.state}`));
  });

  test('literal braces are text', () => {
    expect(templateOf(text`{{ .Input.secret }}${body.action}`)).toContain(
      '}}{{ "{{" }} .Input.secret }}{{ kindIs ',
    );
  });

  test('trap: a brace before a value would be the first of three, which no template parses', () => {
    expect(printed(templateOf(text`{${body.action}}`), ['created'])).toBe('{created}');
    expect(printed(templateOf(text`{{{${body.action}}}}`), ['created'])).toBe('{{{created}}}');
  });

  test('any literal text is printed as it is', () => {
    const literal = textWith('{}"\\-`/* \na');
    fc.assert(
      fc.property(fc.array(literal, { minLength: 2, maxLength: 4 }), (literals) => {
        const values = literals.slice(1).map((_, index) => `<${index}>`);
        const references = values.map((_, index) => field(body.counts, `${index}`));
        const strings = Object.assign([...literals], { raw: literals });
        expect(printed(templateOf(text(strings, ...references)), values)).toBe(
          String.raw({ raw: literals }, ...values),
        );
      }),
    );
  });

  test('without a reference is a plain string', () => {
    expect(() => text`task`).toThrow('text`…` has no reference; write a plain string [reference]');
  });

  test('takes references only', () => {
    for (const value of [
      withDefault(body.action, 'none'),
      raw(body.issue.labels),
      text`#${body.issue.number}`,
    ]) {
      expect(() => text`is ${value as never}`).toThrow(
        'text`…` has a withDefault(…), a raw(…) or another text`…` in it; it takes references only: put withDefault(…) around the whole text',
      );
    }
  });

  test('takes values from one dependency only', () => {
    const other = dataOf<{ task: string }>('other');
    expect(() => text`${body.action}-${other.task}`).toThrow(
      'text`…` has both comment.data.body.action and other.data.task; the engine can join',
    );
  });

  test('takes values from the data or the context, not from both', () => {
    expect(() => text`${body.action}-${context.id}`).toThrow(
      'text`…` has both comment.data.body.action and comment.context.id; the engine can join',
    );
  });

  test('has no queries', () => {
    expect(() => text`${count(body.issue.labels)}`).toThrow(
      'text`…` cannot have first(…), each(…) or count(…); put the reference in a field by itself [reference]',
    );
  });
});

describe('a slot that is used as a plain value', () => {
  const { number } = body.issue;
  test.each([
    [
      'raw',
      raw(number),
      'raw(comment.data.body.issue.number): event data is used as a plain value, but it is known only when an event ' +
        'comes; put its reference, without raw(), in text`…` [reference]',
    ],
    [
      'text',
      text`#${number}`,
      'a text of comment: event data is used as a plain value, but it is known only when an event comes; put it in a ' +
        'field of a trigger as it is, or its references in one text`…` [reference]',
    ],
    [
      'with a default',
      withDefault(context.id, ''),
      'comment.context.id: event data is used as a plain value, but it is known only when an event comes; put it in ' +
        'a field of a trigger as it is, or its references in one text`…` [reference]',
    ],
  ])('is refused: %s', (_name, value, message) => {
    expect(() => `pr-${value}`).toThrow(message);
    expect(() => ['pr', value].join('-')).toThrow(message);
    expect(() => String(value)).toThrow(message);
  });

  test('can still be looked at and compared', () => {
    expect(raw(number)).toEqual(raw(number));
    expect(() => inspect(text`#${number}`)).not.toThrow();
  });
});

test('isSlot tells what takes its content from an event', () => {
  const slots = [body.action, raw(body.action), text`${body.action}`, withDefault(body.action, '')];
  expect(slots.map(isSlot)).toEqual([true, true, true, true]);
  expect(['text', 1, null, undefined, {}, []].map(isSlot)).toEqual(Array(6).fill(false));
});
