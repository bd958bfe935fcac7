import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { printedValues } from '../../src/lint/printed-values';
import { lines, parameter, trigger, triggering } from './objects';

interface Form {
  readonly template: string;
  readonly number: string;
  readonly missing: string;
}

/** What the Go suite has seen the engine print. */
const forms = parse(readFileSync(join(__dirname, 'template-forms.yaml'), 'utf8')) as Form[];

test.each(forms)('$template is found if the engine prints an exponent', ({ template, number, missing }) => {
  const [found] = lines(
    'template-value',
    triggering(trigger('k8s', { parameters: [parameter('data.x', { dataTemplate: template })] })),
  );
  expect(found !== undefined).toBe(/e(?:\+|%2B)\d/.test(number));
  if (found !== undefined) {
    expect(found.includes('and a missing one as <no value>')).toBe(
      /<no value>|<nil>|no\+value/.test(missing),
    );
  }
});

test.each([
  ['{{ .Input.a }}{{ index .Input.b 0 }}{{ .Input.list | len }}', ['.Input.a', 'index .Input.b 0']],
  ['{{ range .Input.list }}{{ .id }}{{ end }}', []],
  ['{{ .Input.a | default .Input.b }}', ['.Input.a']],
  ['{{ printf "%s-%v" .Input.a .Input.b }}', ['.Input.b']],
  ['{{ "}}" }}{{ `|` }}{{ .Input.a }}', ['.Input.a']],
  ['{{ ', []],
  ['{{}}', []],
  ['text', []],
])('of %s', (template, values) => {
  expect(printedValues(template).map(({ text }) => text)).toEqual(values);
});
