import type { BusEvent, Judgement } from './judgement';

/** What the engine can say of a text: the languages that have a parser in it. */
export type Language = 'expression' | 'jq' | 'lua' | 'regex' | 'template';

/** A Kubernetes object as it is in YAML. */
export type EngineObject = Readonly<Record<string, unknown>>;

/** The engine's own code, as WebAssembly. Each call waits for its answer. */
export interface Engine {
  /** The version of Argo Events, such as `v1.9.11`. */
  readonly version: string;
  /**
   * What the engine's parser of a language says of a text; undefined if it takes it. jq is also compiled, so that unknown
   * functions are found.
   */
  readonly check: (language: Language, text: string) => string | undefined;
  /**
   * What a sensor does with some events, one after the other, on a bus of JetStream. Nothing is sent.
   *
   * @throws Error if the Sensor does not decode
   */
  readonly judge: (sensor: EngineObject, events: readonly BusEvent[]) => Judgement;
  /**
   * What the controller says of a Sensor on a bus, or of an EventBus; undefined if it takes it.
   *
   * @throws Error for another kind
   */
  readonly validate: (object: EngineObject, bus?: EngineObject) => string | undefined;
  /** JSON as YAML, with the keys in their order, as Go writes it. */
  readonly toYaml: (value: unknown) => string;
}

/** The class that the glue of the Go toolchain, `wasm_exec.js`, defines. */
export type GoGlue = new () => {
  readonly importObject: object;
  env: Readonly<Record<string, string>>;
  readonly run: (instance: object) => Promise<void>;
};

/** The part of WebAssembly that is used. The types of Node do not have it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => object;
}

/** WebAssembly, of Node or of a browser. */
export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

/**
 * Starts the engine.
 *
 * @param module the compiled `engine.wasm`
 * @param glue gives the class of `wasm_exec.js`. It is asked when the globals that the glue needs are in place
 */
export function startEngine(module: object, glue: () => GoGlue): Engine {
  const call = withGlobals(() => {
    const go = new (glue())();
    // Collecting garbage is slow on one thread. With this, the memory is a third larger.
    go.env = { GOGC: '400' };
    // The program runs until it waits for calls; the promise ends with the program.
    go.run(new WebAssembly.Instance(module, go.importObject)).catch(() => undefined);
    return (globalThis as Globals).argoEventsEngine;
  });
  if (call === undefined) throw new Error('The engine did not start');
  const ask = (method: string, input: unknown): unknown => {
    const { result, error } = JSON.parse(call(method, JSON.stringify(input))) as Answer;
    if (error !== undefined) throw new Error(error);
    return result;
  };
  const refusal = (method: string, input: unknown) => (ask(method, input) as string) || undefined;
  return {
    version: ask('version', null) as string,
    check: (language, text) => refusal('check', { language, text }),
    judge: (sensor, events) => ask('judge', { sensor, events }) as Judgement,
    validate: (object, bus) => refusal('validate', { object, bus }),
    toYaml: (value) => ask('yaml', { json: JSON.stringify(value) }) as string,
  };
}

interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

interface Globals {
  argoEventsEngine?: (method: string, input: string) => string;
  fs?: unknown;
  [name: string]: unknown;
}

/**
 * Runs a function while the globals are as a Go program needs them when it starts: a file system that has nothing and swallows
 * what the engine prints. Afterwards they are as before.
 */
function withGlobals<Result>(run: () => Result): Result {
  const globals = globalThis as Globals;
  const names = ['fs', 'path', 'Go', 'argoEventsEngine'] as const;
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globals, name)] as const);
  try {
    Object.defineProperty(globals, 'fs', { value: emptyFileSystem(), configurable: true, writable: true });
    return run();
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
    done(Object.assign(new Error('not implemented'), { code: 'ENOSYS' }));
  };
  const constants = {
    O_WRONLY: -1,
    O_RDWR: -1,
    O_CREAT: -1,
    O_TRUNC: -1,
    O_APPEND: -1,
    O_EXCL: -1,
    O_DIRECTORY: -1,
  };
  const swallow = (_file: number, bytes: Uint8Array, ...rest: readonly unknown[]) =>
    (rest.at(-1) as Callback)(null, bytes.length);
  return new Proxy(
    { constants, writeSync: (_file: number, bytes: Uint8Array) => bytes.length, write: swallow },
    { get: (known, name) => (name in known ? known[name as keyof typeof known] : refuse) },
  );
}
