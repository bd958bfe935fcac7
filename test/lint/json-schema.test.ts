import { Ajv, type ErrorObject } from 'ajv';
import fc, { type GeneratorValue } from 'fast-check';
import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import {
  type JsonSchema,
  type SchemaDocument,
  type SchemaFault,
  schemaFaults,
} from '../../src/lint/json-schema';

// ajv judges: another program, which compiles the same schemas in its own way.

const SCHEMAS: Readonly<Record<string, SchemaDocument>> = { sensor, eventSource, eventBus };
const KEYWORDS =
  'additionalProperties anyOf const dependencies enum maximum minItems minLength minimum not oneOf pattern required type';

test.each(Object.entries(SCHEMAS))(
  'ajv refuses the same in objects that the schema of %s allows more or less',
  (_, schema) => {
    const judge = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
    fc.assert(
      fc.property(fc.gen(), (generate) => {
        const value = new Maker(schema, generate).make(schema);
        const faults = schemaFaults(schema, value);
        judge(value);
        expect(linesOf(faults)).toEqual(linesOfJudge(judge.errors));
      }),
      { numRuns: 1000 },
    );
  },
);

const ONE: JsonSchema = { required: ['a'] };
const OTHER: JsonSchema = { required: ['b'] };

test.each<readonly [string, JsonSchema, readonly unknown[]]>([
  ['type', { type: 'integer' }, [1, 1.5, '1', null, Infinity]],
  ['type', { type: ['integer', 'string'] }, [1, 'a', true, []]],
  ['type', { type: 'object' }, [{}, [], null, 'a']],
  ['const', { const: 'a' }, ['a', 'b', 1]],
  ['enum', { enum: ['a', 1] }, ['a', 1, '1', {}]],
  ['not', { not: { const: 2 } }, [1, 2]],
  ['anyOf', { anyOf: [ONE, OTHER] }, [{}, { a: 1 }, { a: 1, b: 1 }, 1]],
  ['oneOf', { oneOf: [ONE, OTHER] }, [{}, { a: 1 }, { a: 1, b: 1 }, 1]],
  ['minLength', { minLength: 2 }, ['', 'a', '🔴', 'ab', '🔴🔴', 1]],
  ['pattern', { pattern: '^.$' }, ['a', '🔴', 'ab', 1]],
  ['minimum', { minimum: 1 }, [0, 1, '0']],
  ['maximum', { maximum: 1 }, [1, 2, '2']],
  ['minItems', { minItems: 1, items: { type: 'string' } }, [[], ['a'], ['a', 1, 2], {}]],
  ['required', { required: ['a', 'b'] }, [{}, { a: undefined, b: 1 }, []]],
  ['dependencies', { dependencies: { a: ['b', 'c'] } }, [{}, { a: 1 }, { a: 1, b: 1 }, { a: undefined }]],
  ['required', { dependencies: { a: OTHER } }, [{}, { a: 1 }, { a: 1, b: 1 }]],
  [
    'additionalProperties',
    { properties: { a: {} }, additionalProperties: false },
    [{ a: 1 }, { b: 1, c: 1 }],
  ],
  [
    'type',
    { properties: { a: { type: 'string' } }, additionalProperties: { type: 'number' } },
    [{ a: 1, b: '' }],
  ],
])('%s: ajv takes %j so, too', (keyword, schema, values) => {
  const judge = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    strict: false,
    strictNumbers: true,
  }).compile(schema);
  const found = values.map((value) => {
    const faults = schemaFaults({ ...schema, definitions: {} }, value);
    judge(value);
    expect(linesOf(faults)).toEqual(linesOfJudge(judge.errors));
    return faults;
  });
  expect(found.flat().map((fault) => fault.keyword)).toContain(keyword);
});

type Line = readonly [place: string, keyword: string, field: string | undefined];

function linesOf(faults: readonly SchemaFault[]): string[] {
  return withoutRepeats(faults.map(({ path, keyword, field }) => [`/${path.join('/')}`, keyword, field]));
}

/** The errors of ajv. What it says of the branches of a oneOf does not count. */
function linesOfJudge(errors: readonly ErrorObject[] | null | undefined): string[] {
  const own = (errors ?? []).filter(({ schemaPath }) => !/\/(?:oneOf|anyOf|not)\//.test(schemaPath));
  return withoutRepeats(
    own.map(({ instancePath, keyword, params }) => {
      const place = instancePath.replaceAll('~1', '/').replaceAll('~0', '~') || '/';
      return [place, keyword, params['additionalProperty'] ?? params['missingProperty']];
    }),
  );
}

/** Each line once, in alphabetical order. Of a value of the wrong type, ajv may say more, and only the type counts. */
function withoutRepeats(lines: readonly Line[]): string[] {
  const wrong = new Set(lines.filter(([, keyword]) => keyword === 'type').map(([place]) => place));
  const left = lines.filter(([place, keyword]) => keyword === 'type' || !wrong.has(place));
  return [...new Set(left.map((line) => line.join(' ')))].sort();
}

/** Makes values that a schema allows, with something else in places. */
class Maker {
  #depth = 0;

  constructor(
    readonly document: SchemaDocument,
    readonly generate: GeneratorValue,
  ) {}

  make(schema: JsonSchema): unknown {
    if (this.#oneIn(25)) return this.#any();
    if (schema.$ref) return this.make(this.document.definitions[schema.$ref.split('/')[2] ?? ''] ?? {});
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return this.generate(fc.constantFrom, ...schema.enum);
    const [type] = this.generate(fc.shuffledSubarray, [schema.type ?? 'any'].flat(), { minLength: 1 });
    switch (type) {
      case 'string':
        return this.generate(
          fc.constantFrom,
          'a',
          '10s',
          '08:00:00',
          '1',
          '/a',
          '',
          'a b',
          '2020-01-01T00:00:00Z',
        );
      case 'integer':
      case 'number':
        return this.generate(fc.constantFrom, 1, 2, 0, -1, 200, 70000, 1.5);
      case 'boolean':
        return this.generate(fc.boolean);
      case 'array':
        return Array.from({ length: this.generate(fc.nat, 2) }, () => this.make(schema.items ?? {}));
      case 'object':
        return this.#object(schema);
      default:
        return this.#any();
    }
  }

  #object(schema: JsonSchema): object {
    const { properties = {}, required = [], additionalProperties, anyOf = [], oneOf = [] } = schema;
    const names = Object.keys(properties);
    const forms = [...anyOf, ...oneOf].flatMap((form) => form.required ?? []);
    this.#depth++;
    const chosen = [
      ...required.filter(() => !this.#oneIn(25)),
      ...(forms.length > 0 ? [this.generate(fc.constantFrom, ...forms)] : []),
      ...(this.#depth < 7 ? this.generate(fc.subarray, names, { maxLength: Math.min(4, names.length) }) : []),
    ];
    const fields = chosen.map((name) => [name, this.make(properties[name] ?? {})]);
    if (typeof additionalProperties === 'object') fields.push(['key', this.make(additionalProperties)]);
    if (this.#oneIn(25)) fields.push(['unknown/~field', this.#any()]);
    this.#depth--;
    return Object.fromEntries(fields);
  }

  #any(): unknown {
    return this.generate(fc.constantFrom, null, {}, [], [null], 0, 1, '', 'text', true, {
      name: 'a',
      key: 'b',
    });
  }

  #oneIn(number: number): boolean {
    return this.generate(fc.nat, number - 1) === 1;
  }
}

test('every keyword of the schemas is known', () => {
  const known = `${KEYWORDS} $comment $ref $schema definitions items properties`.split(' ');
  const found = new Set<string>();
  for (const schema of Object.values(SCHEMAS)) collectKeywords(schema, found);
  expect([...found].filter((keyword) => !known.includes(keyword))).toEqual([]);
});

function collectKeywords(schema: unknown, found: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    found.add(keyword);
    const byName = ['properties', 'definitions', 'dependencies'].includes(keyword);
    for (const inner of byName || Array.isArray(value) ? Object.values(value as object) : [value]) {
      if (!Array.isArray(inner)) collectKeywords(inner, found);
    }
  }
}
