import { close } from '../../scripts/imports/close';
import type { JsonSchema } from '../../scripts/imports/schema';

function closed(schema: JsonSchema): JsonSchema {
  return close({ Thing: schema })['Thing'] ?? {};
}

describe('closing', () => {
  test('refuses unknown properties, also of objects inside', () => {
    const inner = { type: 'object', properties: { a: { type: 'string' } } };
    const schema = { type: 'object', properties: { one: inner, many: { type: 'array', items: inner } } };
    const closedInner = { ...inner, additionalProperties: false };
    expect(closed(schema)).toEqual({
      type: 'object',
      properties: { one: closedInner, many: { type: 'array', items: closedInner } },
      additionalProperties: false,
    });
  });

  test.each<JsonSchema>([
    { type: 'object', additionalProperties: { type: 'string' } },
    { type: 'object' },
    { type: 'object', properties: { kind: { type: 'string' } }, additionalProperties: true },
  ])('leaves open what is a map or free: %j', (schema) => {
    expect(closed(schema)).toEqual(schema);
  });

  test('leaves open what keeps unknown fields', () => {
    const schema = { properties: { a: {} }, 'x-kubernetes-preserve-unknown-fields': true };
    expect(closed(schema)).toEqual({ properties: { a: {} } });
  });

  test('drops descriptions, formats, empty lists of required properties and what only Kubernetes knows', () => {
    const schema = {
      type: 'integer',
      description: 'How many',
      format: 'int32',
      required: [],
      'x-kubernetes-unions': [],
    };
    expect(closed(schema)).toEqual({ type: 'integer' });
  });

  test('keeps a property that is called like a keyword', () => {
    expect(
      closed({ properties: { description: { type: 'string' }, format: { type: 'string' } } }).properties,
    ).toEqual({
      description: { type: 'string' },
      format: { type: 'string' },
    });
  });

  test('writes the format of a time as a pattern', () => {
    const { pattern = '', ...rest } = closed({ type: 'string', format: 'date-time' });
    expect(rest).toEqual({ type: 'string' });
    expect('2024-05-06T07:08:09Z').toMatch(new RegExp(pattern));
    expect('2024-05-06T07:08:09.5+02:00').toMatch(new RegExp(pattern));
    expect('2024-05-06').not.toMatch(new RegExp(pattern));
  });
});
