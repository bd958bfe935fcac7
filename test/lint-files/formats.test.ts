import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { RULES } from '../../src/lint';
import { notRun } from '../../src/lint/check';
import { BAD, inFolder, SENSOR, sensorWith } from './files';
import schema from './sarif.schema.json';

const { lint } = inFolder();

const HELM = '{{- if .Values.x }}\n{{- end }}\n';
const BROKEN = 'kind: Sensor\na: [\n';
const LEVEL = sensorWith(
  'spec:\n',
  'spec:\n  template:\n    container:\n      env:\n        - { name: LOG_LEVEL, value: "INFO" }\n',
);
const FILES = { 'a b/100%,:.yaml': BAD, 'broken.yaml': BROKEN, 'helm.yaml': HELM, 'level.yaml': LEVEL };

test('json has each finding with its place, and everything else that is known', async () => {
  const { code, stdout, stderr } = await lint(['.', '--format', 'json'], FILES);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    exitCode: 1,
    files: 3,
    objects: 2,
    findings: [
      {
        rule: 'schema',
        severity: 'error',
        file: 'a b/100%,:.yaml',
        line: 15,
        column: 9,
        endLine: 15,
        endColumn: 12,
        object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Sensor', namespace: 'events', name: 'triage' },
        subject: 'trigger "note"',
        path: ['spec', 'triggers', 0, 'template'],
        message: 'unknown field "lgo"',
        help: 'did you mean "log"?',
        docs: expect.stringMatching(/rules\.md#schema$/),
      },
      {
        rule: 'yaml',
        severity: 'error',
        file: 'broken.yaml',
        line: 2,
        column: 4,
        endLine: 2,
        endColumn: 5,
        message: 'the bracket is not closed',
        help: 'close it, or put the whole text in quotes',
        docs: expect.stringMatching(/rules\.md#yaml$/),
      },
      expect.objectContaining({ rule: 'log-level', severity: 'warning', value: 'INFO', fix: 'info' }),
    ],
    skipped: [{ file: 'helm.yaml', reason: expect.stringMatching(/^a Helm template/) }],
    notRun: notRun().map(({ id }) => id),
  });
});

test('json says why the program could not run', async () => {
  const { code, stdout, stderr } = await lint(['.', '--format', 'json'], { 'a.yaml': 'x: 1' });
  const error = 'No Sensor, EventSource or EventBus was found. If that is right, add --allow-empty';
  expect({ code, stderr }).toEqual({ code: 3, stderr: `${error}\n` });
  expect(JSON.parse(stdout)).toMatchObject({ exitCode: 3, files: 1, objects: 0, findings: [], error });
});

describe('sarif', () => {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  const sarif = async (...argv: string[]) => {
    const { stdout } = await lint(['.', '--format', 'sarif', ...argv], FILES);
    return JSON.parse(stdout);
  };

  test('is what the schema allows', async () => {
    validate(await sarif());
    expect(validate.errors).toBeNull();
    validate({ ...(await sarif()), version: 2 });
    expect(validate.errors).not.toBeNull();
  });

  test('has each finding at its place, and the rules', async () => {
    const [run] = (await sarif()).runs;
    expect(run.results[0]).toEqual({
      ruleId: 'schema',
      ruleIndex: expect.any(Number),
      level: 'error',
      message: { text: 'trigger "note": unknown field "lgo"; did you mean "log"?' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%20b/100%25%2C%3A.yaml' },
            region: { startLine: 15, startColumn: 9, endLine: 15, endColumn: 12 },
          },
        },
      ],
    });
    const { rules, version } = run.tool.driver;
    expect(rules[run.results[0].ruleIndex].id).toBe('schema');
    expect(rules).toHaveLength(RULES.length + 3);
    expect(version).toBe(JSON.parse(readFileSync(`${__dirname}/../../package.json`, 'utf8')).version);
    expect(run.invocations).toEqual([
      {
        executionSuccessful: true,
        exitCode: 1,
        toolExecutionNotifications: [
          { level: 'note', message: { text: expect.stringMatching(/^skipped helm\.yaml: /) } },
        ],
      },
    ]);
  });
});

test('github has a command for each finding, and then the last lines of the text', async () => {
  const { code, stdout } = await lint(['.', '--format', 'github'], FILES);
  expect(code).toBe(1);
  expect(stdout.split('\n')).toEqual([
    '::error file=a b/100%25%2C%3A.yaml,line=15,endLine=15,col=9,endColumn=12,title=schema::trigger "note": unknown field "lgo"%0Adid you mean "log"?',
    expect.stringMatching(/^::error file=broken\.yaml,line=2,/),
    expect.stringMatching(/^::warning file=level\.yaml,line=10,/),
    expect.stringMatching(/^skipped helm\.yaml: /),
    '--fix can change 1 of them',
    '3 files, 2 objects of Argo Events, 3 findings (2 errors, 1 warning)',
    '',
  ]);
});

test.each(['text', 'json', 'sarif', 'github'])('the exit code is the same with %s', async (format) => {
  const codeOf = async (files: Record<string, string>, ...argv: string[]) =>
    (await lint(['.', '--format', format, ...argv], files)).code;
  expect(await codeOf({ 'a.yaml': 'x: 1' })).toBe(3);
  expect(await codeOf({}, '--allow-empty')).toBe(0);
  expect(await codeOf({ 'a.yaml': SENSOR })).toBe(0);
  expect(await codeOf({ 'a.yaml': LEVEL })).toBe(1);
  expect(await codeOf({}, '--fail-on', 'error')).toBe(0);
  expect(await codeOf({ 'a.yaml': BAD }, '--fail-on', 'error')).toBe(1);
  expect(await codeOf({}, '--fail-on', 'none')).toBe(0);
});
