import schema from '../../imports/sensor.schema.json';
import { changedFields, DEPENDENCY_FIELDS } from '../../src/impact/stored-dependency';

const DEPENDENCY = {
  name: 'd',
  eventSourceName: 's',
  eventName: 'e',
  filters: { data: [{ path: 'body.a', type: 'string', value: ['x'] }], exprs: [] },
};

test('the order of fields, unknown fields, null, empty texts and empty lists make no difference', () => {
  const { filters, ...names } = DEPENDENCY;
  const same = {
    filters: { ...filters, exprs: null, script: '', time: null },
    note: 'x',
    transform: null,
    ...names,
  };
  expect(changedFields(DEPENDENCY, same)).toEqual([]);
});

test('each field that has changed is named', () => {
  const changed = {
    ...DEPENDENCY,
    eventName: 'f',
    transform: {},
    filters: { data: [{ path: 'body.a', type: 'number', value: ['y'], template: '{{ .Input }}' }] },
  };
  expect(changedFields(DEPENDENCY, changed)).toEqual([
    'eventName',
    'filters.data[0].type',
    'filters.data[0].value[0]',
    'filters.data[0].template',
    'transform',
  ]);
  const more = { ...DEPENDENCY, filters: { data: [...DEPENDENCY.filters.data, ...DEPENDENCY.filters.data] } };
  expect(changedFields(DEPENDENCY, more)).toEqual(['filters.data']);
});

test('values of a wrong type are compared as they are', () => {
  const odd = { ...DEPENDENCY, filters: { data: 'x' } };
  expect(changedFields(odd, odd)).toEqual([]);
  expect(changedFields(DEPENDENCY, odd)).toEqual(['filters.data']);
  expect(changedFields({ filters: 'x' }, {})).toEqual([]);
});

test('it has all fields of the schema', () => {
  type Node = { readonly $ref?: string; readonly properties?: object; readonly items?: Node };
  const lacking = (place: string, layout: unknown, node: Node): string[] => {
    const { properties, items } =
      node.$ref === undefined
        ? node
        : ((schema.definitions as Record<string, Node>)[node.$ref.split('/').at(-1) ?? ''] ?? {});
    if (items !== undefined) return lacking(place, (layout as readonly unknown[])[0], items);
    return Object.entries(properties ?? {}).flatMap(([field, below]) => {
      const found = (layout as Record<string, unknown>)[field];
      return found === undefined ? [`${place}.${field}`] : lacking(`${place}.${field}`, found, below as Node);
    });
  };
  expect(lacking('', DEPENDENCY_FIELDS, schema.definitions.EventDependency)).toEqual([]);
});
