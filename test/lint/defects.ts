import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { PlainObject } from '../../src/lint';

// The defects that the suite on the engine tries, as sensors: `test/engine/traps/let_through_test.go` says what the engine
// makes of each.
const TRAPS = join(__dirname, '../engine/traps');
const text = readFileSync(join(TRAPS, 'let_through_test.go'), 'utf8');

/** A sensor with one defect. */
export interface Defect {
  readonly name: string;
  readonly sensor: PlainObject;
}

/** The defects that the validation of the engine accepts. */
export const ACCEPTED: readonly Defect[] = [...text.matchAll(/\{"([^"(][^"]*)", `([^`]+)`, on\w+,/g)].map(
  ([, name = '', difference = '']) => ({ name, sensor: sensorWith(difference) }),
);

/** The defects that it refuses. */
export const REFUSED: readonly Defect[] = [...text.matchAll(/^\t\t`([^`]+)`: +["`](.*)["`],$/gm)].map(
  ([, difference = '', name = '']) => ({ name, sensor: sensorWith(difference) }),
);

/** The constants of helpers_test.go that make up the ordinary sensor. */
function ordinary(constant: string): PlainObject {
  const helpers = readFileSync(join(TRAPS, 'helpers_test.go'), 'utf8');
  return parse(new RegExp(`${constant}\\s*= \`([^\`]+)\``).exec(helpers)?.[1] ?? '') as PlainObject;
}

function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

/** The ordinary sensor with a difference: YAML of what differs in its dependency, its trigger and its spec. */
export function sensorWith(difference: string): PlainObject {
  const parts = parse(difference) as Partial<Record<'dependency' | 'trigger' | 'spec', PlainObject>>;
  const dependency = patched(ordinary('ordinaryDependency'), parts.dependency ?? {});
  const trigger = patched(ordinary('ordinaryTrigger'), parts.trigger ?? {});
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Sensor',
    metadata: { name: 'sensor', namespace: 'events' },
    spec: patched(
      { template: { serviceAccountName: 'sensor' }, dependencies: [dependency], triggers: [trigger] },
      parts.spec ?? {},
    ),
  };
}
