import { hoist } from '../../scripts/imports/hoist';
import { type JsonSchema, ref } from '../../scripts/imports/schema';

const object = (properties: Record<string, JsonSchema>, description?: string): JsonSchema => ({
  type: 'object',
  properties,
  ...(description !== undefined && { description }),
});
const text: JsonSchema = { type: 'string' };

describe('objects inside of objects', () => {
  test('are named after their field, in lists and maps too', () => {
    const spec = object({
      source: object({ path: text }),
      sources: { type: 'array', items: object({ url: text }) },
      byName: { type: 'object', additionalProperties: object({ count: text }) },
    });
    expect(hoist({ Spec: spec })).toEqual({
      Spec: object({
        source: ref('SpecSource'),
        sources: { type: 'array', items: ref('SpecSources') },
        byName: { type: 'object', additionalProperties: ref('SpecByName') },
      }),
      SpecSource: object({ path: text }),
      SpecSources: object({ url: text }),
      SpecByName: object({ count: text }),
    });
  });

  test('are named at any depth', () => {
    const spec = object({ a: object({ b: object({ c: text }) }) });
    expect(Object.keys(hoist({ Spec: spec })).sort()).toEqual(['Spec', 'SpecA', 'SpecAB']);
  });

  test('have one name if they differ in their description alone, which stays with the field', () => {
    const { Spec, ...others } = hoist({
      Spec: object({ white: object({ kind: text }, 'allowed'), black: object({ kind: text }, 'refused') }),
    });
    expect(Spec?.properties).toEqual({
      white: { ...ref('SpecWhite'), description: 'allowed' },
      black: { ...ref('SpecWhite'), description: 'refused' },
    });
    expect(Object.keys(others)).toEqual(['SpecWhite']);
  });

  test('may not have one name if they differ', () => {
    const spec = object({ ab: object({ c: text }), a: object({ b: object({ d: text }) }) });
    expect(() => hoist({ Spec: { ...spec }, SpecA: text })).toThrow('Two objects would be called "SpecA"');
  });
});
