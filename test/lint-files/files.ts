import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from '../../src/cli';
import { hasEngine } from '../../src/engine/load';
import { noCluster } from '../cluster/none';
import { temporaryDirectory } from '../gitops/directory';

/** A Sensor in which nothing is found. */
export const SENSOR = `apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata:
  name: triage
  namespace: events
spec:
  dependencies:
    - name: push
      eventSourceName: github
      eventName: push
  triggers:
    - template:
        name: note
        log: {}
`;

/** The same with another text in place of a part. */
export function sensorWith(part: string, text: string): string {
  if (!SENSOR.includes(part)) throw new Error(`There is no ${part}`);
  return SENSOR.replace(part, () => text);
}

/** A Sensor with an unknown field: the finding is in line 14, column 9. */
export const BAD = sensorWith('log: {}', 'log: {}\n        lgo: {}');

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Runs `lint` in a new folder for each test, which is the working directory meanwhile. */
export function inFolder() {
  const root = temporaryDirectory();
  const before = process.cwd();
  beforeEach(() => process.chdir(root()));
  // Before the folder is removed: hooks of a file run in the opposite order of their calls.
  afterEach(() => process.chdir(before));
  const write = (files: Files) => {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root(), name)), { recursive: true });
      fs.writeFileSync(path.join(root(), name), text);
    }
  };
  const lint = async (argv: readonly string[], files: Files = {}, stdin = '') => {
    write(files);
    const printed = { stdout: '', stderr: '' };
    const into = (stream: 'stdout' | 'stderr') => ({
      write: (text: string) => {
        printed[stream] += text;
      },
    });
    const loadApp = () => {
      throw new Error('This command renders no app');
    };
    const code = await run(['lint', ...argv], {
      loadApp,
      connect: noCluster,
      stdin: chunksOf(stdin),
      stdout: into('stdout'),
      stderr: into('stderr'),
    });
    // Without the engine, as in a fresh clone, a line says which rules did not run.
    const stdout = hasEngine() ? printed.stdout : printed.stdout.replace(/^not checked: .*\n/gm, '');
    return { code, ...printed, stdout };
  };
  /** The first lines of the findings, and the last line. */
  const lines = async (argv: readonly string[], files: Files = {}, stdin = '') => {
    const { stdout } = await lint(argv, files, stdin);
    return stdout.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
  };
  return { root, lint, lines, write };
}

async function* chunksOf(text: string): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  // In small pieces, as a pipe may give them.
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}
