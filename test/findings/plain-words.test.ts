import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasEngine } from '../../src/engine/load';
import { checkObject, type PlainObject, RULES } from '../../src/lint';
import { check, EXTERNALS, sample } from '../lint/samples';
import { badlyWorded } from '../plain-words';

const finding = (message: string) => ({ rule: 'r', severity: 'error', path: [], message }) as const;

test.each([
  'x is undefined',
  'value is no number: "x", allowed: a number',
  'it must NOT have fewer than 1 characters',
  'expected no {"a":1}',
  'expected [1,2]',
  'expected ^(a|b)$',
  'this isn\'t "x"',
  'it ends.',
])('the check itself finds %s', (message) => {
  expect(badlyWorded([finding(message)])).toHaveLength(1);
});

test.each(['"undefined" is no pattern', 'write [200]', 'labels[0] is "{\\"a\\":1}"'])(
  'and lets %s be',
  (message) => {
    expect(badlyWorded([finding(message)])).toEqual([]);
  },
);

test('every rule says what is wrong with its bad sample in plain words', () => {
  const found = RULES.flatMap(({ id }) => check(sample(id, 'bad'), EXTERNALS));
  const silent = RULES.filter(({ id }) => !found.some(({ rule }) => rule === id)).map(({ id }) => id);
  const asksTheEngine = RULES.filter(({ needsEngine }) => needsEngine).map(({ id }) => id);
  expect(silent).toEqual(hasEngine() ? [] : asksTheEngine);
  expect(badlyWorded(found)).toEqual([]);
});

test('so does the schema, whatever stands in place of any part of the samples', () => {
  const found = RULES.flatMap(({ id }) => sample(id, 'bad')).flatMap((object) =>
    [null, {}, 'text', [7]].flatMap((value) => changed(object, value).flatMap((one) => checkObject(one, []))),
  );
  expect(found.length).toBeGreaterThan(1000);
  expect([...new Set(badlyWorded(found))]).toEqual([]);
  // No keyword of ajv is without words.
  expect(found.filter(({ message }) => /another (?:value|string)/.test(message))).toEqual([]);
});

test('no text in the source has one of the old forms', () => {
  const src = join(__dirname, '../../src');
  const texts = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(?:argo-events|findings|gitops|lint|remediation)\/.*\.ts$/.test(file))
    .flatMap(
      (file) =>
        readFileSync(join(src, file), 'utf8').match(/(?<=finding\(|reject\(|message: )\s*(['`]).*?\1/gs) ??
        [],
    );
  expect(texts.length).toBeGreaterThan(20);
  expect(badlyWorded(texts.map((text) => finding(text.trim().slice(1, -1))))).toEqual([]);
});

/** The object, with the value in place of each of its parts in turn. */
function changed(object: PlainObject, value: unknown): PlainObject[] {
  return Object.entries(object).flatMap(([key, part]) => {
    const inner =
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? changed(part as PlainObject, value)
        : [];
    const items = Array.isArray(part)
      ? part.flatMap((item, index) =>
          typeof item === 'object' && item !== null
            ? changed(item as PlainObject, value).map((one) => [
                ...part.slice(0, index),
                one,
                ...part.slice(index + 1),
              ])
            : [],
        )
      : [];
    return [value, ...inner, ...items].map((other) => ({ ...object, [key]: other }));
  });
}
