import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { checkLint } from './test-package/lint';

// Packs the library and installs it beside the oldest and beside the newest of everything that it supports. In each of
// the two projects, the programs of test/package/consumer compile and run. Needs the npm registry.

const ROOT = join(__dirname, '..');
const CONSUMER = join(ROOT, 'test/package/consumer');
/** The optional peer that the commands need which ask a cluster. */
const CLIENT = '@kubernetes/client-node';
const PNPM = '12.21.0';

interface Manifest {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

interface Pair {
  readonly name: 'oldest' | 'newest';
  readonly node: string;
  readonly manager: 'npm' | 'pnpm';
  readonly typescript: string;
  readonly type: 'commonjs' | 'module';
  /** For each, `module` and `moduleResolution` of tsconfig.json. The first one emits. */
  readonly modules: readonly (readonly [module: string, resolution: string])[];
  readonly peers: Readonly<Record<string, string>>;
  /** Whether this version of Node runs an app file in TypeScript. */
  readonly nodeLoadsTypescript: boolean;
  /** What else runs one: a package of its own. */
  readonly typescriptLoader: string;
  /** The client of Kubernetes: an optional peer. */
  readonly client: string;
}

const PAIRS: readonly Pair[] = [
  {
    name: 'oldest',
    node: `${manifest.engines.node.replace('>=', '')}.0.0`,
    manager: 'npm',
    typescript: '5.9.3',
    type: 'commonjs',
    // The second one is that of `cdk8s init typescript-app`. It does not read "exports".
    modules: [
      ['node16', 'node16'],
      ['commonjs', 'node10'],
    ],
    peers: eachPeer(oldestOf),
    nodeLoadsTypescript: false,
    // That of `cdk8s init typescript-app`. It does not run with TypeScript 7.
    typescriptLoader: 'ts-node@10.9.2',
    client: oldestOf(CLIENT),
  },
  {
    name: 'newest',
    // The newest release with an even number.
    node: '26.10.0',
    manager: 'pnpm',
    typescript: manifest.devDependencies['typescript'] ?? '',
    type: 'module',
    modules: [
      ['nodenext', 'nodenext'],
      ['preserve', 'bundler'],
    ],
    peers: eachPeer((name) => manifest.devDependencies[name] ?? ''),
    nodeLoadsTypescript: true,
    typescriptLoader: `tsx@${manifest.devDependencies['tsx']}`,
    // It needs a newer Node than this repository has.
    client: '2.0.1',
  },
];

/** What each program of the consumer prints. */
const PRINTED: Readonly<Record<string, string>> = {
  wishes: 'shop/events/wishes-sensor.yaml true\n',
  sales: 'shop/events/orders-eventsource.yaml true\nshop/events/sales-sensor.yaml true\n',
  lint:
    'true true\n[Sensor events/wishes] dependency "wish" (spec.dependencies[0]): unknown field "filter"; ' +
    'did you mean "filters"? [schema]\n',
  loop: '1 true\n',
};

const folder = mkdtempSync(join(tmpdir(), 'package-'));
const failed: string[] = [];
let passed = 0;
try {
  const [file = ''] = run('npm', ['pack', '--loglevel=error', '--pack-destination', folder], ROOT)
    .trim()
    .split('\n')
    .slice(-1);
  const tarball = join(folder, file);
  const tools = installTools();
  for (const pair of PAIRS) checkPair(pair, tarball, tools);
  checkGuide(tarball);
  checkAlone(tarball);
  console.log('\nlint');
  checkLint(ROOT, join(folder, 'alone'), tarball, check);
  const files = filesOf(tarball);
  check('holds what is built, the documents and nothing else', () => files.every(isExpected));
  for (const file of [
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'docs/library/README.md',
    'docs/reference/rules.md',
    'lib/imports/sensor.schema.json',
    'lib/imports/eventsource.schema.json',
    'lib/imports/eventbus.schema.json',
  ]) {
    check(`holds ${file}`, () => files.includes(file));
  }
  console.log(`${passed} passed, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function checkPair(pair: Pair, tarball: string, tools: string): void {
  const { name, manager, type, typescript, peers } = pair;
  const project = join(folder, name);
  mkdirSync(project);
  const versions = Object.entries(peers).map(([peer, version]) => `${peer}@${version}`);
  const about = [...versions, `TypeScript ${typescript}`, `Node ${pair.node}`, manager, type].join(', ');
  console.log(`\n${name}: ${about}`);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type }));
  install(pair, project, [tarball, ...versions, `typescript@${typescript}`, '@types/node@20']);
  cpSync(CONSUMER, project, { recursive: true });
  pair.modules.forEach((module, index) => {
    check(`compiles: ${module.join(', ')}`, () => compiles(project, module, index === 0));
  });
  const node = join(tools, `node_modules/node-${name}/bin/node`);
  for (const [program, expected] of Object.entries(PRINTED)) {
    check(`runs ${program}`, () => prints(node, [join('out', `${program}.js`)], project) === expected);
  }
  checkCommand(pair, project, tools);
}

/** The command line of the package, as `npx` finds it, for app files that compile to `out/` and for one in TypeScript. */
function checkCommand(pair: Pair, project: string, tools: string): void {
  const { name, nodeLoadsTypescript, typescriptLoader, client } = pair;
  const nodeFolder = join(tools, `node_modules/node-${name}/bin`);
  const env = { ...process.env, PATH: `${nodeFolder}${delimiter}${process.env['PATH']}` };
  const command = (...argv: readonly string[]) => {
    const bin = join(project, 'node_modules/.bin/cdk8s-argo-events');
    const { status, stdout, stderr } = spawnSync(bin, argv, { cwd: project, env, encoding: 'utf8' });
    return `${status} ${stdout}${stderr}`;
  };
  const prints = (what: string, argv: readonly string[], expected: RegExp) => {
    check(what, () => {
      const printed = command(...argv);
      if (!expected.test(printed)) console.error(printed);
      return expected.test(printed);
    });
  };
  const APP = join('out', 'app.js');
  const RENDERED = /^0 dist is up to date: 1 file\nwarning: .*"default"/;
  prints('has a command', ['--help'], /^0 Usage: cdk8s-argo-events /);
  prints('renders an app file', ['synth', APP], /^0 created dist\/shop\/events\/wishes-sensor\.yaml\n/);
  prints('finds it up to date, with a warning', ['synth', APP, '--check'], RENDERED);
  prints('refuses a file without an app', ['synth', join('out', 'own.js')], /^2 No app in out\/own\.js: /);
  prints('refuses a file that is not there', ['synth', 'none.js'], /^2 No such file: none\.js\n$/);
  if (nodeLoadsTypescript)
    prints('renders TypeScript with Node alone', ['synth', 'app.ts', '--check'], RENDERED);
  else {
    const REFUSED = /^2 No loader for TypeScript: app\.ts\./;
    prints('refuses TypeScript without a loader', ['synth', 'app.ts'], REFUSED);
  }
  install(pair, project, [typescriptLoader]);
  prints(`renders TypeScript with ${typescriptLoader}`, ['synth', 'app.ts', '--check'], RENDERED);
  prints('has status', ['status', '--help'], /^0 Usage: cdk8s-argo-events status /);
  prints(
    'says what status needs',
    ['status'],
    /^3 This command needs @kubernetes\/client-node, which is not installed\. /,
  );
  install(pair, project, [`${CLIENT}@${client}`]);
  prints(
    `loads ${CLIENT} ${client}`,
    ['status', '--kubeconfig', 'none'],
    /^3 Cannot read the kubeconfig none: ENOENT: no such file or directory, open 'none'\n$/,
  );
}

function install({ manager }: Pick<Pair, 'manager'>, project: string, packages: readonly string[]): void {
  if (manager === 'pnpm') {
    // Without leave for its install script, pnpm refuses esbuild, which tsx needs.
    const options = ['--reporter=append-only', '--allow-build=esbuild'];
    run(join(folder, 'tools/node_modules/.bin/pnpm'), ['add', ...options, ...packages], project);
    return;
  }
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], project);
}

/** Does what docs/library/app.md says, block by block, in an empty folder. A block of yaml is a part of what is rendered. */
function checkGuide(tarball: string): void {
  const project = join(folder, 'guide');
  mkdirSync(project);
  cpSync(tarball, join(project, basename(tarball)));
  const [page = ''] = readFileSync(join(ROOT, 'docs/library/app.md'), 'utf8').split('\n## In a cluster\n');
  console.log('\ndocs/library/app.md');
  for (const [, before = '', language = '', text = ''] of page.matchAll(
    /([^\n]*)\n\n```(\w+)\n(.*?)^```$/gms,
  )) {
    const file = /`([^`]*)`:$/.exec(before)?.[1];
    const first = text.split('\n')[0];
    if (language === 'sh') {
      const { status, stderr } = spawnSync('bash', ['-ec', text], { cwd: project, encoding: 'utf8' });
      if (status !== 0) console.error(stderr);
      check(`runs: ${first}`, () => status === 0);
    } else if (language === 'yaml') {
      check(`renders: ${first}`, () => renderedIn(project).some((rendered) => rendered.includes(text)));
    } else if (file !== undefined) writeFileSync(join(project, file), text);
  }
}

/** Without cdk8s and constructs, the rules work, and the command line says what is missing. */
function checkAlone(tarball: string): void {
  const project = join(folder, 'alone');
  mkdirSync(project);
  console.log('\nwithout the peers');
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'alone', private: true }));
  install({ manager: 'npm' }, project, ['--legacy-peer-deps', tarball]);
  writeFileSync(join(project, 'app.js'), '');
  const node = (...argv: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync('node', argv, { cwd: project, encoding: 'utf8' });
    return `${status} ${stdout}${stderr}`;
  };
  const bin = join('node_modules', '.bin', 'cdk8s-argo-events');
  const lint = "console.log(require('cdk8s-argo-events/lint').RULES.length > 50)";
  check('has the rules', () => node('--eval', lint) === '0 true\n');
  check('shows its help', () => node(bin, '--help').startsWith('0 Usage: '));
  const missing =
    '3 This command needs cdk8s and constructs, which are not installed. Run: npm install cdk8s constructs\n';
  check('says what is missing', () => node(bin, 'synth', 'app.js') === missing);
}

function renderedIn(project: string): string[] {
  return readdirSync(project, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(?:k8s|tree)\/.*\.yaml$/.test(file))
    .map((file) => readFileSync(join(project, file), 'utf8'));
}

/** The two versions of Node, and pnpm: what the machine itself need not have. */
function installTools(): string {
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  writeFileSync(join(tools, 'package.json'), JSON.stringify({ name: 'tools', private: true }));
  const nodes = PAIRS.map(({ name, node }) => `node-${name}@npm:node@${node}`);
  install({ manager: 'npm' }, tools, [...nodes, `pnpm@${PNPM}`]);
  return tools;
}

function compiles(project: string, [module, resolution]: readonly [string, string], emits: boolean): boolean {
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module,
    moduleResolution: resolution,
    target: 'es2022',
    types: ['node'],
    ...(emits ? { outDir: 'out', rootDir: '.' } : { noEmit: true }),
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
  );
  const tsc = join(project, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync('node', [tsc, '-p', project], { cwd: project, encoding: 'utf8' });
  // Declarations are checked too; those of cdk8s-plus itself have errors, which are not ours to mend.
  const errors = stdout.split('\n').filter((line) => /^\S.*: error TS/.test(line));
  const own = errors.filter((line) => !/node_modules\/cdk8s-plus-28\//.test(line));
  for (const error of own) console.error(error);
  return own.length === 0;
}

function prints(node: string, argv: readonly string[], cwd: string): string {
  const { stdout, stderr } = spawnSync(node, argv, { cwd, encoding: 'utf8' });
  if (stderr !== '') console.error(stderr);
  return stdout;
}

function filesOf(tarball: string): string[] {
  const listed = run('tar', ['-tf', tarball], folder).trim().split('\n');
  return listed.map((file) => file.replace('package/', ''));
}

function isExpected(file: string): boolean {
  return /^(?:docs\/.*\.md|lib\/(?:src|imports)\/.*\.(?:js|d\.ts|json)|lib\/engine\/(?:build\.txt|engine\.wasm\.br|wasm_exec\.js)|[A-Z]+(?:\.md)?|package\.json)$/.test(
    file,
  );
}

function eachPeer(version: (name: string) => string): Record<string, string> {
  const needed = Object.keys(manifest.peerDependencies).filter(
    (name) => !manifest.peerDependenciesMeta[name]?.optional,
  );
  return Object.fromEntries(needed.map((name) => [name, version(name)]));
}

/** The lowest version of the range that was ever published: the lower end itself need not have been. */
function oldestOf(name: string): string {
  const range = `${name}@${manifest.peerDependencies[name]}`;
  const listed = JSON.parse(run('npm', ['view', range, 'version', '--json'], ROOT)) as string[];
  const order = new Intl.Collator('en', { numeric: true });
  return listed.sort(order.compare)[0] ?? '';
}

function check(what: string, holds: () => boolean): void {
  const ok = holds();
  if (ok) passed++;
  else failed.push(what);
  console.log(`${ok ? 'ok' : 'FAILED'}: it ${what}`);
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
