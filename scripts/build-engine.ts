import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { ENGINE, engineFolder } from './imports/engine';

// Builds the engine as WebAssembly into lib/engine/, with Go. The judging code of Argo Events is compiled as it is. Of the packages
// that it needs, whole files are left out: they reach for clusters, brokers and stores, and judging never calls them.

const ROOT = join(__dirname, '..');
const SOURCE = join(ROOT, 'src/engine/go');
const LEFT_OUT = join(ROOT, 'src/engine/left-out');
const OUT = join(ROOT, 'lib/engine');

/** The packages that are compiled, and the files of them: all but tests when none are named. */
const PACKAGES: Readonly<Record<string, readonly string[] | undefined>> = {
  'pkg/apis/events': undefined,
  'pkg/apis/events/v1alpha1': undefined,
  'pkg/reconciler/eventbus': ['validate.go'],
  'pkg/reconciler/sensor': ['validate.go'],
  'pkg/sensors/artifacts': ['inline.go', 'resource.go', 'store.go'],
  'pkg/sensors/dependencies': undefined,
  'pkg/sensors/policy': ['status.go'],
  'pkg/sensors/triggers': ['fetch.go', 'params.go', 'triggers.go'],
  'pkg/sensors/triggers/http': undefined,
  'pkg/shared/logging': undefined,
  'pkg/shared/util': ['cronutil.go', 'retry.go', 'string_keyed_map.go', 'time.go'],
};

/** Copies the packages of the engine's module into a folder. */
export function trimmedEngine(folder: string): void {
  const module = engineFolder();
  copyFileSync(join(module, 'go.mod'), join(folder, 'go.mod'));
  for (const [name, files] of Object.entries(PACKAGES)) {
    mkdirSync(join(folder, name), { recursive: true });
    const sources = readdirSync(join(module, name)).filter(
      (file) => file.endsWith('.go') && !file.endsWith('_test.go'),
    );
    for (const file of files ?? sources) {
      copyFileSync(join(module, name, file), join(folder, name, file));
      chmodSync(join(folder, name, file), 0o644);
    }
  }
  cpSync(LEFT_OUT, folder, { recursive: true });
}

function build(folder: string): Buffer {
  const trimmed = join(folder, 'engine');
  mkdirSync(trimmed);
  trimmedEngine(trimmed);
  const modfile = join(folder, 'go.mod');
  const required = readFileSync(join(SOURCE, 'go.mod'), 'utf8');
  writeFileSync(modfile, `${required}\nreplace ${ENGINE.module} => ${trimmed}\n`);
  copyFileSync(join(SOURCE, 'go.sum'), join(folder, 'go.sum'));
  const wasm = join(folder, 'engine.wasm');
  const version = `-X main.version=${ENGINE.version}`;
  execFileSync(
    'go',
    ['build', `-modfile=${modfile}`, '-trimpath', `-ldflags=-s -w ${version}`, '-o', wasm, '.'],
    {
      cwd: SOURCE,
      env: { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOFLAGS: '-mod=readonly' },
      stdio: 'inherit',
    },
  );
  return readFileSync(wasm);
}

function goOutput(args: readonly string[]): string {
  return execFileSync('go', args, { cwd: SOURCE, encoding: 'utf8' }).trim();
}

/** Small enough for a package, in seconds: quality 11 takes minutes for 5 % less. */
function compress(wasm: Buffer): Buffer {
  return brotliCompressSync(wasm, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length,
    },
  });
}

if (require.main === module) {
  const work = mkdtempSync(join(tmpdir(), 'build-engine-'));
  try {
    const wasm = build(work);
    const compressed = compress(wasm);
    mkdirSync(OUT, { recursive: true });
    writeFileSync(join(OUT, 'engine.wasm.br'), compressed);
    // What the answers of this build are kept under.
    writeFileSync(
      join(OUT, 'build.txt'),
      `${ENGINE.version}-${createHash('sha256').update(wasm).digest('hex').slice(0, 16)}\n`,
    );
    // The glue between Go and JavaScript has to be that of the toolchain.
    copyFileSync(join(goOutput(['env', 'GOROOT']), 'lib/wasm/wasm_exec.js'), join(OUT, 'wasm_exec.js'));
    const megabytes = ({ length }: Buffer) => `${(length / 1e6).toFixed(1)} MB`;
    console.log(`lib/engine: ${megabytes(wasm)}, ${megabytes(compressed)} compressed`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
