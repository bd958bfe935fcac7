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
])('template-value: %s', (template, text) => {
  expect(ofTemplate('template-value', template)).toEqual([text]);
});

test.each([
  'Hi {{ .Input.body.user.login }} of {{ .Input.body.repository.full_name }}',
  '{{ .Input.body.head.sha | substr 0 7 }}-{{ .Input.body.createdAt }}',
  'job-{{ .Input.body.who | default "nobody" }}',
  'job-{{ int64 .Input.body.id }}',
])('template-value: not said of %s', (template) => {
  expect(ofTemplate('template-value', template)).toEqual([]);
});

test('template-value: not said of the context, which has texts only', () => {
  const one = trigger('k8s', { parameters: [parameter('data.x', { contextTemplate: 'x-{{ .Input.id }}' })] });
  expect(lines('template-value', triggering(one))).toEqual([]);
});
