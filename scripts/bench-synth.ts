import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { interleave, median, type Program, type Run, run } from './bench/measure';
import { expectSame, type KubernetesObject, objectsIn, readTree } from './bench-synth/objects';
import { buildPeers, PEERS, peerPrograms } from './bench-synth/peers';

// Measures the built command beside other programs that give the same objects, each as a whole process. It prints a
// table: how many times as long as Node itself takes to start.

const ROOT = join(__dirname, '..');
const APPS = join(__dirname, 'bench-synth/apps');
const BARE = '`node -e 0`';

const { values: options } = parseArgs({
  options: {
    // `loop` is the tree in dist/; a number is that of sensors.
    sizes: { type: 'string', default: 'loop,1,10,100,1000' },
    rounds: { type: 'string', default: '9' },
  },
});
const sizes = options.sizes.split(',');
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1 || sizes.some((size) => !/^(?:loop|[1-9]\d*)$/.test(size))) {
  console.error('Use --sizes loop,1,1000 (the loop, or numbers of sensors) and --rounds 9 (1 or more)');
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'bench-synth-'));
try {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: ROOT, stdio: 'inherit' });
  // As in a project, where the engine's answers about texts are kept.
  mkdirSync(join(work, 'node_modules'));
  const peers = buildPeers();
  const columns = sizes.map((size) => measure(size, peers));
  console.log(table(columns));
  const [{ model = 'unknown' } = {}] = cpus();
  console.log(`\nNode ${process.version}, ${cpus().length} processors (${model}), ${rounds} rounds`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The runs of each program at one size, by the name of the program. */
type Column = ReadonlyMap<string, readonly Run[]>;

function measure(size: string, peers: ReadonlyMap<string, string>): Column {
  const folder = join(work, size);
  mkdirSync(folder);
  const [ours, again, stock] = ownPrograms(size, folder);
  run(ours);
  const tree = readTree(join(folder, 'ours')).flatMap(objectsIn);
  run(again);
  run(stock);
  expectSame(stock.name, tree, readTree(join(folder, 'stock')).join('\n---\n'));
  const others = peerPrograms(peers, folder, inputOf(size, tree));
  for (const peer of others) expectSame(peer.name, tree, run(peer).output);
  const bare: Program = { name: BARE, command: [process.execPath, '-e', '0'], cwd: folder };
  const programs = [bare, ours, again, stock, ...others];
  const runs = interleave(programs, rounds);
  console.error(`${size}: measured`);
  return new Map(programs.map(({ name }, index) => [name, runs[index] ?? []]));
}

function ownPrograms(size: string, folder: string): readonly [Program, Program, Program] {
  const app = join(APPS, size === 'loop' ? 'loop.js' : 'sensors.js');
  const env: Record<string, string> = size === 'loop' ? {} : { SENSORS: size };
  const synth = (out: string) =>
    [process.execPath, join(ROOT, 'lib/src/cli.js'), 'synth', app, '--out', out] as const;
  const [ours, again, stock] = ['ours', 'again', 'stock'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  return [
    { name: '`cdk8s-argo-events synth`', command: [...synth(ours)], cwd: folder, env, fresh: ours },
    { name: 'the same, nothing changed', command: [...synth(again)], cwd: folder, env },
    {
      name: '`app.synth()` of cdk8s',
      command: [process.execPath, app],
      cwd: folder,
      env: { ...env, CDK8S_OUTDIR: stock },
      fresh: stock,
    },
  ];
}

function inputOf(size: string, tree: readonly KubernetesObject[]): Parameters<typeof peerPrograms>[2] {
  if (size === 'loop') return { fixed: tree };
  const names = Array.from({ length: Number(size) }, (_, index) => `repository-${index}`);
  const object = tree.find(({ metadata }) => (metadata as { name: string }).name === names[0]);
  if (!object) throw new Error(`There is no ${names[0]}`);
  return { fixed: tree.filter(({ kind }) => kind !== 'Sensor'), repeated: { object, names } };
}

function table(columns: readonly Column[]): string {
  const names = [...new Set([...columns.flatMap((column) => [...column.keys()]), ...PEERS])];
  const heads = sizes.map((size) =>
    size === 'loop' ? 'the loop' : `${size} ${size === '1' ? 'sensor' : 'sensors'}`,
  );
  const rows = names.map((name) => [
    name,
    ...columns.map((column) => cell(column.get(name), column.get(BARE))),
  ]);
  const lines = [['', ...heads], ['---', ...heads.map(() => '---')], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The median of the ratios round by round, then the medians of time and memory. */
function cell(runs: readonly Run[] = [], bare: readonly Run[] = []): string {
  const ratio = median(
    runs.map((one, round) => one.milliseconds / (bare[round]?.milliseconds ?? Number.NaN)),
  );
  const time = median(runs.map(({ milliseconds }) => milliseconds));
  const memory = median(runs.map(({ megabytes = Number.NaN }) => megabytes));
  const size = Number.isNaN(memory) ? '' : `, ${memory.toFixed(0)} MB`;
  return runs.length === 0 ? 'missing' : `**${ratio.toFixed(1)}** (${time.toFixed(0)} ms${size})`;
}
