import { dependencies, filtering, lines, sensor } from '../objects';

// The rules about what is read from an event.

const data = (filter: object) => filtering({ data: [{ path: 'body.action', type: 'string', ...filter }] });
const PLACE = 'spec.dependencies.0.filters.data.0';
const EXPR = 'spec.dependencies.0.filters.exprs.0';

const FOREIGN = 'is no path of gjson; write keys with dots between them, such as body.labels.0.name';

test.each([
  '$.body.x',
  '$[0]',
  '.body.x',
  'labels[0].name',
  'labels[*]',
  'body["a"]',
  "body['a.b']",
  'labels.[?(@.name=="x")]',
  'body.{{ x }}',
])('data-path: %s', (path) => {
  expect(lines('data-path', data({ path }))).toEqual([
    `[${PLACE}.path] ${JSON.stringify(path)} ${FOREIGN} [data-path]`,
  ]);
});

test('data-path: of an expression and of parameters', () => {
  const src = { dependencyName: 'a', dataKey: '.body', contextKey: '$.id' };
  const filters = { exprs: [{ expr: 'a', fields: [{ name: 'a', path: 'x[0]' }] }] };
  const object = sensor({
    dependencies: [{ name: 'a', filters }],
    triggers: [{ parameters: [{ src, dest: 'name' }], template: {} }],
  });
  expect(lines('data-path', object)).toEqual([
    `[${EXPR}.fields.0.path] "x[0]" ${FOREIGN} [data-path]`,
    `[spec.triggers.0.parameters.0.src.dataKey] ".body" ${FOREIGN} [data-path]`,
    `[spec.triggers.0.parameters.0.src.contextKey] "$.id" ${FOREIGN} [data-path]`,
  ]);
});

test.each([
  'body.labels.0.name',
  'labels.#(name=="x[0]").id',
  '[a,b]',
  'a.[b,c]',
  'a.[0,1]',
  'a\\.b',
  '@this',
  '{a,b}',
])('data-path: %s is one of gjson', (path) => {
  expect(lines('data-path', data({ path }))).toEqual([]);
});

test.each(['headers.X-GitHub-Event', 'header.x-hub-signature-256.0'])(
  'header-path: the case of %s',
  (path) => {
    const [, name] = path.split('.');
    const canonical = name === 'X-GitHub-Event' ? 'X-Github-Event' : 'X-Hub-Signature-256';
    expect(lines('header-path', data({ path, value: ['push'] }))).toEqual([
      `[${PLACE}.path] no event has a header "${name}"; write "${canonical}" [header-path]`,
    ]);
  },
);

test('header-path: the case in a parameter', () => {
  const src = { dependencyName: 'a', dataKey: 'headers.X-GitHub-Delivery.0' };
  const object = sensor({
    dependencies: dependencies('a'),
    triggers: [{ parameters: [{ src, dest: 'name' }], template: {} }],
  });
  expect(lines('header-path', object)).toEqual([
    '[spec.triggers.0.parameters.0.src.dataKey] no event has a header "X-GitHub-Delivery"; write "X-Github-Delivery" [header-path]',
  ]);
});

test('header-path: not said of a parameter in the right case', () => {
  const src = { dependencyName: 'a', dataKey: 'headers.X-Github-Delivery.0' };
  const object = sensor({
    dependencies: dependencies('a'),
    triggers: [{ parameters: [{ src, dest: 'name' }], template: {} }],
  });
  expect(lines('header-path', object)).toEqual([]);
});

test.each(['^push$', '^push', 'push$'])('header-path: %s is not the text of a list', (text) => {
  expect(lines('header-path', data({ path: 'headers.X-Github-Event', value: ['push', text] }))).toEqual([
    `[${PLACE}.value.1] the header X-Github-Event is a list, which "${text}" never matches; end the path with X-Github-Event.0 [header-path]`,
  ]);
});

test.each([
  ['the first of the list', { path: 'headers.X-Github-Event.0', value: ['^push$'] }],
  ['a text anywhere in the list', { path: 'headers.X-Github-Event', value: ['push'] }],
  ['the text of the list', { path: 'headers.X-Github-Event', value: ['^\\["push"\\]$'] }],
  ['what is to differ', { path: 'headers.X-Github-Event', comparator: '!=', value: ['^push$'] }],
  ['a header that others have too', { path: 'headers.content-type', value: ['^json$'] }],
  ['another part of the event', { path: 'body.X-GitHub-Event', value: ['push'] }],
])('header-path: not said of %s', (_, filter) => {
  expect(lines('header-path', data(filter))).toEqual([]);
});

test('header-path: not said of what a transform may have made', () => {
  const filters = { data: [{ path: 'headers.X-GitHub-Event', type: 'string', value: ['push'] }] };
  const src = { dependencyName: 'a', dataKey: 'headers.X-GitHub-Event' };
  const object = sensor({
    dependencies: [{ name: 'a', transform: { jq: '.' }, filters }],
    triggers: [{ parameters: [{ src, dest: 'name' }], template: {} }],
  });
  expect(lines('header-path', object)).toEqual([]);
});

test('template-input: the value of a filter is a text, which has no fields', () => {
  expect(lines('template-input', data({ template: '{{ .Input.user.login | lower }}{{ .Input }}' }))).toEqual([
    `[${PLACE}.template] the template reads .Input.user.login, but .Input is a text here; write (fromJson .Input).user.login [template-input]`,
  ]);
});

test('template-input: of a filter', () => {
  expect(lines('template-input', data({ template: '{{ .body | lower }}' }))).toEqual([
    `[${PLACE}.template] the template reads .body, which is not there; read .Input [template-input]`,
  ]);
});

test.each([
  ['dataTemplate', '{{.body.x}} {{ .body.y }}'],
  ['contextTemplate', '{{ if eq .Input.id "1" }}{{ printf "%s" (lower .body) }}{{ end }}'],
])('template-input: %s %s', (field, text) => {
  const object = sensor({ triggers: [{ parameters: [{ src: { [field]: text } }], template: {} }] });
  expect(lines('template-input', object)).toEqual([
    `[spec.triggers.0.parameters.0.src.${field}] the template reads .body, which is not there; read .Input [template-input]`,
  ]);
});

test.each([
  '{{ .Input.body.x }}',
  '{{- .Input -}}',
  '{{ range .Input.body.labels }}{{ .name }}{{ end }}',
  '{{ with .Input.body }}{{ .x }}{{ end }}',
  '{{ $x := .Input }}{{ $x.body }}',
  '{{ (index .Input.a 0).name }}',
  '{{ printf " .body" }}{{/* .body */}}',
  'no .body here',
])('template-input: not said of %s', (dataTemplate) => {
  const object = sensor({ triggers: [{ parameters: [{ src: { dataTemplate } }], template: {} }] });
  expect(lines('template-input', object)).toEqual([]);
});

test.each(['{{ .Input }}', '{{ (fromJson .Input).user.login }}', '{{ upper .Input }}'])(
  'template-input: not said of a filter with %s',
  (template) => {
    expect(lines('template-input', data({ template }))).toEqual([]);
  },
);
