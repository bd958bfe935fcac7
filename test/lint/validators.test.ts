import { Module } from 'node:module';
import type { ValidateFunction } from 'ajv';
import { validatorCode } from '../../scripts/build-validators';
import type { PlainObject } from '../../src/lint';
import { SCHEMAS, type SchemaName } from '../../src/lint/schemas';
import { validatorOf } from '../../src/lint/validators';
import { sample, sampled } from './samples';

// The package has code that ajv wrote; here ajv compiles the schemas. Both have to say the same.

const KINDS: Readonly<Record<SchemaName, string>> = {
  sensor: 'Sensor',
  eventsource: 'EventSource',
  eventbus: 'EventBus',
};

function fromCode(name: SchemaName): ValidateFunction {
  const module = new Module(`${__dirname}/${name}.js`) as Module & {
    _compile(code: string, file: string): void;
  };
  module.paths = [`${__dirname}/../../node_modules`];
  module._compile(validatorCode(name), module.id);
  return module.exports as ValidateFunction;
}

const samples = sampled.flatMap((id) => [...sample(id, 'bad'), ...sample(id, 'good')]);

/** An object with each of its fields replaced in turn, at any depth. */
function* changesOf(value: unknown): Generator<unknown> {
  yield* [null, 7, 'a', [], {}];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    for (const changed of changesOf(member)) {
      yield Object.assign(Array.isArray(value) ? [...value] : { ...value }, { [key]: changed });
    }
  }
  if (!Array.isArray(value)) yield { ...value, 'un/~known %41': 1 };
}

test.each(Object.keys(SCHEMAS) as SchemaName[])('the code for %s refuses what the schema does', (name) => {
  const objects = samples.filter(({ kind }) => kind === KINDS[name]);
  const [written, compiled] = [fromCode(name), validatorOf(name)];
  let refused = 0;
  for (const object of objects.flatMap((one) => [one, ...(changesOf(one) as Iterable<PlainObject>)])) {
    written(object);
    compiled(object);
    expect(written.errors).toEqual(compiled.errors);
    if (compiled.errors) refused++;
  }
  expect(refused).toBeGreaterThan(100);
});
