import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { parse } from 'yaml';
import { BUILD_ENGINE, engine, hasEngine } from '../src/engine/load';
import { TASK_TREE } from '../test/app';
import { payloads } from '../test/payloads';
import { interleave, median, type Program } from './bench/measure';

// Measures the engine as WebAssembly: its size, its start, how many events a second it judges, and its memory. Each round is a
// process of its own.

const ROUNDS = 5;
const FILE = join(__dirname, '../lib/engine/engine.wasm.br');
const WORK: Readonly<Record<string, (judge: () => void) => void>> = {
  'node, and nothing asked': () => undefined,
  'the first answer': () => void engine()?.check('jq', '.'),
  'the first event judged': (judge) => judge(),
};

const [work] = process.argv.slice(2);
if (!hasEngine()) {
  console.error(`The engine is not built: ${BUILD_ENGINE}`);
  process.exitCode = 3;
} else if (work === undefined) {
  report();
} else {
  WORK[work]?.(() => judgeAll(1));
}

function report(): void {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`engine.wasm: ${megabytes(brotliDecompressSync(readFileSync(FILE)).length)}`);
  console.log(`in the package: ${megabytes(statSync(FILE).size)}`);
  const programs = Object.keys(WORK).map(
    (name): Program => ({
      name,
      command: [process.execPath, '--import', 'tsx', __filename, name],
      cwd: join(__dirname, '..'),
    }),
  );
  for (const [index, runs] of interleave(programs, ROUNDS).entries()) {
    const milliseconds = Math.round(median(runs.map((run) => run.milliseconds)));
    const peak = median(runs.map((run) => run.megabytes ?? Number.NaN));
    console.log(`${programs[index]?.name}: ${milliseconds} ms, peak ${Math.round(peak)} MB`);
  }
  judgeAll(payloads.length);
  const start = performance.now();
  judgeAll(payloads.length);
  const seconds = (performance.now() - start) / 1000;
  console.log(`events a second, on the sensor of the loop: ${Math.round(payloads.length / seconds)}`);
}

/** Judges the first sample events on the sensor of the task's app. */
function judgeAll(count: number): void {
  const [, text = ''] = [...TASK_TREE].find(([file]) => file.endsWith('-sensor.yaml')) ?? [];
  const sensor = parse(text) as Readonly<Record<string, unknown>>;
  for (const { eventSource, event, data } of payloads.slice(0, count)) {
    engine()?.judge(sensor, [
      {
        id: 'sample',
        type: 'github',
        source: eventSource,
        subject: event,
        time: '2026-01-02T03:04:05Z',
        contentType: 'application/json',
        data,
      },
    ]);
  }
}
