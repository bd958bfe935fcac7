import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toLine } from '../../src/findings/line';
import type { PlainObject } from '../../src/lint';
import { eventSource } from './objects';
import { check } from './samples';

// The suite on the engine shows of each of these that validation accepts it, and what then becomes of an event. Here is
// what refuses it.
const TRAPS = join(__dirname, '../engine/traps');
const text = readFileSync(join(TRAPS, 'let_through_test.go'), 'utf8');
const defects = [...text.matchAll(/\{"([^"(][^"]*)", `([^`]+)`, on\w+,/g)].map(
  ([, name = '', difference = '']) => [name, difference] as const,
);

/** What only the engine's own parsers can tell; the suite on the engine looks at what is rendered for it. */
const SYNTAX = ['expr syntax', 'Lua syntax', 'jq syntax', 'dataTemplate syntax', 'unknown template function'];

/** The constants of helpers_test.go that make up the ordinary sensor. */
function ordinary(constant: string): PlainObject {
  const helpers = readFileSync(join(TRAPS, 'helpers_test.go'), 'utf8');
  return parse(new RegExp(`${constant}\\s*= \`([^\`]+)\``).exec(helpers)?.[1] ?? '') as PlainObject;
}

const isObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A merge patch, RFC 7396. */
function patched(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = patched(result[key], value);
  }
  return result;
}

function sensorWith(difference: string): PlainObject {
  const parts = parse(difference) as Partial<Record<'dependency' | 'trigger' | 'spec', PlainObject>>;
  const dependency = patched(ordinary('ordinaryDependency'), parts.dependency ?? {});
  const trigger = patched(ordinary('ordinaryTrigger'), parts.trigger ?? {});
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Sensor',
    metadata: { name: 'sensor', namespace: 'events' },
    spec: patched({ dependencies: [dependency], triggers: [trigger] }, parts.spec ?? {}),
  };
}

const EXTERNALS = [
  { kind: 'EventBus', metadata: { name: 'default' } },
  { kind: 'EventSource', metadata: eventSource({})['metadata'] },
];

/** What the schema and the rules say. */
function findings(sensor: PlainObject): string[] {
  return check([sensor], EXTERNALS).map(toLine);
}

test('there are defects to look at, and the sensor without them is sound', () => {
  expect(defects.length).toBeGreaterThan(25);
  expect(findings(sensorWith('{}'))).toEqual([]);
});

test.each(defects)('%s: refused', (name, difference) => {
  const found = findings(sensorWith(difference));
  if (SYNTAX.includes(name)) expect(found).toEqual([]);
  else expect(found).not.toEqual([]);
});
