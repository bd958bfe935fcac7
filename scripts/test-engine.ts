import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { eventReference } from '../src/argo-events/dependency';
import { EventBus, jetStream } from '../src/argo-events/event-bus';
import { hasEngine } from '../src/engine/load';
import { Folder } from '../src/gitops/folder';
import { renderTree } from '../src/gitops/tree';
import { applyPlan, planWrites } from '../src/gitops/writer';
import type { RemediationProps } from '../src/remediation/props';
import { appOf } from '../test/app';
import { writeEngineAnswers } from './engine-answers';
import { writeImported } from './import/examples';
import { ENGINE, engineFolder } from './imports/engine';
import { versionAskedOr } from './imports/version';
import { writeRecipes } from './recipes/apps';

// Runs the Go tests on the app with the task's props, with the arguments given. Then those of its form on dist/, and on
// the recipes and on the app with other props: what they can make of it is the product too. With --argo-events v1.9.6, the first of
// these runs on that version of the engine.

interface Variant {
  readonly props: RemediationProps;
  /** The Go tests that hold for it: those that know the loop's names only where the names are the default. */
  readonly tests: string;
  /** The packages that they are in; the form and the stories when left out. */
  readonly packages?: readonly string[];
}

const FORM = '^(TestValid|TestCanonical)$';

const VARIANTS: Readonly<Record<string, Variant>> = {
  'four shards': { props: { shards: 4 }, tests: '^Test', packages: ['.', './story', './running'] },
  'another name, repository and account': {
    props: {
      name: 'rework',
      github: { repository: 'octo-org/.github', apiUrl: 'https://github.example.com/api/v3' },
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
  'closed pull requests': {
    props: { pullRequests: eventReference('github', 'issue_comment') },
    tests: '^(TestValid|TestCanonical|TestClosing|TestClosingGarbage|TestClosedStates)$',
    packages: ['.', './garbage'],
  },
  'what Argo CD needs': {
    props: { argoCd: { repoURL: 'https://git.example.com/acme/shop.git' } },
    tests: '^TestArgoCd',
    packages: ['./argocd'],
  },
  'a pod template': {
    props: {
      podTemplate: {
        imagePullSecrets: [{ name: 'registry' }],
        nodeSelector: { pool: 'events' },
        tolerations: [{ key: 'dedicated', operator: 'Exists', tolerationSeconds: 60, effect: 'NoExecute' }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'arch', operator: 'In', values: ['amd64'] }] }],
            },
          },
        },
        priorityClassName: 'platform',
        env: [{ name: 'HTTPS_PROXY', valueFrom: { secretKeyRef: { name: 'proxy', key: 'url' } } }],
        resources: { requests: { cpu: '1500m', memory: '1536Mi' }, limits: { cpu: '2', memory: '2Gi' } },
        sensors: { caBundle: { name: 'corporate-ca', key: 'ca-bundle.crt' } },
      },
      bus: { persistence: { storageClassName: 'fast', size: '1536Mi' } },
    },
    tests: FORM,
  },
  'the CodeRun of other people': {
    props: {
      codeRun: (run) => ({
        apiVersion: 'agents.example.com/v2',
        kind: 'AgentRun',
        metadata: {},
        spec: {
          prNumber: run.prNumber,
          attempt: run.iteration,
          env: [{ name: 'TASK', value: run.task }],
        },
      }),
    },
    tests: FORM,
  },
};

// What is about Argo CD is there with a prop alone.
const WITHOUT_ARGO_CD = ['-skip', '^TestArgoCd'];
const { version, rest: extra } = versionAskedOr(process.exit, process.argv.slice(2));
if (version !== undefined) process.exit(withEngine(version, extra) ? 0 : 1);
// The verdicts are on the app with the task's props, and so is all that knows its names.
let failed = !rendered({}, [...WITHOUT_ARGO_CD, ...extra, './...']);
console.log('\nAs it is in dist/:');
failed = !goTest(['-run', FORM, '.'], {}) || failed;
console.log('\nThe examples of the engine, imported:');
failed = !importedExamples() || failed;
console.log('\nThe recipes:');
// What the controller adds to their objects is no difference for `kubectl apply`: the suite on the control plane sees that.
failed = !renderedBy(writeRecipesAndBus, ['-run', '^TestValid$', '.']) || failed;
for (const [name, { props, tests, packages = ['.', './story'] }] of Object.entries(VARIANTS)) {
  console.log(`\nRendered with ${name}:`);
  // The samples of the rules are the same whatever is rendered.
  const skip = ['-skip', '^(TestVerdicts|TestVerdictsOfRunningSensors|TestSamples)$'];
  failed = !rendered(props, ['-run', tests, ...skip, ...packages]) || failed;
}
console.log('\nThe engine as WebAssembly, beside the untrimmed one:');
failed = !untrimmed() || failed;
process.exitCode = failed ? 1 : 0;

/** The build for WebAssembly leaves files of the engine out. Whether that makes a difference, the engine as it is says. */
function untrimmed(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'answers-'));
  try {
    const file = join(folder, 'answers.jsonl');
    if (!hasEngine())
      execFileSync('npm', ['run', '-s', 'build:engine'], { cwd: join(__dirname, '..'), stdio: 'inherit' });
    writeEngineAnswers(file);
    return goTest(['.'], { ENGINE_ANSWERS: file }, 'src/engine/go');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Runs the tests on the app with the task's props, on another version of the engine. The other modules stay at the versions of
 * go.mod, but for the client of GitLab: the types of its ids have changed.
 */
function withEngine(version: string, args: readonly string[]): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'));
  try {
    for (const file of ['go.mod', 'go.sum']) {
      copyFileSync(join(__dirname, '../test/engine', file), join(folder, file));
    }
    const modules = `-modfile=${join(folder, 'go.mod')}`;
    const own = readFileSync(join(engineFolder(version), 'go.mod'), 'utf8');
    const gitlab = /^\s+(gitlab\.com\S+) (v\S+)$/m.exec(own);
    const replaced = [[ENGINE.module, version], ...(gitlab ? [gitlab.slice(1)] : [])];
    const edits = replaced.map(([module, at]) => `-replace=${module}=${module}@${at}`);
    execFileSync('go', ['mod', 'edit', ...edits, join(folder, 'go.mod')], { stdio: 'inherit' });
    // By the environment: tests ask the go command too.
    process.env['GOFLAGS'] = `${process.env['GOFLAGS'] ?? ''} ${modules} -mod=mod`;
    return rendered({}, [...WITHOUT_ARGO_CD, ...args, './...']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the tests on the app with these props. */
function rendered(props: RemediationProps, args: readonly string[]): boolean {
  return renderedBy((out) => applyPlan(planWrites(out, renderTree(appOf(props)))), args);
}

/** Imports the examples that come with the engine's source, and compares what the programs render. */
function importedExamples(): boolean {
  const out = mkdtempSync(join(tmpdir(), 'imported-'));
  try {
    const file = join(out, 'imported.json');
    writeImported(join(engineFolder(), 'examples'), file);
    return goTest(['-v', './imported'], { IMPORTED: file });
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The recipes take the bus as given. */
function writeRecipesAndBus(folder: string): void {
  writeRecipes(folder);
  const app = new App();
  const scope = new Folder(app, 'bus', { path: 'bus' });
  new EventBus(scope, 'bus', { namespace: 'events', spec: jetStream({ version: '2.10.10', replicas: 3 }) });
  applyPlan(planWrites(join(folder, 'bus'), renderTree(app)));
}

function renderedBy(write: (folder: string) => void, args: readonly string[]): boolean {
  const out = mkdtempSync(join(tmpdir(), 'rendered-'));
  try {
    write(out);
    return goTest(args, { DIST: out });
  } finally {
    rmSync(out, { recursive: true });
  }
}

function goTest(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  module = 'test/engine',
): boolean {
  // -count=1: go test does not see changes of files outside its module and would answer from its cache.
  const { status, error } = spawnSync('go', ['test', '-count=1', ...args], {
    cwd: join(__dirname, '..', module),
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  if (error) throw error;
  return status === 0;
}
