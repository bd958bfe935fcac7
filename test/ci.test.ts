import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8');

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

test('a release is published with provenance, after the checks of the package', () => {
  type Job = Workflow['jobs'][string] & { readonly needs?: string; readonly permissions?: object };
  const { build, publish } = (
    parse(read('.github/workflows/release.yaml')) as { jobs: { build: Job; publish: Job } }
  ).jobs;
  const commandsOf = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);
  expect(commandsOf(build).slice(-4)).toEqual([
    'npm test',
    'npm run synth -- --check',
    'npm run test:package',
    'npm pack',
  ]);
  // The token may publish, so no script of a dependency runs beside it.
  expect(build.permissions).toBeUndefined();
  expect(publish).toMatchObject({ needs: 'build', permissions: { 'id-token': 'write' } });
  expect(commandsOf(publish)).toEqual([
    'npm publish ./cdk8s-argo-events-*.tgz --ignore-scripts --provenance --access public',
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
