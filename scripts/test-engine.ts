import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { raw } from '../src/argo-events/references/slot';
import { Folder } from '../src/gitops/folder';
import { renderTree } from '../src/gitops/tree';
import { apply, plan } from '../src/gitops/writer';
import { RemediationLoop } from '../src/remediation/loop';
import { RemediationPrerequisites } from '../src/remediation/prerequisites';
import type { RemediationProps } from '../src/remediation/props';

// Runs the Go tests on dist/, with the arguments given, and then on the loop rendered in other ways: what the props
// can make of it is the product too.

interface Variant {
  readonly props: RemediationProps;
  /** The Go tests that hold for it: those that know the loop's names only where the names are the default. */
  readonly tests: string;
  /** The packages that they are in; the form and the stories when left out. */
  readonly packages?: readonly string[];
}

const FORM = '^(TestValid|TestCanonical)$';

const VARIANTS: Readonly<Record<string, Variant>> = {
  'four shards': { props: { shards: 4 }, tests: '^Test' },
  'another name, repository and account': {
    props: {
      name: 'rework',
      repository: 'octo-org/.github',
      githubApiUrl: 'https://github.example.com/api/v3',
      serviceAccount: { name: 'rework', dedicated: true },
      reviewers: ['qa-team[bot]'],
      marker: 'Needs "work" (a+b) {{ $x }} \\(1)',
      labels: { iterationPrefix: 'round #' },
      shards: 2,
    },
    tests: FORM,
  },
  'a reviewer with an id': {
    props: { reviewers: ['5DLabs-Tess', { login: '5DLabs-Tess[bot]', id: 7 }] },
    tests: '^TestReviewers$',
    packages: ['./garbage'],
  },
  'the CodeRun of other people': {
    props: {
      codeRun: (run) => ({
        apiVersion: 'agents.example.com/v2',
        kind: 'AgentRun',
        metadata: {},
        spec: {
          prNumber: raw(run.prNumber),
          attempt: run.iteration,
          env: [{ name: 'TASK', value: run.task }],
        },
      }),
    },
    tests: FORM,
  },
};

const extra = process.argv.slice(2);
let failed = !goTest([...extra, './...'], {});
for (const [name, { props, tests, packages = ['.', './story'] }] of Object.entries(VARIANTS)) {
  const out = mkdtempSync(join(tmpdir(), 'variant-'));
  try {
    apply(plan(out, renderTree(buildApp(props))));
    console.log(`\nRendered with ${name}:`);
    // Verdicts are recorded for dist/ alone, and the samples of the rules are the same whatever is rendered.
    const skip = ['-skip', '^(TestVerdicts|TestSamples)$'];
    failed = !goTest(['-run', tests, ...skip, ...packages], { DIST: out }) || failed;
  } finally {
    rmSync(out, { recursive: true });
  }
}
process.exitCode = failed ? 1 : 0;

function buildApp(props: RemediationProps): App {
  const app = new App();
  new RemediationLoop(new Folder(app, 'resources', { path: 'infra/gitops/resources' }), 'loop', props);
  const prerequisites = new Folder(app, 'prerequisites', { path: 'infra/gitops/prerequisites' });
  new RemediationPrerequisites(prerequisites, 'loop', props);
  return app;
}

function goTest(args: readonly string[], env: Readonly<Record<string, string>>): boolean {
  // -count=1: go test does not see changes of files outside its module and would answer from its cache.
  const { status, error } = spawnSync('go', ['test', '-count=1', ...args], {
    cwd: join(__dirname, '../test/engine'),
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  if (error) throw error;
  return status === 0;
}
