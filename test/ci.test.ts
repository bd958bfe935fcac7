import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8');

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

test('the workflow runs every command of .ci/run', () => {
  const commands = (text: string) =>
    [...text.matchAll(/^(?:sudo .* env )?(npm (?:run|test|ci)\b.*)$/gm)].map(([, command]) => command);
  const { jobs } = parse(read('.github/workflows/ci.yaml')) as Workflow;
  const steps = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run));
  const wanted = commands(read('.ci/run'));
  expect(wanted.length).toBeGreaterThan(8);
  expect([...new Set(commands(steps.join('\n')))]).toEqual(wanted);
});
