import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8');

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

test('a release is published with provenance, after the checks of the package', () => {
  const { jobs } = parse(read('.github/workflows/release.yaml')) as {
    jobs: { publish: { permissions: object; steps: { run?: string }[] } };
  };
  const { permissions, steps } = jobs.publish;
  expect(permissions).toMatchObject({ 'id-token': 'write' });
  const commands = steps.flatMap(({ run }) => run ?? []);
  expect(commands.slice(-3)).toEqual([
    'npm test',
    'npm run test:package',
    'npm publish --provenance --access public',
  ]);
});

test('the workflow runs every command of .ci/run', () => {
  const commands = (text: string) =>
    [...text.matchAll(/^(?:sudo .* env )?(npm (?:run|test|ci|publish)\b.*)$/gm)].map(
      ([, command]) => command,
    );
  const { jobs } = parse(read('.github/workflows/ci.yaml')) as Workflow;
  const steps = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run));
  const wanted = commands(read('.ci/run'));
  expect(wanted.length).toBeGreaterThan(8);
  expect([...new Set(commands(steps.join('\n')))]).toEqual(wanted);
});
