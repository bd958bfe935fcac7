import { lines, parameter, trigger, triggering } from '../objects';

const WORKFLOW = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' };
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** What a rule says of parameters of a k8s trigger, without the place. */
function ofObject(rule: string, resource: object, ...dests: (string | object)[]): string[] {
  const parameters = dests.map((dest) => (typeof dest === 'string' ? parameter(dest) : dest));
  return texts(rule, trigger('k8s', { source: { resource }, parameters }));
}

/** What a rule says of a trigger, without the place. */
function texts(rule: string, one: object): string[] {
  return lines(rule, triggering(one)).map((line) => line.replace(/^\[\S+\] (.*) \[[\w-]+\]$/, '$1'));
}

const argumentsOf = (...parameters: object[]) => ({ ...WORKFLOW, spec: { arguments: { parameters } } });
const value = (index: number | string) => `spec.arguments.parameters.${index}.value`;

test.each([
  [
    'no list',
    { ...WORKFLOW, spec: {} },
    [value(0), value(1)],
    [
      'the source has no list "spec.arguments.parameters", so this makes an item without name; add it to the source with its name: {name: …, value: ""}',
    ],
  ],
  [
    'an index past the end',
    argumentsOf({ name: 'sha' }),
    [value(1)],
    [
      '"spec.arguments.parameters" has one item, so this makes an item without name; add it to the source with its name: {name: …, value: ""}',
    ],
  ],
  [
    'the next item',
    argumentsOf({ name: 'sha' }, { name: 'pr' }),
    [value(-1)],
    [
      '"spec.arguments.parameters" has 2 items, so this makes an item without name; add it to the source with its name: {name: …, value: ""}',
    ],
  ],
  [
    'a gap',
    argumentsOf({ name: 'sha' }),
    [value(3)],
    [
      '"spec.arguments.parameters" has one item, so the item before 3 would be null; add the items to the source, or write spec.arguments.parameters.1.value',
    ],
  ],
  [
    'an item that has none in the source',
    argumentsOf({ value: '' }),
    [value(0)],
    [
      'item 0 of "spec.arguments.parameters" has no name; add it to the source with its name: {name: …, value: ""}',
    ],
  ],
  [
    'a name',
    argumentsOf({ name: 'pr' }, { name: 'sha' }),
    [value('sha')],
    [
      '"spec.arguments.parameters" is a list, so "sha" is no key of it; write the index of the item: spec.arguments.parameters.1.value',
    ],
  ],
  [
    'a field of the item',
    argumentsOf({ name: 'pr', value: '' }),
    ['spec.arguments.parameters.value'],
    [
      '"spec.arguments.parameters" is a list, so "value" is no key of it; write the index of the item: spec.arguments.parameters.0.value',
    ],
  ],
  [
    'the name alone',
    argumentsOf({ name: 'pr' }, { name: 'sha' }),
    ['spec.arguments.parameters.sha'],
    [
      '"spec.arguments.parameters" is a list, so "sha" is no key of it; write the index of the item: spec.arguments.parameters.1.value',
    ],
  ],
  [
    'a container',
    { apiVersion: 'v1', kind: 'Pod', spec: { containers: [] } },
    ['spec.containers.0.image'],
    [
      '"spec.containers" has 0 items, so this makes an item without name; add it to the source with its name: {name: …, image: ""}',
    ],
  ],
  [
    'a list of an unknown kind, whose items have names',
    { kind: 'Own', spec: { stages: [{ name: 'a' }] } },
    ['spec.stages.1.image'],
    [
      '"spec.stages" has one item, so this makes an item without name; add it to the source with its name: {name: …, image: ""}',
    ],
  ],
])('dest-list: %s', (_, resource, dests, expected) => {
  expect(ofObject('dest-list', resource, ...dests)).toEqual(expected);
});

test('dest-list: of a parameter of the trigger', () => {
  const dest = `argoWorkflow.source.resource.${value(0)}`;
  const action = { source: { resource: WORKFLOW } };
  expect(texts('dest-list', trigger('argoWorkflow', action, { parameters: [parameter(dest)] }))).toEqual([
    'the source has no list "argoWorkflow.source.resource.spec.arguments.parameters", so this makes an item without name; add it to the source with its name: {name: …, value: ""}',
  ]);
});

test.each([
  ['an item of the source', argumentsOf({ name: 'sha' }), [value(0)]],
  [
    'an item whose name another parameter sets',
    { ...WORKFLOW },
    [value(0), 'spec.arguments.parameters.0.name'],
  ],
  ['an item that comes as a whole', argumentsOf({ name: 'sha' }), ['spec.arguments.parameters.1']],
  ['a list that comes as a whole', WORKFLOW, ['spec.arguments', value(4)]],
  ['the next text of a list', { kind: 'Pod', spec: { args: ['a'] } }, ['spec.args.1', 'spec.args.-1']],
  ['the first text of a list that is not there', { kind: 'Pod' }, ['spec.containers.0.name', 'spec.args.0']],
  ['texts in another order', { kind: 'Pod' }, ['spec.args.1', 'spec.args.0']],
  ['a key that looks like an index', { ...CONFIG_MAP, data: {} }, ['data.7', 'data.:8']],
  ['items that are told apart by a key', { kind: 'Own' }, ['spec.labels.0.value', 'spec.labels.0.key']],
  ['items of an unknown list', { kind: 'Own' }, ['spec.rules.0.host']],
  ['a search', { kind: 'Own', spec: { items: [] } }, ['spec.items.#.value']],
])('dest-list: not said of %s', (_, resource, dests) => {
  expect(ofObject('dest-list', resource, ...dests)).toEqual([]);
});

test.each([
  ['an object in git', trigger('k8s', { source: { git: {} }, parameters: [parameter('spec.env.3.value')] })],
  [
    'a live object',
    trigger('k8s', {
      operation: 'update',
      liveObject: true,
      source: { resource: {} },
      parameters: [parameter('spec.env.3.value')],
    }),
  ],
  ['a payload', trigger('http', { payload: [parameter('env.3.value')] })],
  ['what the template does not have', trigger('k8s', {}, { parameters: [parameter('spec.env.3.value')] })],
])('dest-list: not said of %s', (_, one) => {
  expect(texts('dest-list', one)).toEqual([]);
});

test.each([
  [
    WORKFLOW,
    'arguments.parameters.0.value',
    'unknown field "arguments" of the Workflow; did you mean "spec.arguments.parameters.0.value"?',
  ],
  [WORKFLOW, 'labels.a', 'unknown field "labels" of the Workflow; did you mean "metadata.labels.a"?'],
  [WORKFLOW, 'Spec.x', 'unknown field "Spec" of the Workflow; did you mean "spec"?'],
  [
    WORKFLOW,
    'k8s.source.resource.spec.x',
    'unknown field "k8s" of the Workflow; a dest of a parameter of k8s begins in the object, such as "metadata.name"',
  ],
  [
    CONFIG_MAP,
    'spec.x',
    'unknown field "spec" of the ConfigMap; it has "metadata", "data", "binaryData" and "immutable"',
  ],
  [{ kind: 'Own' }, 'meta-data.name', 'unknown field "meta-data" of the Own; did you mean "metadata"?'],
])('dest-field: of %j, %s', (resource, dest, text) => {
  expect(ofObject('dest-field', resource, dest)).toEqual([text]);
});

test.each([
  [WORKFLOW, 'spec.arguments'],
  [CONFIG_MAP, 'data.x'],
  [{ kind: 'Own' }, 'anything.x'],
  [{ apiVersion: 'own.example.com/v1', kind: 'ConfigMap' }, 'spec.x'],
  [{ kind: 'Own', specs: {} }, 'specs.x'],
  [{}, 'k8s.x'],
])('dest-field: not said of %j, %s', (resource, dest) => {
  expect(ofObject('dest-field', resource, dest)).toEqual([]);
});

test.each([
  [
    'template.k8s.operation',
    'unknown field "template"; a dest begins in the template: write "k8s.operation"',
  ],
  ['k8z.operation', 'unknown field "k8z"; did you mean "k8s"?'],
  ['k8s.source.resources.spec', 'unknown field "resources"; did you mean "resource"?'],
  ['k8s.parameters.0.scr', 'unknown field "scr"; did you mean "src"?'],
])('dest-field: of the template, %s', (dest, text) => {
  expect(texts('dest-field', trigger('k8s', {}, { parameters: [parameter(dest)] }))).toEqual([text]);
});

test.each(['K8S.Operation', 'k8s.source.resource.spec.x.0', 'k8s.parameters.0.src.dataKey', 'name'])(
  'dest-field: not said of the template, %s',
  (dest) => {
    expect(texts('dest-field', trigger('k8s', {}, { parameters: [parameter(dest)] }))).toEqual([]);
  },
);
