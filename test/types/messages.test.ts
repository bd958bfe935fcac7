import { COMPILERS, errorsOf, SOURCES } from './compiler';

// What a user reads who puts event data where it cannot go. Each line of the program has one error.

const LIST = '"a list is no text: where a list goes, write raw(…)"';
const OBJECT = '"an object is no text: where an object goes, write raw(…)"';

const WRONG: readonly (readonly [what: string, line: string, told: string])[] = [
  ['a list in a string', 'resource<ConfigMap>({ ...MAP, data: { a: data.labels } });', LIST],
  ['an object in a string', 'resource<ConfigMap>({ ...MAP, data: { a: data.user } });', OBJECT],
  ['a list in a text', `text\`a-\${data.labels}\`;`, LIST],
  ['a list with a default', "withDefault(data.labels, 'none');", LIST],
  ['a list in a URL', "http({ method: 'GET', url: data.labels, allow: [200] });", LIST],
  [
    'a list in a payload',
    "http({ method: 'PUT', url: 'https://a/', allow: [200], payload: { a: data.labels } });",
    LIST,
  ],
  [
    'a list in an object of no known kind',
    "patch({ apiVersion: 'a/v1', kind: 'A', spec: { a: data.labels } });",
    LIST,
  ],
  [
    'a list in place of a list',
    "resource<Job>({ ...JOB, spec: { template: { spec: { containers: [{ name: 'a', args: data.labels }] } } } });",
    LIST,
  ],
  [
    'a number in place of a number',
    'resource<Job>({ ...JOB, spec: { parallelism: data.count, template: {} } });',
    "Type 'Reference<number>' is not assignable to type 'number | Raw<number> | undefined'",
  ],
  [
    'a raw list in a string',
    'resource<ConfigMap>({ ...MAP, data: { a: raw(data.labels) } });',
    "Type 'Raw<string[]>' is not assignable to type 'Raw<string>'",
  ],
];

const PROGRAM = `
import type { ConfigMap, Job } from '${SOURCES}/kubernetes';
import type { Ref } from '${SOURCES}/references/ref';
import { raw, text, withDefault } from '${SOURCES}/references/slot';
import { http, patch, resource } from '${SOURCES}/triggers';
declare const data: Ref<{ labels: string[]; user: { login: string }; count: number }>;
const MAP = { apiVersion: 'v1', kind: 'ConfigMap' } as const;
const JOB = { apiVersion: 'batch/v1', kind: 'Job' } as const;
void [raw, text, withDefault, http, patch, resource, data, MAP, JOB];
${WRONG.map(([, line]) => line).join('\n')}
`;
const FIRST = PROGRAM.split('\n').indexOf(WRONG[0]?.[1] ?? '') + 1;

describe.each(Object.keys(COMPILERS) as (keyof typeof COMPILERS)[])('TypeScript %s', (compiler) => {
  let errors: readonly string[] = [];
  beforeAll(() => {
    errors = errorsOf(PROGRAM, { compiler });
  }, 300_000);

  test.each(WRONG.map(([what, , told], index) => [what, FIRST + index, told] as const))(
    'tells what to write for %s',
    (_, line, told) => {
      const [error = '', ...others] = errors.filter((one) => one.includes(`program.ts(${line},`));
      expect(others).toEqual([]);
      expect(error).toContain(told);
      expect(error.trimEnd().split('\n').length).toBeLessThanOrEqual(7);
    },
  );

  test('says nothing else', () => {
    expect(errors).toHaveLength(WRONG.length);
  });
});
