import type { JsonSchema } from '../../scripts/imports/schema';
import { type Tightening, tighten } from '../../scripts/imports/tighten';

const FILTER: JsonSchema = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'Where' },
    value: { type: 'array', items: { type: 'string' } },
    comparator: { type: 'string' },
    source: { $ref: '#/definitions/Source' },
  },
  required: ['comparator'],
};

function tightened(tightening: Omit<Tightening, 'type' | 'reason'>): JsonSchema {
  const entry = { type: 'Filter', reason: 'filter.go', ...tightening };
  return tighten({ Filter: FILTER }, [entry])['Filter'] ?? {};
}

describe('a tightening', () => {
  test('makes properties required and refuses empty strings and lists', () => {
    const { properties, required } = tightened({ filled: ['path', 'value', 'source'] });
    expect(properties?.['path']).toEqual({ type: 'string', description: 'Where', minLength: 1 });
    expect(properties?.['value']).toEqual({ type: 'array', items: { type: 'string' }, minItems: 1 });
    expect(properties?.['source']).toEqual({ $ref: '#/definitions/Source' });
    expect(required).toEqual(['comparator', 'path', 'source', 'value']);
  });

  test('closes a list of values', () => {
    const { properties } = tightened({ values: { comparator: ['=', '!='] } });
    expect(properties?.['comparator']).toEqual({ type: 'string', enum: ['=', '!='] });
  });

  test('lets go what the engine does not need', () => {
    expect(tightened({ optional: ['comparator'] }).required).toEqual([]);
  });

  test('asks for one of several, for groups, and for company', () => {
    const { oneOf, anyOf, dependencies } = tightened({
      oneOf: ['path', ['value', 'source']],
      anyOf: ['path'],
      needs: { value: ['comparator'] },
    });
    expect(oneOf).toEqual([
      { properties: { path: {} }, required: ['path'] },
      { properties: { value: {}, source: {} }, required: ['value', 'source'] },
    ]);
    expect(anyOf).toEqual([{ properties: { path: {} }, required: ['path'] }]);
    expect(dependencies).toEqual({ value: ['comparator'] });
  });

  test('can copy a definition, and leave out a part of the copy', () => {
    const definitions = tighten({ Filter: FILTER }, [
      { type: 'PathFilter', copyOf: 'Filter', reason: 'filter.go', only: ['path'] },
    ]);
    expect(definitions['Filter']).toEqual(FILTER);
    expect(Object.keys(definitions['PathFilter']?.properties ?? {})).toEqual(['path']);
    expect(definitions['PathFilter']?.required).toEqual([]);
  });

  test.each<[string, Omit<Tightening, 'type' | 'reason'>]>([
    ['a property to fill', { filled: ['gone'] }],
    ['a required property', { required: ['gone'] }],
    ['a property with values', { values: { gone: ['a'] } }],
    ['a property with keywords', { properties: { gone: { minimum: 1 } } }],
    ['a property to keep', { only: ['gone'] }],
    ['a choice', { oneOf: ['gone', 'path'] }],
    ['an alternative', { anyOf: [['path', 'gone']] }],
    ['company', { needs: { path: ['gone'] } }],
  ])('fails when %s is not in the engine any more', (_, tightening) => {
    expect(() => tightened(tightening)).toThrow(
      '"Filter.gone" is tightened, but the engine\'s schema has no such property',
    );
  });

  test('fails when its definition is gone', () => {
    expect(() => tighten({}, [{ type: 'Filter', reason: 'filter.go' }])).toThrow(
      'There is no definition "Filter" in the schema',
    );
  });

  test('fails when the engine itself has made a property optional', () => {
    expect(() => tightened({ optional: ['path'] })).toThrow(
      '"Filter.path" is made optional, but is so in the engine\'s schema',
    );
  });

  test('fails when a copy would replace a definition', () => {
    expect(() => tightened({ copyOf: 'Filter' })).toThrow(
      'The copy "Filter" of "Filter" would replace a definition of that name',
    );
  });
});
