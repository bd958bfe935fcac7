import type { PlainObject } from '../../../src/lint';
import { eventSource, lines, parameter, sensor, trigger } from '../objects';

const source = (kind = 'webhook', method = 'GET') => eventSource({ [kind]: { a: { method } } });
const waiting = (dependency: object, ...triggers: object[]) =>
  sensor({
    dependencies: [{ name: 'a', eventSourceName: 'github', eventName: 'a', ...dependency }],
    triggers,
  });
const filtering = (filter: object) => waiting({ filters: { data: [{ type: 'string', ...filter }] } });
const FILTER = 'spec.dependencies.0.filters.data.0.path';
const WHO = 'the field "who" of a query is a list of texts';

test.each([
  { value: ['^ann$'] },
  { value: ['ann$'] },
  { value: ['^ann$', 'bob'] },
  { value: ['^ann$'], comparator: '!=' },
  { value: ['3'], type: 'number' },
  { value: ['true'], type: 'bool' },
])('list-value: a filter with %j', (filter) => {
  expect(lines('list-value', source(), filtering({ path: 'body.who', ...filter }))).toEqual([
    `[${FILTER}] ${WHO}; for the first, write "body.who.0" [list-value]`,
  ]);
});

test('list-value: a key below', () => {
  expect(lines('list-value', source(), filtering({ path: 'body.who.name', value: ['ann'] }))).toEqual([
    `[${FILTER}] the field "who" of a query is a list of texts, so it has no "name"; for the first, write 0 in place of "name" [list-value]`,
  ]);
});

test('list-value: an expression and a parameter', () => {
  const exprs = [{ expr: 'who == "ann"', fields: [{ name: 'who', path: 'body.who' }] }];
  expect(lines('list-value', source(), waiting({ filters: { exprs } }))).toEqual([
    `[spec.dependencies.0.filters.exprs.0.fields.0.path] ${WHO}; for the first, write "body.who.0" [list-value]`,
  ]);
  const k8s = (src: object) => waiting({}, trigger('k8s', { parameters: [parameter('data.who', src)] }));
  expect(lines('list-value', source(), k8s({ dataKey: 'body.who' }))).toEqual([
    `[spec.triggers.0.template.k8s.parameters.0.src.dataKey] ${WHO}; for the first, write "body.who.0" [list-value]`,
  ]);
  expect(lines('list-value', source(), k8s({ dataKey: 'body.who', useRawData: true }))).toEqual([]);
});

test('list-value: a template', () => {
  const printing = (dataTemplate: string) =>
    waiting({}, trigger('k8s', { parameters: [parameter('data.who', { dataTemplate })] }));
  expect(lines('list-value', source(), printing('to {{ .Input.body.who }}'))).toEqual([
    '[spec.triggers.0.template.k8s.parameters.0.src.dataTemplate] the template prints the list "body.who"; for the first, write "{{ index .Input.body.who 0 }}" [list-value]',
  ]);
  expect(lines('list-value', source(), printing('{{ index .Input.body.who 0 }}'))).toEqual([]);
  expect(lines('list-value', source(), printing('{{ join "," .Input.body.who }}'))).toEqual([]);
  expect(lines('list-value', source('webhook', 'POST'), printing('{{ .Input.body.who }}'))).toEqual([]);
});

test.each(['webhook', 'github', 'gitlab'])('list-value: a header of %s', (kind) => {
  const path = kind === 'webhook' ? 'header.X-Trace' : 'headers.X-Trace';
  expect(lines('list-value', source(kind), filtering({ path, value: ['^1$'] }))).toEqual([
    `[${FILTER}] the header "X-Trace" is a list of texts; for the first, write "${path}.0" [list-value]`,
  ]);
});

test.each<[string, PlainObject, PlainObject]>([
  ['an item', source(), filtering({ path: 'body.who.0', value: ['^ann$'] })],
  ['a pattern for the JSON text', source(), filtering({ path: 'body.who', value: ['^\\["ann"\\]$'] })],
  ['a pattern without anchors', source(), filtering({ path: 'body.who', value: ['ann|bob'] })],
  ['a query', source(), filtering({ path: 'body.who.#(=="ann")', value: ['^ann$'] })],
  [
    'a filter with a template',
    source(),
    filtering({ path: 'body.who', template: '{{ .Input }}', value: ['^a$'] }),
  ],
  ['a body of a POST', source('webhook', 'POST'), filtering({ path: 'body.who', value: ['^ann$'] })],
  ['a header of a message', source('kafka'), filtering({ path: 'headers.X-Trace', value: ['^1$'] })],
  // header-path says it.
  [
    'a header that GitHub sends',
    source('github'),
    filtering({ path: 'headers.X-Github-Event', value: ['^push$'] }),
  ],
  [
    'data of a transform',
    source(),
    waiting({
      transform: { jq: '.' },
      filters: { data: [{ path: 'body.who', type: 'string', value: ['^a$'] }] },
    }),
  ],
])('list-value: not said of %s', (_, from, object) => {
  expect(lines('list-value', from, object)).toEqual([]);
});
