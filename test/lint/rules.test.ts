import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkObject, checkSet, type PlainObject, RULES } from '../../src/lint';
import { applyRules, notRun } from '../../src/lint/check';
import { check, EXTERNALS, found, sample, sampled } from './samples';

const ids = RULES.map(({ id }) => id);
const messages = readdirSync(join(__dirname, 'messages'))
  .map((file) => readFileSync(join(__dirname, 'messages', file), 'utf8'))
  .join('\n');

test('rules are in the order of their ids, each once', () => {
  expect(ids).toEqual([...new Set(ids)].sort());
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  // Without the engine, some find nothing.
  const testFinding = notRun().includes(rule) ? test.skip : test;

  test('is in a file of its name and describes itself', () => {
    expect(existsSync(join(__dirname, `../../src/lint/rules/${id}.ts`))).toBe(true);
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(['error', 'warning']).toContain(rule.severity);
    expect(rule.summary).toMatch(/^[A-Z].*[^.]$/);
    // What the engine does, with the file that shows it.
    expect(rule.why).toMatch(/^[A-Z].*pkg\/[\w/.-]+.*\.$/);
    expect(`${rule.summary} ${rule.why}`).not.toMatch(/n't\b|\n/);
  });

  test('has a test of each of its messages', () => {
    expect(messages).toContain(`'${id}'`);
    const texts = textsOf(id);
    expect(texts).not.toEqual([]);
    for (const text of texts) expect(messages).toMatch(text);
  });

  test('is about kinds that there are', () => {
    for (const kind of 'kinds' in rule ? rule.kinds : []) {
      expect(['Sensor', 'EventSource', 'EventBus']).toContain(kind);
    }
  });

  testFinding('has a bad sample, in which it and no other finds something', () => {
    const findings = check(sample(id, 'bad'), EXTERNALS);
    expect(new Set(findings.map((finding) => finding.rule))).toEqual(new Set([id]));
    for (const { severity, message } of findings) {
      expect(severity).toBe(rule.severity);
      expect(message).toMatch(/^\S.*[^.]$/);
      expect(message).not.toMatch(/n't\b/);
    }
  });

  test('has a good sample, in which nothing is found', () => {
    expect(check(sample(id, 'good'), EXTERNALS).map(({ message }) => message)).toEqual([]);
  });

  test.each(['bad', 'good'] as const)('has a %s sample that the schema takes', (name) => {
    for (const object of sample(id, name)) expect(checkObject(object, [])).toEqual([]);
  });

  test('survives anything that may stand anywhere in its samples', () => {
    for (const objects of [sample(id, 'bad'), sample(id, 'good')]) {
      for (const place of placesBelow(objects)) {
        for (const value of [undefined, null, {}, [], [null], 0, '', 'text', true]) {
          expect(() => found(rule, replaced(objects, place, value) as PlainObject[])).not.toThrow();
        }
      }
    }
  });
});

test('every folder of samples is of a rule', () => {
  expect(sampled).toEqual(ids);
});

test('rules survive arbitrary JSON in place of any part of a sample', () => {
  const anywhere = fc.constantFrom(...ids).chain((id) => {
    const objects = sample(id, 'bad');
    return fc.tuple(fc.constant(objects), fc.constantFrom(...placesBelow(objects)), fc.jsonValue());
  });
  fc.assert(
    fc.property(anywhere, ([objects, place, value]) => {
      check(replaced(objects, place, value) as PlainObject[]);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  undefined,
  null,
  {},
  [],
  1,
  'text',
  { kind: 'Sensor' },
  { kind: { toString: 1 } },
  { kind: null },
])('rules survive %j for an object', (value) => {
  const object = value as unknown as PlainObject;
  const bus = { kind: 'EventBus', metadata: { name: 'default' } };
  expect(applyRules(object, RULES)).toEqual([]);
  expect(() => checkObject(object)).not.toThrow();
  expect(checkSet([object, object], { externals: [bus] })).toEqual([]);
  // Nor is anything found about an object that is declared external.
  expect(checkSet([], { externals: [object] })).toEqual([]);
  expect(() =>
    checkSet(
      RULES.flatMap(({ id }) => sample(id, 'bad')),
      { externals: [object], complete: true },
    ),
  ).not.toThrow();
});

test('rules survive an object that contains itself, as an alias in YAML may make one', () => {
  const [sensor] = sample('duplicate-trigger', 'bad');
  const spec = sensor?.['spec'] as { triggers: Record<string, unknown>[] };
  const [trigger] = spec.triggers;
  trigger!['dlqTrigger'] = trigger;
  trigger!['parameters'] = [spec];
  const lines = check([sensor!]).map(({ rule, message }) => `${rule}: ${message}`);
  expect(lines).toContainEqual(expect.stringMatching(/^duplicate-trigger: /));
  expect(lines).toContain('schema: contains itself, or is nested too deep to be checked');
});

/** The messages that a rule reports, as they stand in its file; what is put into one may be anything. */
function textsOf(id: string): RegExp[] {
  const source = readFileSync(join(__dirname, `../../src/lint/rules/${id}.ts`), 'utf8');
  // What this function says, every rule says that calls it.
  const called = source.includes('reportUnknownNames(')
    ? readFileSync(join(__dirname, '../../src/lint/resolve.ts'), 'utf8')
    : '';
  const code = `${source}${called}`;
  return [...code.matchAll(/\breport(?:On\(\w+\))?\((?!\w+\))/g)]
    .flatMap((call) => literalsIn(argumentsAt(code, call.index + call[0].length)[1] ?? ''))
    .map((parts) => new RegExp(parts.map((part) => escaped(part.trim())).join('[^\\n]*')));
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The arguments of the call whose parenthesis opens before the index. */
function argumentsAt(code: string, index: number): string[] {
  const found = [''];
  let depth = 0;
  for (const token of code.slice(index).match(/'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|[\s\S]/g) ?? []) {
    if ('([{'.includes(token)) depth++;
    if (')]}'.includes(token)) depth--;
    if (depth < 0) break;
    if (token === ',' && depth === 0) found.push('');
    else found.push(found.pop() + token);
  }
  return found;
}

/** The constant parts of each text in an expression that is a text, or a choice of two. */
function literalsIn(expression: string): string[][] {
  const texts = expression.match(/'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g) ?? [];
  return texts.map((text) => text.slice(1, -1).split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/));
}

type Place = readonly (string | number)[];

/** The place of every value in a value, at any depth. */
function placesBelow(value: unknown, place: Place = []): Place[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return inner.flatMap(([key, item]) => [[...place, key], ...placesBelow(item, [...place, key])]);
}

/** The objects with another value in that place. */
function replaced(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  const inner = (value as PlainObject)[key];
  if (!Array.isArray(value)) return { ...(value as object), [key]: replaced(inner, rest, other) };
  return value.map((item, index) => (index === Number(key) ? replaced(inner, rest, other) : item));
}
