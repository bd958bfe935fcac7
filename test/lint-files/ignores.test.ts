import { BAD, inFolder, SENSOR, sensorWith } from './files';

const { lines } = inFolder();
const withComment = (above: string, behind = '') =>
  sensorWith('log: {}', `log: {}\n${above}        lgo: {}${behind}`);

/** The findings in a file, without its name and the last line. */
async function found(text: string, ...argv: string[]): Promise<string[]> {
  const all = await lines(['a.yaml', ...argv], { 'a.yaml': text });
  return all.slice(0, -1).map((line) => line.replace('a.yaml:', ''));
}

describe('a comment with a reason hides a finding', () => {
  test.each([
    ['on the line above', withComment('        # lint-ignore schema: our fork has it\n')],
    ['behind the line', withComment('', ' # lint-ignore schema: our fork has it')],
    ['above other comments', withComment('        # lint-ignore schema: why\n        # more\n\n')],
    ['of several rules', withComment('', ' # lint-ignore schema: our fork has it')],
    ['in a file with CRLF', withComment('        # lint-ignore schema: why\n').replaceAll('\n', '\r\n')],
  ])('%s', async (_, text) => {
    expect(await found(text)).toEqual([]);
  });

  test('and only on that line', async () => {
    const text = withComment('        # lint-ignore schema: why\n').replace('name: push', 'nam: push');
    expect(await found(text)).toEqual(['8:7: error: dependencies[0]: unknown field "nam" [schema]']);
  });
});

test.each([
  ['no reason', '# lint-ignore schema', ['error: no reason to ignore "schema" [lint-ignore]', 'schema']],
  [
    'an empty reason',
    '# lint-ignore schema:  ',
    ['error: no reason to ignore "schema" [lint-ignore]', 'schema'],
  ],
  ['no rule', '# lint-ignore: why', ['error: an ignore names a rule [lint-ignore]', 'schema']],
  ['no rule and no reason', '# lint-ignore', ['error: an ignore names a rule [lint-ignore]', 'schema']],
  ['an unknown rule', '# lint-ignore shema: why', ['error: unknown rule "shema" [lint-ignore]', 'schema']],
])('an ignore with %s hides nothing', async (_, comment, [message, rule]) => {
  const all = await found(withComment(`        ${comment}\n`));
  expect(all).toEqual([expect.stringMatching(/^15:9: /), expect.stringMatching(/^16:9: /)]);
  expect(all[0]).toContain(message);
  expect(all[1]).toContain(`[${rule}]`);
});

test('an ignore that hides nothing is told', async () => {
  expect(await found(`# lint-ignore log-level, schema: why\n${SENSOR}`)).toEqual([
    '1:1: warning: there is nothing to ignore for "log-level" and "schema" [lint-ignore]',
  ]);
  const half = withComment('        # lint-ignore schema, log-level: why\n');
  expect(await found(half)).toEqual([
    '15:9: warning: there is nothing to ignore for "log-level" [lint-ignore]',
  ]);
});

test('whether an ignore of what may be in other files is useless, a complete set alone shows', async () => {
  const text = `# lint-ignore unknown-event-bus: the platform team has it\n${SENSOR}`;
  const bus = text.replace(
    'eventSourceName: github',
    'eventSourceName: github # lint-ignore unknown-event-source: why',
  );
  expect(await found(bus)).toEqual([]);
  expect(await found(bus, '--complete')).toEqual([
    expect.stringContaining('1:1: warning: there is nothing to ignore for "unknown-event-bus"'),
    expect.stringContaining('no EventBus "default"'),
  ]);
});

describe('an annotation with a reason hides the findings of a rule in an object', () => {
  const annotated = (annotation: string) =>
    BAD.replace('  name: triage', `  annotations:\n    ${annotation}\n  name: triage`);

  test('of that object alone', async () => {
    const text = annotated('lint-ignore.cdk8s-argo-events/schema: our fork has it');
    expect(await found(text)).toEqual([]);
    expect(await found(`${text}---\n${BAD.replace('triage', 'other')}`)).toEqual([
      '33:9: error: trigger "note": unknown field "lgo" [schema]',
    ]);
  });

  test.each([
    ['lint-ignore.cdk8s-argo-events/schema: ""', 'error: no reason to ignore "schema"'],
    ['lint-ignore.cdk8s-argo-events/schema: 5', 'error: no reason to ignore "schema"'],
    ['lint-ignore.cdk8s-argo-events/shema: why', 'error: unknown rule "shema"'],
  ])('%s hides nothing', async (annotation, message) => {
    const all = await found(annotated(annotation));
    expect(all.find((line) => line.includes('[lint-ignore]'))).toMatch(new RegExp(`^5:5: ${message}`));
    expect(all).toContainEqual(expect.stringContaining('unknown field "lgo"'));
  });

  test('one that hides nothing is told', async () => {
    const text = annotated('lint-ignore.cdk8s-argo-events/log-level: why');
    expect(await found(text)).toContain(
      '5:5: warning: there is nothing to ignore for "log-level" [lint-ignore]',
    );
  });
});

test('what looks like a comment in a text is none', async () => {
  const text = sensorWith('log: {}', 'log: {}\n      # x').replace(
    'name: triage',
    'name: triage\n  annotations:\n    a: |\n      # lint-ignore schema: why\n    b: "x # lint-ignore schema: why"',
  );
  expect(await found(text)).toEqual([]);
});
