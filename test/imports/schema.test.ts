import { reachable, ref } from '../../scripts/imports/schema';

describe('reachable definitions', () => {
  const definitions = {
    Root: { properties: { list: { items: ref('Item') } } },
    Item: { properties: { map: { additionalProperties: ref('Leaf') }, root: ref('Root') } },
    Leaf: { type: 'string' },
    Other: { type: 'string' },
  };

  test('are found through lists, maps and circles, and sorted', () => {
    expect(Object.keys(reachable(definitions, ['Root']))).toEqual(['Item', 'Leaf', 'Root']);
  });

  test('have to exist', () => {
    expect(() => reachable({ Root: ref('Gone') }, ['Root'])).toThrow(
      'There is no definition "Gone" in the schema',
    );
  });
});
