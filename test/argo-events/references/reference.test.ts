import { inspect } from 'node:util';
import { gjsonPath } from '../../../src/argo-events/references/path';
import type { Reference } from '../../../src/argo-events/references/ref';
import {
  count,
  describeReference as describeSource,
  each,
  field,
  first,
  isReference,
  item,
  referenceTo,
  sourceOf,
} from '../../../src/argo-events/references/reference';
import { comment, dataOf } from '../events';

const { body, headers } = comment;
const stepsOf = (reference: Reference) => sourceOf(reference).path;
const pathOf = (reference: Reference) => gjsonPath(stepsOf(reference));

describe('a reference', () => {
  test('knows its dependency and what of the event it is', () => {
    const { id } = referenceTo<{ id: string }>({ dependency: 'comment', part: 'context', path: [] });
    expect(sourceOf(id)).toEqual({ dependency: 'comment', part: 'context', path: ['id'] });
    expect(sourceOf(comment)).toEqual({ dependency: 'comment', part: 'data', path: [] });
  });

  test('leads through optional and nullable fields', () => {
    expect(stepsOf(body.comment.user.login)).toEqual(['body', 'comment', 'user', 'login']);
    expect(stepsOf(body.issue.pull_request.url)).toEqual(['body', 'issue', 'pull_request', 'url']);
  });

  test('has keys with dashes and elements by index', () => {
    expect(stepsOf(headers['X-Github-Event'][0])).toEqual(['headers', 'X-Github-Event', 0]);
    for (const index of [-1, 1.5, Number.NaN]) {
      expect(() => item(body.issue.labels, index)).toThrow(
        `comment.data.body.issue.labels: item(…) expects an integer of at least 0, not ${index} [reference]`,
      );
    }
    expect(stepsOf(item(body.issue.labels, 12).name)).toEqual(['body', 'issue', 'labels', 12, 'name']);
  });

  test('of digits that are no index is a key', () => {
    const data = dataOf<{ '01': string; '-1': string; '1.5': string }>();
    expect([data['01'], data['-1'], data['1.5']].map(stepsOf)).toEqual([['01'], ['-1'], ['1.5']]);
  });

  test('stays as it was when a longer one is made of it', () => {
    const { issue } = body;
    void issue.number;
    expect(stepsOf(issue)).toEqual(['body', 'issue']);
  });

  test('is told from other values', () => {
    const values = [comment, body.issue.number, {}, null, undefined, 'comment', () => 1];
    expect(values.map(isReference)).toEqual([true, true, false, false, false, false, false]);
  });
});

describe('field', () => {
  test.each(['then', 'toJSON', 'toString', 'valueOf', 'constructor', 'prototype', '__proto__'] as const)(
    'reaches %s, which the language asks of any object',
    (name) => {
      const data = dataOf<Record<typeof name, string>>();
      expect(stepsOf(field(data, name))).toEqual([name]);
    },
  );

  test('leads on from there', () => {
    expect(stepsOf(field(field(body, 'then'), 'toJSON'))).toEqual(['body', 'then', 'toJSON']);
  });

  test('takes digits for a key, where a plain reference takes them for an index', () => {
    expect(stepsOf(field(body.counts, '0'))).toEqual(['body', 'counts', '0']);
    expect(stepsOf(body.counts['0']!)).toEqual(['body', 'counts', 0]);
  });
});

describe('arrays', () => {
  test('each gives a field of every element', () => {
    expect(pathOf(each(body.issue.labels).name)).toBe('body.issue.labels.#.name');
  });

  test('trap: each without a field would be the number of elements, for so gjson reads a # at the end', () => {
    // @ts-expect-error it is no reference: the array itself is
    const whole: Reference = each(body.issue.labels);
    expect(pathOf(whole)).toBe('body.issue.labels.#');
  });

  test('count is the number of elements', () => {
    expect(pathOf(count(body.issue.labels))).toBe('body.issue.labels.#');
  });

  test.each([
    ['a string', 'name', 'bug', '#(name=="bug")'],
    ['a string with quotes and brackets', 'name', 'a"b)\\', String.raw`#(name=="a\"b)\\")`],
    ['a number', 'number', 7, '#(number==7)'],
    ['a boolean', 'draft', false, '#(draft==false)'],
    ['a key with a dot', 'a.b', 'x', String.raw`#(a\.b=="x")`],
    ['a key with an operator', 'a=b', 'x', String.raw`#(a\=b=="x")`],
  ] as const)('first finds an element by %s', (_, key, value, query) => {
    type Element = { name: string; number: number; draft: boolean; 'a.b': string; 'a=b': string; id: number };
    const { list } = dataOf<{ list: Element[] }>();
    expect(pathOf(first(list, key, value).id)).toBe(`list.${query}.id`);
  });
});

describe('a reference that is used as a plain value', () => {
  const message =
    'comment.data.body.issue.number: event data is used as a plain value, but it is known only when an event comes; ' +
    'put it in a field of a trigger, a filter, or text`…` [reference]';
  const { number } = body.issue;

  test.each<[string, () => unknown]>([
    ['a template literal', () => `task-${number}`],
    ['JSON.stringify', () => JSON.stringify({ issue: number })],
    ['String', () => String(number)],
    ['a sum', () => Number(number) + 1],
    ['a comparison', () => (number as unknown as number) > 3],
    ['toString', () => number.toString()],
    ['valueOf', () => number.valueOf()],
  ])('by %s says where it should go', (_, use) => {
    expect(use).toThrow(message);
  });

  test('by an assignment', () => {
    const target = body.issue as unknown as { number: number };
    expect(() => {
      target.number = 1;
    }).toThrow('comment.data.body.issue.number: a reference to event data cannot be written to [reference]');
  });
});

describe('what the language and its tools ask of any object does not break', () => {
  test('await and promises', async () => {
    expect(sourceOf(await body.issue)).toEqual(sourceOf(body.issue));
    const [awaited] = await Promise.all([body.issue]);
    expect(sourceOf(awaited!)).toEqual(sourceOf(body.issue));
  });

  test.each(['then', 'constructor', 'prototype', '__proto__'])('a look for %s finds nothing', (name) => {
    expect((body as unknown as Record<string, unknown>)[name]).toBeUndefined();
  });

  test('an inspector', () => {
    expect(inspect(body.issue.number)).toContain("'number'");
  });

  test('a look at its prototype, its class and its keys', () => {
    expect(body instanceof Promise).toBe(false);
    expect(Object.keys(body)).toEqual([]);
    expect(Array.isArray(body.issue.labels)).toBe(false);
  });
});

test('describe writes a reference as its reader would', () => {
  expect(describeSource({ dependency: 'a', part: 'context', path: [] })).toBe('a.context');
  expect(describeSource({ dependency: 'a', part: 'data', path: ['x.y', 0] })).toBe(String.raw`a.data.x\.y.0`);
});
