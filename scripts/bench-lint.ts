import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { ACCEPTED, type Defect, REFUSED, sensorWith } from '../test/lint/defects';
import { interleave, median, type Program, type Run, run } from './bench/measure';
import { buildUpstream, upstreamExamples } from './bench-lint/upstream';

// Measures the built `lint` beside the one of Argo Events: which defects each finds, what ours says of upstream's own
// examples, and how long each takes.

const ROOT = join(__dirname, '..');
const CLI = join(ROOT, 'lib/src/cli.js');

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,100,1000,4000' },
    rounds: { type: 'string', default: '5' },
  },
});
const sizes = options.sizes.split(',').map(Number);
const rounds = Number(options.rounds);
if (![...sizes, rounds].every((number) => Number.isInteger(number) && number > 0)) {
  console.error('Use --sizes 1,1000 (numbers of sensors) and --rounds 5 (1 or more)');
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'bench-lint-'));
try {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: ROOT, stdio: 'inherit' });
  const upstream = buildUpstream();
  console.log(defectsTable(upstream));
  console.log(examplesTable());
  console.log(timesTable(upstream));
  const [{ model = 'unknown' } = {}] = cpus();
  console.log(`\nNode ${process.version}, ${cpus().length} processors (${model}), ${rounds} rounds`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function ours(...args: readonly string[]): Program {
  const command = [process.execPath, CLI, 'lint', ...args] as const;
  return { name: 'cdk8s-argo-events lint', command, cwd: work, fine: [0, 1] };
}

function theirs(upstream: string, ...args: readonly string[]): Program {
  return { name: 'argo-events lint', command: [upstream, 'lint', ...args], cwd: work, fine: [0, 1] };
}

/** The ids of the rules that find something in files, once each. */
function rulesIn(...paths: readonly string[]): string[] {
  const { output } = run(ours('--format', 'json', ...paths));
  return (JSON.parse(output) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
}

/** Which defects each finds: the rules of ours, and whether the other one fails. */
function defectsTable(upstream: string | undefined): string {
  const sound: Defect = { name: '(none)', sensor: sensorWith('{}') };
  const rows = [sound, ...ACCEPTED, ...REFUSED].map(({ name, sensor }, index) => {
    const file = join(work, `defect-${index}.yaml`);
    writeFileSync(file, stringify(sensor));
    const rules = [...new Set(rulesIn(file))];
    const other = upstream === undefined ? 'missing' : failsIn(upstream, file) ? 'found' : '';
    return [name, rules.map((rule) => `\`${rule}\``).join(', '), other];
  });
  return table(['the defect', '`cdk8s-argo-events lint`', '`argo-events lint`'], rows);
}

function failsIn(upstream: string, file: string): boolean {
  try {
    run({ ...theirs(upstream, file), fine: [0] });
    return false;
  } catch {
    return true;
  }
}

/** What ours says of upstream's examples, by rule. */
function examplesTable(): string {
  const folder = join(work, 'examples');
  cpSync(upstreamExamples(), folder, { recursive: true });
  const counts = new Map<string, number>();
  for (const rule of rulesIn(folder)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const rows = [...counts].sort(([a], [b]) => a.localeCompare(b));
  return table(
    ['in the examples of Argo Events', 'findings'],
    rows.map(([rule, count]) => [`\`${rule}\``, String(count)]),
  );
}

function timesTable(upstream: string | undefined): string {
  const columns = sizes.map((size) => {
    const folder = join(work, String(size));
    const file = join(work, `${size}.yaml`);
    render(size, folder, file);
    const bare: Program = { name: '`node -e 0`', command: [process.execPath, '-e', '0'], cwd: work };
    const programs = [
      bare,
      { ...ours(file), name: '`cdk8s-argo-events lint`, one file' },
      { ...ours(folder), name: 'the same, a file for each' },
      ...(upstream === undefined ? [] : [allOf(upstream, folder, size)]),
    ];
    const runs = interleave(programs, rounds);
    console.error(`${size}: measured`);
    return programs.map(({ name }, index) => [name, runs[index] ?? []] as const);
  });
  const [first = []] = columns;
  const rows = first.map(([name], row) => [name, ...columns.map((column) => cell(column[row]?.[1] ?? []))]);
  return table(['', ...sizes.map((size) => `${size} ${size === 1 ? 'sensor' : 'sensors'}`)], rows);
}

/** The other lint on all sensors of a folder: it does not look into the folders in it. */
function allOf(upstream: string, folder: string, size: number): Program {
  const program = theirs(upstream, join(folder, 'events/events'));
  const seen = run(program).output.match(/: Sensor is valid$/gm)?.length;
  if (seen !== size) throw new Error(`argo-events lint saw ${seen ?? 0} of ${size} sensors`);
  return { ...program, name: '`argo-events lint`, a file for each' };
}

/** The tree of the bench of synth, as a folder and as one file. */
function render(size: number, folder: string, file: string): void {
  const app = join(__dirname, 'bench-synth/apps/sensors.js');
  run({
    name: 'synth',
    command: [process.execPath, CLI, 'synth', app, '--out', folder],
    cwd: work,
    env: { SENSORS: String(size) },
  });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.yaml'),
  );
  writeFileSync(file, files.map((one) => readFileSync(join(folder, one), 'utf8')).join('---\n'));
}

/** The medians of time and memory. */
function cell(runs: readonly Run[]): string {
  const time = median(runs.map(({ milliseconds }) => milliseconds));
  const memory = median(runs.map(({ megabytes = Number.NaN }) => megabytes));
  return `${time.toFixed(0)} ms${Number.isNaN(memory) ? '' : `, ${memory.toFixed(0)} MB`}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}
