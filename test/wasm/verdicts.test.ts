import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { verdictsOn } from '../../scripts/verdicts/verdicts';
import { engine } from '../../src/engine/load';
import type { PlainObject } from '../../src/lint';
import { TASK_TREE } from '../app';
import { describeEngine } from '../engine-built';
import { sample, sampled } from '../lint/samples';
import { payloads } from '../payloads';

// The verdicts that are committed come from the suite in Go, on the engine as it is. WebAssembly says the same, of every sample
// event and of every sample of a rule.

const SUITE = join(__dirname, '../engine');
const VERDICTS = join(SUITE, 'verdicts');

describeEngine('the engine as WebAssembly', () => {
  test('gives the verdicts of the suite on the engine, byte for byte', () => {
    const verdicts = verdictsOn(engine()!, TASK_TREE, payloads);
    const committed = readdirSync(VERDICTS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file): [string, string] => [file, readFileSync(join(VERDICTS, file), 'utf8')]);
    expect(committed.length).toBeGreaterThan(100);
    expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(committed));
  });

  test('validates the samples of the rules as the suite on the engine does', () => {
    const opinions = parse(readFileSync(join(SUITE, 'samples.yaml'), 'utf8')) as Record<
      string,
      { readonly validation: string }
    >;
    const said = Object.fromEntries(sampled.map((id) => [id, validationOf(sample(id, 'bad'))]));
    const wanted = Object.fromEntries(
      Object.entries(opinions).map(([id, { validation }]) => [
        id,
        ofSources(sample(id, 'bad')) ? undefined : validation,
      ]),
    );
    expect(said).toEqual(wanted);
    expect(Object.values(said).filter((one) => one?.startsWith('rejected')).length).toBeGreaterThan(2);
  });
});

/** The engine as WebAssembly does not validate EventSources: that would need the code of every kind. */
function ofSources(objects: readonly PlainObject[]): boolean {
  return objects.some(({ kind }) => kind === 'EventSource');
}

/** What the suite records: of several refusals the last. */
function validationOf(objects: readonly PlainObject[]): string | undefined {
  if (ofSources(objects)) return undefined;
  const buses = objects.filter(({ kind }) => kind === 'EventBus');
  const sensors = objects.filter(({ kind }) => kind === 'Sensor');
  const bus = buses[0] ?? { kind: 'EventBus', spec: { jetstream: { version: 'latest' } } };
  const refusals = [
    ...buses.map((one) => engine()!.validate(one)),
    ...sensors.map((one) => engine()!.validate(one, bus)),
  ].filter((one) => one !== undefined);
  return refusals.length === 0 ? 'accepted' : `rejected: ${refusals.at(-1)}`;
}
