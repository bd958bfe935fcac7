import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdk8s';
import { AppFileError } from '../src/app-file';
import { Manifest } from '../src/argo-events/manifest';
import { run } from '../src/cli';
import { finding, reject } from '../src/findings/refuse';
import { Folder } from '../src/gitops/folder';
import { withHeader } from '../src/gitops/header';
import { addCheck } from '../src/validations';
import { addWarning } from '../src/warnings';
import { noCluster } from './cluster/none';
import { contents, fill, temporaryDirectory } from './gitops/directory';

// Whether it is built makes no difference here; without-engine.test.ts shows which.
jest.mock('../src/engine/load', () => ({
  ...jest.requireActual('../src/engine/load'),
  hasEngine: () => true,
}));

const root = temporaryDirectory();
const out = () => path.join(root(), 'dist');

/** An app of ConfigMaps, by name, each with its text. */
function appOf(texts: Readonly<Record<string, string>>): App {
  const app = new App();
  const folder = new Folder(app, 'resources', { path: 'r' });
  for (const [name, text] of Object.entries(texts)) {
    new Manifest(folder, name, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'agents' },
      data: { text },
    });
  }
  return app;
}

const fileOf = (name: string, text: string) =>
  withHeader(
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: agents\ndata:\n  text: ${text}\n`,
  );

/** What the program leaves with, and what it prints, with the temporary directory as ROOT. */
async function cli(argv: readonly string[], buildApp: () => App = () => appOf({ a: 'one' })) {
  const printed = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[stream] += text.replaceAll(root(), 'ROOT');
    },
  });
  const code = await run(argv, {
    loadApp: buildApp,
    connect: noCluster,
    stdout: into('stdout'),
    stderr: into('stderr'),
  });
  return { code, ...printed };
}

const synth = (texts: Readonly<Record<string, string>>, ...options: string[]) =>
  cli(['synth', 'app.ts', '--out', out(), ...options], () => appOf(texts));

describe('synth', () => {
  test('writes the tree and tells each file that it changes', async () => {
    expect(await synth({ a: 'one', b: 'two', c: 'three' })).toEqual({
      code: 0,
      stdout: [
        'created ROOT/dist/r/agents/a-configmap.yaml',
        'created ROOT/dist/r/agents/b-configmap.yaml',
        'created ROOT/dist/r/agents/c-configmap.yaml',
        '3 files: 3 created, 0 updated, 0 removed, 0 unchanged in ROOT/dist',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect((await synth({ b: 'two', c: 'other', d: 'new' })).stdout).toBe(
      [
        'removed ROOT/dist/r/agents/a-configmap.yaml',
        'updated ROOT/dist/r/agents/c-configmap.yaml',
        'created ROOT/dist/r/agents/d-configmap.yaml',
        '3 files: 1 created, 1 updated, 1 removed, 1 unchanged in ROOT/dist',
        '',
      ].join('\n'),
    );
    expect(contents(out())).toEqual({
      'r/agents/b-configmap.yaml': fileOf('b', 'two'),
      'r/agents/c-configmap.yaml': fileOf('c', 'other'),
      'r/agents/d-configmap.yaml': fileOf('d', 'new'),
    });
  });

  test('tells nothing but the sum when nothing changes', async () => {
    await synth({ a: 'one' });
    expect((await synth({ a: 'one' })).stdout).toBe(
      '1 file: 0 created, 0 updated, 0 removed, 1 unchanged in ROOT/dist\n',
    );
  });

  test('writes to dist unless told otherwise', async () => {
    const before = process.cwd();
    process.chdir(root());
    try {
      expect((await cli(['synth', 'app.ts'])).stdout).toContain('created dist/r/agents/a-configmap.yaml\n');
    } finally {
      process.chdir(before);
    }
    expect(Object.keys(contents(root()))).toEqual(['dist/r/agents/a-configmap.yaml']);
  });

  test('writes to where the command line of cdk8s says, but --out goes before it', async () => {
    process.env['CDK8S_OUTDIR'] = path.join(root(), 'cdk8s');
    try {
      expect(await cli(['synth', 'app.ts'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('in ROOT/cdk8s'),
      });
      expect((await synth({ a: 'one' })).stdout).toContain('in ROOT/dist');
    } finally {
      delete process.env['CDK8S_OUTDIR'];
    }
  });
});

describe('synth --check', () => {
  test('says so when the folder is up to date', async () => {
    await synth({ a: 'one', b: 'two' });
    expect(await synth({ a: 'one', b: 'two' }, '--check')).toEqual({
      code: 0,
      stdout: 'ROOT/dist is up to date: 2 files\n',
      stderr: '',
    });
  });

  test('shows what differs, is missing or is stale, fails, and writes nothing', async () => {
    await synth({ changed: 'one', same: 'same', stale: 'x' });
    const before = contents(root());
    const { code, stdout, stderr } = await synth({ changed: 'two', missing: 'new', same: 'same' }, '--check');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain(
      [
        '--- ROOT/dist/r/agents/changed-configmap.yaml',
        '+++ ROOT/dist/r/agents/changed-configmap.yaml',
        '@@ -5,4 +5,4 @@',
        '   name: changed',
        '   namespace: agents',
        ' data:',
        '-  text: one',
        '+  text: two',
        '--- /dev/null',
        '+++ ROOT/dist/r/agents/missing-configmap.yaml',
      ].join('\n'),
    );
    expect(stdout).toContain('--- ROOT/dist/r/agents/stale-configmap.yaml\n+++ /dev/null\n');
    expect(stdout).not.toContain('same-configmap.yaml');
    expect(stdout).toMatch(/\nROOT\/dist is out of date: 1 to create, 1 to update, 1 to remove\n$/);
    expect(contents(root())).toEqual(before);
  });

  test('takes a folder that is not there for an empty one', async () => {
    expect(await synth({ a: 'one' }, '--check')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('1 to create'),
    });
    expect(contents(root())).toEqual({});
  });
});

describe('synth --json', () => {
  /** What is printed, as data; nothing is on stderr. */
  const report = async (buildApp: () => App, ...options: string[]) => {
    const { stderr, stdout, code } = await cli(
      ['synth', 'app.ts', '--out', out(), '--json', ...options],
      buildApp,
    );
    expect(stderr).toBe('');
    return { code, ...JSON.parse(stdout) };
  };

  test('has the changes of the files, and the exit code', async () => {
    await synth({ same: 'one', old: 'x' });
    const app = () => appOf({ same: 'one', new: 'two' });
    const changes = [
      { action: 'created', path: 'r/agents/new-configmap.yaml' },
      { action: 'removed', path: 'r/agents/old-configmap.yaml' },
      { action: 'unchanged', path: 'r/agents/same-configmap.yaml' },
    ];
    const document = { version: 1, out: 'ROOT/dist', findings: [], notRun: [], changes };
    const before = contents(out());
    expect(await report(app, '--check')).toEqual({ code: 1, exitCode: 1, ...document });
    expect(contents(out())).toEqual(before);
    expect(await report(app)).toEqual({ code: 0, exitCode: 0, ...document });
    expect(Object.keys(contents(out()))).toHaveLength(2);
  });

  test('has errors, and then warnings, and nothing is written', async () => {
    const found = await report(() => {
      const app = appOf({ a: 'one' });
      const [folder] = app.node.children;
      addWarning(folder!, finding('open-policies', 'is odd', { path: ['props', 0] }));
      addCheck(folder!, () => [finding('props', 'expected a text', { value: () => 1, help: 'write one' })]);
      folder!.node.addValidation({ validate: () => ['Foreign'] });
      return app;
    });
    const docs = (id: string) => expect.stringMatching(new RegExp(`^https://.*#${id}$`));
    expect(found).toEqual({
      code: 1,
      version: 1,
      exitCode: 1,
      notRun: [],
      out: 'ROOT/dist',
      findings: [
        {
          rule: 'props',
          severity: 'error',
          construct: 'resources',
          path: [],
          message: 'expected a text',
          value: 'a function',
          help: 'write one',
          docs: docs('props'),
        },
        {
          rule: 'validation',
          severity: 'error',
          construct: 'resources',
          path: [],
          message: 'Foreign',
          docs: docs('validation'),
        },
        {
          rule: 'open-policies',
          severity: 'warning',
          construct: 'resources',
          path: ['props', 0],
          message: 'is odd',
          docs: docs('open-policies'),
        },
      ],
      changes: [],
    });
    expect(contents(root())).toEqual({});
  });

  test('has what a constructor throws', async () => {
    const found = await report(() => reject('props', 'is wrong', { construct: 'loop' }));
    expect(found).toMatchObject({ code: 1, findings: [{ rule: 'props', construct: 'loop' }], changes: [] });
  });

  test('has why the program could not run, which is on stderr, too', async () => {
    fill(out(), { 'r/agents/a-configmap.yaml': 'mine\n' });
    const error = 'File was not written by synth, so it stays: ROOT/dist/r/agents/a-configmap.yaml';
    const { code, stdout, stderr } = await cli(['synth', 'app.ts', '--out', out(), '--json']);
    expect({ code, stderr }).toEqual({ code: 3, stderr: `${error}\n` });
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 3, findings: [], changes: [], error });
  });
});

describe('an error beside a warning', () => {
  test('is printed with it', async () => {
    const { code, stderr } = await cli(['synth', 'app.ts', '--out', out()], () => {
      const app = appOf({ a: 'one' });
      addWarning(app.node.children[0]!, finding('open-policies', 'is odd'));
      app.node.addValidation({ validate: () => ['Foreign'] });
      return app;
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '[app] Foreign [validation]\nwarning: [resources] is odd [open-policies]\n',
    });
  });
});

describe('trap: the command line of cdk8s empties dist before the app runs', () => {
  const expectUntouched = async (buildApp: () => App) => {
    await synth({ a: 'one' });
    const before = contents(root());
    const result = await cli(['synth', 'app.ts', '--out', out()], buildApp);
    expect(contents(root())).toEqual(before);
    expect(result.stdout).toBe('');
    return result;
  };

  test('an app that cannot be built leaves it whole; its findings are printed one a line, without stack', async () => {
    const result = await expectUntouched(() =>
      reject('props', 'expected a positive integer, not 0', {
        construct: 'resources/sensor',
        path: ['steps'],
      }),
    );
    expect(result).toMatchObject({
      code: 1,
      stderr: '[resources/sensor] steps: expected a positive integer, not 0 [props]\n',
    });
  });

  test('so does one that is not valid', async () => {
    const result = await expectUntouched(() => {
      const app = appOf({ a: 'two', b: 'new' });
      app.node.addValidation({ validate: () => ['One is wrong', 'Two is wrong'] });
      return app;
    });
    expect(result).toMatchObject({
      code: 1,
      stderr: '[app] One is wrong [validation]\n[app] Two is wrong [validation]\n',
    });
  });

  test('so does one with a fault, which is told with its stack', async () => {
    const result = await expectUntouched(() => {
      throw new TypeError('x is not a function');
    });
    expect(result.code).toBe(3);
    expect(result.stderr).toMatch(/^TypeError: x is not a function\n +at /);
  });

  test('and so does a file in the way that synth did not write', async () => {
    fill(out(), { 'r/agents/b-configmap.yaml': 'mine\n' });
    const result = await expectUntouched(() => appOf({ a: 'two', b: 'new' }));
    expect(result).toMatchObject({
      code: 3,
      stderr: 'File was not written by synth, so it stays: ROOT/dist/r/agents/b-configmap.yaml\n',
    });
  });
});

test('a file that is no app file is told in one line, as bad usage', async () => {
  const refuse = () => {
    throw new AppFileError('No such file: app.ts');
  };
  expect(await cli(['synth', 'app.ts', '--out', out()], refuse)).toEqual({
    code: 2,
    stdout: '',
    stderr: 'No such file: app.ts\n',
  });
});

test('an output directory that cannot be made is told in one line', async () => {
  fill(root(), { file: 'text' });
  const result = await cli(['synth', 'app.ts', '--out', path.join(root(), 'file/dist')]);
  expect(result).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^ENOTDIR: not a directory, stat.*\n$/),
  });
});

describe('bad usage', () => {
  test.each([
    [['synth', '--oot', 'x'], "error: unknown option '--oot'\n(Did you mean --out?)\n"],
    [['synth', '--out'], "error: option '--out <dir>' argument missing\n"],
    [['synth', '--out', ''], "error: option '--out <dir>' argument '' is invalid. A folder is needed.\n"],
    [
      ['synth', '--out', '--check'],
      "error: option '--out <dir>' argument '--check' is invalid. A folder is needed.\n",
    ],
    [['synth'], "error: missing required argument 'app'\n"],
    [['synth', 'app.ts', 'more'], "error: too many arguments for 'synth'. Expected 1 argument but got 2.\n"],
    [['sinth'], "error: unknown command 'sinth'\n(Did you mean synth?)\n"],
  ])('%j', async (argv, message) => {
    const buildApp = jest.fn<App, []>();
    expect(await cli(argv, buildApp)).toEqual({ code: 2, stdout: '', stderr: message });
    expect(buildApp).not.toHaveBeenCalled();
  });

  test.each(['.', './', '..', '/', 'link'])('--out %s, where the working directory is', async (folder) => {
    fill(root(), { 'project/dist/r/agents/a-configmap.yaml': fileOf('a', 'one') });
    const before = process.cwd();
    process.chdir(path.join(root(), 'project'));
    fs.symlinkSync('..', 'link');
    const files = contents(root());
    try {
      for (const options of [[], ['--check']]) {
        expect(await cli(['synth', 'app.ts', '--out', folder, ...options])).toEqual({
          code: 2,
          stdout: '',
          stderr: `error: option '--out <dir>' argument '${folder}' is invalid. A folder is needed that the working directory is not in.\n`,
        });
      }
    } finally {
      process.chdir(before);
    }
    expect(contents(root())).toEqual(files);
  });

  test('no command: the help goes to stderr', async () => {
    expect(await cli([])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Usage: cdk8s-argo-events'),
    });
  });

  test('--help is no bad usage', async () => {
    expect(await cli(['synth', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/<app>\n.*--out <dir>/s),
      stderr: '',
    });
  });
});

const program = path.join(__dirname, '../src/cli.ts');
const MAIN = path.join(__dirname, '../src/main.ts');

test('as a program it leaves with the same codes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, 'synth', '--out'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 2, stderr: "error: option '--out <dir>' argument missing\n" });
});

test.each([
  ['--check', 1],
  ['', 0],
])(
  'synth %s goes on when its reader has had enough, as head has',
  async (option, code) => {
    const argv = ['--import', 'tsx', program, 'synth', MAIN, '--out', out(), ...(option ? [option] : [])];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    expect(await once(child, 'close')).toEqual([code, null]);
    // The program renders the app of src/main.ts, whose props may be such that it warns.
    expect(
      stderr.split('\n').filter((line) => line !== '' && !/^(?:warning|not checked): /.test(line)),
    ).toEqual([]);
  },
  60_000,
);
