import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { App } from 'cdk8s';

/** Why a file is no app file. Its message is one line. */
export class AppFileError extends Error {
  override readonly name = 'AppFileError';
}

/** The packages that every app needs are not there. */
export class MissingPeerError extends Error {
  override readonly name = 'MissingPeerError';

  constructor() {
    super(
      'This command needs cdk8s and constructs, which are not installed. Run: npm install cdk8s constructs',
    );
  }
}

/**
 * Loads the file of an app, and returns its app: the one that the file exports, under any name, the one that its function
 * `buildApp` returns, or the one whose `synth()` it calls, as a file for the command line of cdk8s does. That call writes
 * nothing here.
 *
 * @param file relative to the working directory unless absolute; TypeScript with the project's own tsx or ts-node
 * @throws AppFileError when there is no such file, when it has no app or several, and for TypeScript without a loader
 * @throws MissingPeerError when cdk8s or constructs is not installed
 */
export async function loadApp(file: string): Promise<App> {
  const absolute = path.resolve(file);
  const stat = fs.statSync(absolute, { throwIfNoEntry: false });
  if (stat === undefined) throw new AppFileError(`No such file: ${file}`);
  if (!stat.isFile()) throw new AppFileError(`${file} is a folder; expected the file of an app`);
  if (!/\.[cm]?[jt]sx?$/.test(file)) {
    throw new AppFileError(`${file} is no app; expected a file of TypeScript or JavaScript`);
  }
  if (/\.[cm]?tsx?$/.test(file)) loadTypeScript(file, absolute);
  const apps = new Set<App>();
  const restore = catchSynth(apps);
  try {
    const exported = exportsOf(await load(absolute));
    const { buildApp } = exported;
    const values = typeof buildApp === 'function' ? [await buildApp()] : Object.values(exported);
    for (const value of values) if (isApp(value)) apps.add(value);
  } finally {
    restore();
  }
  const [app, ...others] = apps;
  if (app === undefined) {
    throw new AppFileError(
      `No app in ${file}: export the App, or a function buildApp that returns it, or call its synth()`,
    );
  }
  if (others.length > 0) throw new AppFileError(`Several apps in ${file}: export one`);
  return app;
}

function catchSynth(apps: Set<App>): () => void {
  const { App: Type } = loadPeer<typeof import('cdk8s')>('cdk8s');
  const { synth } = Type.prototype;
  Type.prototype.synth = function (this: App) {
    apps.add(this);
  };
  return () => {
    Type.prototype.synth = synth;
  };
}

/** Loads a peer dependency. It is loaded here, because other commands and bad usage need none. */
function loadPeer<T>(name: 'cdk8s' | 'constructs'): T {
  try {
    return require(name) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new MissingPeerError();
  }
}

async function load(file: string): Promise<unknown> {
  try {
    return require(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_REQUIRE_ESM' && code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return import(pathToFileURL(file).href);
  }
}

/** What a module exports, whether it is of ES or CommonJS, and however it was loaded. */
function exportsOf(module: unknown): Readonly<Record<string, unknown>> {
  if (isApp(module)) return { default: module };
  const exported = { ...(module as Readonly<Record<string, unknown>>) };
  const inner = exported['default'];
  return typeof inner === 'object' && inner !== null && !isApp(inner) ? { ...inner, ...exported } : exported;
}

function isApp(value: unknown): value is App {
  const { Construct } = loadPeer<typeof import('constructs')>('constructs');
  return Construct.isConstruct(value) && value.node.scope === undefined;
}

/** Lets Node load TypeScript by what the project of the file has for that. */
function loadTypeScript(file: string, absolute: string): void {
  const isOwn = Boolean((process.features as { readonly typescript?: unknown }).typescript);
  // The program itself runs in such a loader.
  if ('.ts' in require.extensions && !isOwn) return;
  const local = createRequire(absolute);
  const has = (module: string) => {
    try {
      return local.resolve(module) !== '';
    } catch {
      return false;
    }
  };
  if (has('tsx/cjs/api')) {
    // These hooks also load ES modules in TypeScript.
    local('tsx/cjs/api').register();
  } else if (has('ts-node/register')) {
    local('ts-node/register');
  } else if (!isOwn) {
    throw new AppFileError(
      `No loader for TypeScript: ${file}. Run npm install --save-dev tsx, or name the compiled file`,
    );
  }
}
