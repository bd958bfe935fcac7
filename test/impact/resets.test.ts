import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { consumersOf } from '../../src/impact/consumers';
import { fatesOf } from '../../src/impact/fates';
import { treeOf } from '../../src/impact/tree';
import type { PlainObject } from '../../src/lint/rule';

/** A row of the table that the engine is asked too: test/engine/resets. */
interface Row {
  readonly name: string;
  readonly old: PlainObject;
  readonly new: PlainObject;
  readonly before?: readonly PlainObject[];
  readonly kept?: readonly string[];
  readonly reset?: readonly string[];
  readonly deleted?: readonly string[];
  readonly left?: readonly string[];
  readonly made?: readonly string[];
  readonly woken?: readonly string[];
  readonly stuck?: readonly string[];
}

const TABLE = join(__dirname, '../engine/resets/cases.yaml');
const ROWS = parse(readFileSync(TABLE, 'utf8'), { maxAliasCount: -1 }) as readonly Row[];

/** A Sensor of the table, with what it leaves out. */
function sensorOf({ metadata, ...others }: PlainObject): PlainObject {
  const full = { namespace: 'events', ...(metadata as object) };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Sensor', metadata: full, ...others };
}

test('there is a table', () => expect(ROWS.length).toBeGreaterThan(50));

test.each(ROWS.map((row) => [row.name, row] as const))('%s', (_name, row) => {
  const [old, now] = [sensorOf(row.old), sensorOf(row.new)];
  const fates = fatesOf(treeOf([old]), treeOf([now]));
  const told = (...kinds: string[]) =>
    fates
      .filter(({ fate }) => kinds.includes(fate))
      .map(({ consumer }) => `${consumer.trigger}/${consumer.dependency}`)
      .sort();
  const sorted = (list: readonly string[] = []) => [...list].sort();
  expect(told('kept')).toEqual(sorted(row.kept));
  expect(told('reset')).toEqual(sorted(row.reset));
  expect(told('deleted')).toEqual(sorted(row.deleted));
  // A consumer that a trigger cannot use stays where it is too.
  expect(told('left', 'stuck')).toEqual(sorted(row.left));
  // Nobody can see in two trees what an earlier sensor has left on the bus.
  if (row.before !== undefined) return;
  expect(told('stuck').map((name) => name.split('/')[0])).toEqual(sorted(row.stuck));
  const going = new Set([...told('kept', 'reset', 'stuck')]);
  const made = consumersOf(now).map(({ trigger, dependency }) => `${trigger}/${dependency}`);
  expect(made.filter((name) => !going.has(name)).sort()).toEqual(sorted(row.made));
});
