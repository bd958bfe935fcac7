import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { IGNORE_ANNOTATION } from '../../src/lint-files/ignores';
import { inFolder } from '../lint-files/files';
import { blocks, read } from './markdown';

const PAGE = 'docs/lint/README.md';
const { lint } = inFolder();

test('the first example has the findings that the page shows', async () => {
  const [sensor = ''] = blocks(read(PAGE), 'yml');
  const [shown] = blocks(read(PAGE), 'text');
  expect((await lint(['sensor.yaml'], { 'sensor.yaml': sensor })).stdout).toBe(shown);
});

test('the object that is made elsewhere is one', async () => {
  const [sensor = '', external = ''] = blocks(read(PAGE), 'yml');
  const told = async (text: string) => (await lint(['a.yaml', '--complete'], { 'a.yaml': text })).stdout;
  expect(await told(sensor)).toContain('[unknown-event-bus]');
  expect(await told(`${sensor}---\n${external}`)).not.toMatch(/unknown-event-bus|missing field/);
});

test('the ignores of the page are ones', async () => {
  const [, , comment = '', annotation = ''] = blocks(read(PAGE), 'yml');
  const { stdout } = await lint(['a.yaml'], { 'a.yaml': `${comment}kind: Sensor\n` });
  expect(stdout).toContain('there is nothing to ignore for "long-retry"');
  const { metadata } = parse(annotation) as { metadata: { annotations: Record<string, string> } };
  expect(Object.keys(metadata.annotations)).toEqual([`${IGNORE_ANNOTATION}unverified-webhook`]);
});

test('the hook and the action that it names are there', () => {
  const root = join(__dirname, '../..');
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as [{ id: string }];
  expect(read(PAGE)).toContain(`- id: ${hook.id}\n`);
  const [, path = ''] = /uses: 5dlabs\/cdk8s-argo-events\/(.*)@main/.exec(read(PAGE)) ?? [];
  const { inputs } = parse(readFileSync(join(root, path, 'action.yml'), 'utf8')) as { inputs: object };
  expect(Object.keys(inputs)).toContain('paths');
});
