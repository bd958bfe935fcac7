import { hasEngine } from '../../src/engine/load';
import { toLine } from '../../src/findings/line';
import type { PlainObject } from '../../src/lint';
import { ACCEPTED, REFUSED, sensorWith } from './defects';
import { eventSource } from './objects';
import { check } from './samples';

// The suite on the engine shows of each of these that validation accepts it, and what then becomes of an event. Here is
// what refuses it.

/** What only the engine's own parsers can tell. Without the engine, as in a fresh clone, it is let through. */
const SYNTAX = hasEngine()
  ? []
  : ['expr syntax', 'Lua syntax', 'jq syntax', 'dataTemplate syntax', 'unknown template function'];

const EXTERNALS = [
  { kind: 'ServiceAccount', metadata: { name: 'sensor' } },
  { kind: 'EventBus', metadata: { name: 'default' } },
  { kind: 'EventSource', metadata: eventSource({})['metadata'] },
];

/** What the schema and the rules say. */
function findings(sensor: PlainObject): string[] {
  return check([sensor], EXTERNALS).map(toLine);
}

test('there are defects to look at, and the sensor without them is sound', () => {
  expect(ACCEPTED.length).toBeGreaterThan(25);
  expect(REFUSED.length).toBeGreaterThan(2);
  expect(findings(sensorWith('{}'))).toEqual([]);
});

test.each([...ACCEPTED, ...REFUSED])('$name: refused', ({ name, sensor }) => {
  const found = findings(sensor);
  if (SYNTAX.includes(name)) expect(found).toEqual([]);
  else expect(found).not.toEqual([]);
});
