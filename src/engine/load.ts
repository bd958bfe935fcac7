import * as fs from 'node:fs';
import * as path from 'node:path';
import * as v8 from 'node:v8';
import * as zlib from 'node:zlib';
import { type Engine, engineOf, type GoProgram } from './engine';
import { withGlobals } from './globals';

/** What says how to get the engine. */
export const BUILD_ENGINE = 'npm run build:engine builds it (it needs Go)';

let loaded: { readonly engine: Engine | undefined } | undefined;

/**
 * The engine, if it is built: it starts at the first call, in about a second. The package has it; a fresh clone does not.
 *
 * @returns undefined if it is not built
 */
export function engine(): Engine | undefined {
  loaded ??= { engine: load() };
  return loaded.engine;
}

/** Whether the engine is built. It is not started. */
export function hasEngine(): boolean {
  return folder() !== undefined;
}

/** What tells one build of the engine from another; undefined if it is not built. It is not started. */
export function engineBuild(): string | undefined {
  const found = folder();
  if (found === undefined) return undefined;
  try {
    return fs.readFileSync(path.join(found, 'build.txt'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

// lib/engine, from lib/src/engine and from src/engine.
const FOLDERS = ['../../engine', '../../lib/engine'].map((place) => path.join(__dirname, place));

let built: string | undefined;

function folder(): string | undefined {
  built ??= FOLDERS.find((one) => fs.existsSync(path.join(one, 'engine.wasm.br')));
  return built;
}

function load(): Engine | undefined {
  const found = folder();
  if (found === undefined) return undefined;
  // Otherwise Node 20 compiles all of it again in the background, and waits for that before it ends: for seconds, at times for
  // ever. So it starts sooner and takes less memory; after hundreds of events it is a fifth slower.
  v8.setFlagsFromString('--liftoff-only');
  const bytes = zlib.brotliDecompressSync(fs.readFileSync(path.join(found, 'engine.wasm.br')));
  const go = withGlobals((globals) => {
    require(path.join(found, 'wasm_exec.js'));
    return new (globals['Go'] as new () => GoProgram)();
  });
  return engineOf(go, new WebAssembly.Instance(new WebAssembly.Module(bytes), go.importObject));
}

// The types of Node do not have it.
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object, imports: object) => object;
  };
};
