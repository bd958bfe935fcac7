import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTree } from '../../src/gitops/tree';
import { expectedObject } from '../../src/import/expected';
import { nameOfObject } from '../../src/import/kept';
import { asWritten } from '../../src/import/metadata';
import type { PlainObject } from '../../src/lint/rule';
import { TASK_TREE } from '../app';
import { blocks, ROOT, read } from '../docs/markdown';
import { compile, programFolder, withSource } from '../docs/programs';
import kinds from '../engine/kinds/kinds.json';
import { imported, likeThese, objectsIn, renderedBy, writeProgram } from './programs';

const OURS = ['Sensor', 'EventSource', 'EventBus'];
const ofUs = (objects: readonly PlainObject[]) => objects.filter(({ kind }) => OURS.includes(String(kind)));

const RECIPES = 'docs/library/recipes';
const folder = programFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** What the library has rendered: the program has to render exactly the same. */
const OWN: Readonly<Record<string, readonly PlainObject[]>> = {
  'every kind of trigger': [kinds.sensor, kinds.least],
  'every kind of event source and bus': [...kinds.eventSources, ...kinds.eventBuses],
  'the loop': ofUs([...TASK_TREE.values()].flatMap(objectsIn)),
  ...Object.fromEntries(
    readdirSync(join(ROOT, RECIPES))
      .filter((page) => page !== 'README.md')
      .map((page) => [page, ofUs(recipe(page))]),
  ),
};

function recipe(page: string): PlainObject[] {
  const file = join(folder, `recipe-${page.replace('.md', '.ts')}`);
  writeFileSync(file, withSource(blocks(read(`${RECIPES}/${page}`), 'ts').join('\n')));
  return [...renderTree((require(file) as { app: Parameters<typeof renderTree>[0] }).app).values()].flatMap(
    objectsIn,
  );
}

/** What people write: the program has to render the same for the engine. */
const SAMPLES = join(ROOT, 'test/lint/samples');
const WRITTEN: Readonly<Record<string, readonly PlainObject[]>> = Object.fromEntries(
  readdirSync(SAMPLES).flatMap((rule) =>
    ['good', 'bad'].map((name) => {
      const objects = objectsIn(readFileSync(join(SAMPLES, rule, `${name}.yaml`), 'utf8'));
      return [
        `${rule}, ${name}`,
        objects.filter(({ metadata }) => typeof (metadata as PlainObject)?.['name'] === 'string'),
      ];
    }),
  ),
);

const programs = new Map(
  Object.entries({ ...OWN, ...WRITTEN })
    .filter(([, objects]) => objects.length > 0)
    .map(([name, objects]) => {
      const result = imported(objects);
      return [name, { objects, result, file: writeProgram(folder, name, result) }];
    }),
);

const NONE = { objects: [], file: '', result: imported([]) };

test('all programs compile', () => {
  expect(programs.size).toBeGreaterThan(100);
  expect(compile(folder)).toBe('');
});

/** The parameters of a trigger fill different places, so their order means nothing. */
function ordered(object: PlainObject): unknown {
  return JSON.parse(JSON.stringify(object), (key, value: unknown) =>
    key === 'parameters' && Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value,
  );
}

test.each(Object.keys(OWN))('what the library has rendered is rendered again: %s', (name) => {
  const { objects, file } = programs.get(name) ?? { objects: [], file: '' };
  expect(objects.length).toBeGreaterThan(0);
  expect(likeThese(objects, renderedBy(file)).map(ordered)).toEqual(objects.map(ordered));
});

test.each(Object.keys(WRITTEN).filter((name) => programs.has(name)))(
  'the engine would see no difference: %s',
  (name) => {
    const { objects, file, result } = programs.get(name) ?? NONE;
    const whole = result.kept.filter(({ what }) => what === '').map(({ object }) => object);
    likeThese(objects, renderedBy(file)).forEach((other, index) => {
      const written = asWritten(objects[index] ?? {}, 'events');
      const isOurs = OURS.includes(String(other['kind'])) && !whole.includes(nameOfObject(other));
      const expected = isOurs ? expectedObject(written, other) : written;
      expect(other).toEqual(JSON.parse(JSON.stringify(expected)));
    });
  },
);

test.each(Object.keys(OWN))('nothing of it is a Manifest: %s', (name) => {
  expect(programs.get(name)?.result.kept.filter(({ what }) => what === '')).toEqual([]);
});

test('what has a function is written with it', () => {
  const kept = Object.keys(OWN).flatMap((name) => programs.get(name)?.result.kept ?? []);
  expect(kept.map(({ object, what, why }) => `${object}, ${what}: ${why}`)).toEqual([
    // The event is in the arguments of the command, in a whole spec, and in a port alone.
    'Sensor "kinds", trigger "act-retry-workflow": its function renders another parameters',
    'Sensor "kinds", trigger "act-engine-form": its function renders another argoWorkflow.source.resource.spec',
    'Sensor "least", trigger "act-email": email(…) requires "port"',
  ]);
});
