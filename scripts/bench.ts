import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv, type Options } from 'ajv';
import { App, Chart } from 'cdk8s';
import sensor from '../imports/sensor.schema.json';
import { Manifest } from '../src/argo-events/manifest';
import { Folder } from '../src/gitops/folder';
import { renderTree } from '../src/gitops/tree';
import { applyPlan, planWrites } from '../src/gitops/writer';

// Each line measures both sides in turn, in one process, and prints the ratio of their medians. Smaller is better.

const ROUNDS = 9;
const OBJECTS = 60;

interface Side {
  readonly name: string;
  readonly run: () => void;
}

compare(
  'render and write the same objects',
  { name: 'ours', run: () => inFolder((out) => applyPlan(planWrites(out, renderTree(ours())))) },
  { name: 'cdk8s App.synth', run: () => inFolder((out) => charts(out).synth()) },
);
const lean: Options = { strict: false, validateSchema: false, inlineRefs: false, code: { optimize: false } };
compare(
  'compile the closed schema of Sensor',
  { name: 'as at synth', run: () => compile(lean) },
  { name: 'ajv defaults, strict', run: () => compile({ strict: true, allowUnionTypes: true }) },
);
function ours(): App {
  const app = new App();
  const folder = new Folder(app, 'folder', { path: 'f' });
  for (let index = 0; index < OBJECTS; index++) new Manifest(folder, `o${index}`, object(index));
  return app;
}

function charts(outdir: string): App {
  const app = new App({ outdir });
  const chart = new Chart(app, 'chart');
  for (let index = 0; index < OBJECTS; index++) new Manifest(chart, `o${index}`, object(index));
  return app;
}

function object(index: number) {
  const data = Object.fromEntries(
    Array.from({ length: 20 }, (_, key) => [`key-${key}`, `value ${index} on: =\n`]),
  );
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `o${index}`, namespace: 'n' }, data };
}

function compile(options: Options): void {
  new Ajv({ allErrors: true, verbose: true, ...options }).compile(sensor);
}

function inFolder(run: (out: string) => void): void {
  const out = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    run(out);
  } finally {
    rmSync(out, { recursive: true });
  }
}

function compare(what: string, ...sides: readonly [Side, Side]): void {
  const times = sides.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { run }] of sides.entries()) {
      const start = process.hrtime.bigint();
      run();
      // The first round warms both sides up.
      if (round > 0) times[index]?.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  const [first = 0, second = 0] = times.map(
    (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0,
  );
  const side = (index: 0 | 1, time: number) => `${sides[index].name} ${time.toFixed(1)} ms`;
  console.log(`${what}: ${side(0, first)}, ${side(1, second)}, ratio ${(first / second).toFixed(2)}`);
}
