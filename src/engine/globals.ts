/** The global object. */
export type Globals = Record<string, unknown>;

/** What a program of Go and its glue read or leave there. */
const NAMES = ['fs', 'path', 'Go', 'argoEventsEngine'];

/**
 * Runs a function while the globals are as a Go program needs them when it starts: a file system that has nothing and swallows
 * what the engine prints. Afterwards they are as before.
 */
export function withGlobals<Result>(run: (globals: Globals) => Result): Result {
  const globals = globalThis as Globals;
  const before = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globals, name)] as const);
  try {
    Object.defineProperty(globals, 'fs', { value: emptyFileSystem(), configurable: true, writable: true });
    return run(globals);
  } finally {
    for (const [name, descriptor] of before) {
      delete globals[name];
      if (descriptor !== undefined) Object.defineProperty(globals, name, descriptor);
    }
  }
}

type Callback = (error: Error | null, ...results: readonly unknown[]) => void;

function emptyFileSystem(): object {
  const refuse = (...args: readonly unknown[]) => {
    const done = args.at(-1) as Callback;
    done(Object.assign(new Error('no such file'), { code: 'ENOENT' }));
  };
  const flags = ['O_WRONLY', 'O_RDWR', 'O_CREAT', 'O_TRUNC', 'O_APPEND', 'O_EXCL', 'O_DIRECTORY'];
  const known: Globals = {
    constants: Object.fromEntries(flags.map((flag) => [flag, -1])),
    writeSync: (_file: number, bytes: Uint8Array) => bytes.length,
    write: (_file: number, bytes: Uint8Array, ...rest: readonly unknown[]) =>
      (rest.at(-1) as Callback)(null, bytes.length),
  };
  return new Proxy(known, { get: (_, name) => known[String(name)] ?? refuse });
}
