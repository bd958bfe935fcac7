import { lines, parameter, trigger, triggering } from '../objects';

/** What a rule says of a dataTemplate, without the place. */
function ofTemplate(rule: string, dataTemplate: string): string[] {
  const one = trigger('k8s', { parameters: [parameter('data.x', { dataTemplate })] });
  return lines(rule, triggering(one)).map((line) => line.replace(/^\[\S+\] (.*) \[[\w-]+\]$/, '$1'));
}

test.each([
  [
    '{{ .Input.body.id }}',
    '.Input.body.id prints a large number as 2.345678901e+09; write dataKey: body.id in place of the template',
  ],
  [
    'job-{{ .Input.body.runId }}',
    '.Input.body.runId prints a large number as 2.345678901e+09, and a missing one as <no value>; write {{ int64 .Input.body.runId }} for a whole number, {{ .Input.body.runId | default "none" }} for a text',
  ],
  [
    '{{ .Input.body.who }}-{{ .Input.body.missing }}',
    '.Input.body.who and .Input.body.missing print a large number as 2.345678901e+09, and a missing one as <no value>; write {{ int64 .Input.body.who }} for a whole number, {{ .Input.body.who | default "none" }} for a text',
  ],
  [
    '{{ .Input.body.id | default "none" }}',
    '.Input.body.id prints a large number as 2.345678901e+09; write {{ int64 .Input.body.id }} for a whole number, {{ .Input.body.id | default "none" }} for a text',
  ],
  [
    '{{ index .Input.body.ids 0 }}',
    'index .Input.body.ids 0 prints a large number as 2.345678901e+09; write {{ int64 (index .Input.body.ids 0) }} for a whole number, {{ index .Input.body.ids 0 | default "none" }} for a text',
  ],
])('template-value: %s', (template, text) => {
  expect(ofTemplate('template-value', template)).toEqual([text]);
});

test.each([
  'Hi {{ .Input.body.user.login }} of {{ .Input.body.repository.full_name }}',
  '{{ .Input.body.head.sha | substr 0 7 }}-{{ .Input.body.createdAt }}',
  'job-{{ .Input.body.who | default "nobody" }}',
  'job-{{ int64 .Input.body.id }}',
  '{{ index .Input.headers "X-Github-Delivery" 0 }}',
])('template-value: not said of %s', (template) => {
  expect(ofTemplate('template-value', template)).toEqual([]);
});

test('template-value: not said of the context, which has texts only', () => {
  const one = trigger('k8s', { parameters: [parameter('data.x', { contextTemplate: 'x-{{ .Input.id }}' })] });
  expect(lines('template-value', triggering(one))).toEqual([]);
});

const WORKFLOW = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' };
const withArgument = (value: string) => ({
  ...WORKFLOW,
  spec: { arguments: { parameters: [{ name: 'x', value }] } },
});

/** What literal-template says of an object. */
const ofSource = (resource: object, ...parameters: object[]) =>
  lines('literal-template', triggering(trigger('k8s', { source: { resource }, parameters })));

const ARGUMENT = 'spec.arguments.parameters.0.value';

test.each([
  ['{{body.tag}}', '{{body.tag}}', 'dataKey body.tag'],
  ['{{ .Input.body.digest }}', '{{ .Input.body.digest }}', 'dataKey body.digest'],
  ['{{input.body.digest}}', '{{input.body.digest}}', 'dataKey body.digest'],
  ['{{ event.body.tag }}', '{{ event.body.tag }}', 'dataKey body.tag'],
  ['{{tag}}', '{{tag}}', 'dataKey tag'],
  ['v{{.body.tag}}', '{{.body.tag}}', 'a dataTemplate'],
  ['{{ .Input.body.tag | lower }}', '{{ .Input.body.tag | lower }}', 'a dataTemplate'],
])('literal-template: the argument %s of a Workflow', (value, text, source) => {
  expect(ofSource(withArgument(value))).toEqual([
    `[spec.triggers.0.template.k8s.source.resource.${ARGUMENT}] nothing fills "${text}"; use a parameter of k8s, with dest ${ARGUMENT} and ${source} [literal-template]`,
  ]);
});

test('literal-template: any field of any object', () => {
  const object = { kind: 'ConfigMap', metadata: { labels: { 'a.b': '{{ .Input.body.x }}' } } };
  expect(ofSource(object)).toEqual([
    '[spec.triggers.0.template.k8s.source.resource.metadata.labels.a.b] nothing fills "{{ .Input.body.x }}"; use a parameter of k8s, with dest metadata.labels.a\\.b and dataKey body.x [literal-template]',
  ]);
});

test.each([
  '{{inputs.parameters.x}}',
  '{{workflow.name}}',
  '{{workflow.parameters.body}}',
  "{{=jsonpath(inputs.parameters.body, '$.x')}}",
  '{{steps.a.outputs.result}}',
  '{{item}}',
  '{{ range .items }}',
])('literal-template: not said of %s, which Argo Workflows may fill', (value) => {
  expect(ofSource(withArgument(value))).toEqual([]);
});

test.each([
  [
    'a template of somebody else',
    { kind: 'ConfigMap', data: { x: '{{ .Values.body }} {{ $labels.pod }} {{name}}' } },
  ],
  [
    'a template in a step of a Workflow',
    { ...WORKFLOW, spec: { templates: [{ script: { source: '{{ tag }}' } }] } },
  ],
  ['a Sensor', { kind: 'Sensor', spec: { dataTemplate: '{{ .Input.body.x }}' } }],
])('literal-template: not said of %s', (_, resource) => {
  expect(ofSource(resource)).toEqual([]);
});

test('literal-template: not said of what a parameter sets', () => {
  expect(ofSource(withArgument('{{body.tag}}'), parameter(ARGUMENT))).toEqual([]);
});

test('literal-template: the default of a parameter', () => {
  const withValue = (value: string) => ofSource({}, parameter('x', { dataKey: 'a', value }));
  expect(withValue('{{ .Input.body.x }}')).toEqual([
    '[spec.triggers.0.template.k8s.parameters.0.src.value] "{{ .Input.body.x }}" is not rendered here; write it in dataTemplate [literal-template]',
  ]);
  expect(withValue('{{inputs.parameters.x}}')).toEqual([]);
});

test.each([
  ['body.issue.number', 'body.issue.number'],
  ['.Input.body.issue.number', 'body.issue.number'],
  ['{ .Input.body.x }', 'body.x'],
  ['$(body.x)', 'body.x'],
])('template-input: without braces, %s', (template, path) => {
  expect(ofTemplate('template-input', template)).toEqual([
    `the template has no {{ and }}, so it is this text itself; write {{ .Input.${path} }}`,
  ]);
});

test.each(['a constant', 'main', 'v1.2', 'https://body.example.com/x'])(
  'template-input: not said of the constant %s',
  (template) => {
    expect(ofTemplate('template-input', template)).toEqual([]);
  },
);
