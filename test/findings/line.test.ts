import { inspect } from 'node:util';
import type { Finding } from '../../src/findings/finding';
import { lineWithin, pathText, toLine } from '../../src/findings/line';
import { ValidationError } from '../../src/findings/validation-error';

const found = (more: Partial<Finding> = {}): Finding => ({
  rule: 'some-rule',
  severity: 'error',
  path: [],
  message: 'never runs',
  ...more,
});

describe('the line of a finding', () => {
  const object = { apiVersion: 'v1', kind: 'Sensor', namespace: 'events', name: 'triage' };
  const path = ['spec', 'triggers', 1];

  test.each<[string, Partial<Finding>, string]>([
    ['nothing but a message', {}, 'never runs [some-rule]'],
    ['help', { help: 'remove it' }, 'never runs; remove it [some-rule]'],
    ['a path', { path }, 'spec.triggers[1]: never runs [some-rule]'],
    ['a subject', { subject: 'trigger "a"' }, 'trigger "a": never runs [some-rule]'],
    ['both', { subject: 'trigger "a"', path }, 'trigger "a" (spec.triggers[1]): never runs [some-rule]'],
    ['a construct', { construct: 'shop/triage', object }, '[shop/triage] never runs [some-rule]'],
    ['an object', { object }, '[Sensor events/triage] never runs [some-rule]'],
    [
      'an object without a namespace',
      { object: { apiVersion: 'v1', kind: 'Sensor', name: 'a' } },
      '[Sensor a] never runs [some-rule]',
    ],
    [
      'an object without anything',
      { object: { apiVersion: '', kind: '', name: '' } },
      '[object without name] never runs [some-rule]',
    ],
  ])('with %s', (_, more, line) => {
    expect(toLine(found(more))).toBe(line);
  });

  test('is one line, whatever its message is', () => {
    expect(toLine(found({ message: 'One\n  two\r\nthree\u2028four' }))).toBe(
      'One two three four [some-rule]',
    );
  });

  test('has no construct where that is known', () => {
    expect(lineWithin(found({ construct: 'a', path }))).toBe('spec.triggers[1]: never runs [some-rule]');
  });
});

test.each([
  [['spec', 'triggers', 0, 'template'], 'spec.triggers[0].template'],
  [['metadata', 'annotations', 'a.b/c'], 'metadata.annotations["a.b/c"]'],
  [['spec', 'webhook', '0'], 'spec.webhook["0"]'],
  [['data', 'my-key'], 'data.my-key'],
  [[], ''],
])('%j is the path %s', (path, text) => {
  expect(pathText(path)).toBe(text);
});

test('the message of an error is one line for each finding', () => {
  const error = new ValidationError([found({ construct: 'a' }), found({ message: 'is twice there' })]);
  expect(error.message).toBe('[a] never runs [some-rule]\nis twice there [some-rule]');
  expect(error.name).toBe('ValidationError');
  expect(error.findings).toHaveLength(2);
});

test('an error that nobody catches is printed as its message and its stack', () => {
  const error = new ValidationError([found({ construct: 'a' })]);
  expect(inspect(error)).toBe(error.stack);
});
