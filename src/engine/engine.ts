import { withGlobals } from './globals';
import type { BusEvent, Judgement } from './judgement';

/** What the engine can say of a text: the languages that have a parser in it. */
export type Language = 'eventFilter' | 'expression' | 'jq' | 'lua' | 'regex' | 'template';

/** What a parser of the engine says of a text, and where. */
export interface Fault {
  readonly message: string;
  /**
   * The line, from 1.
   *
   * @default none: the parser does not say it, or the text ends too early
   */
  readonly line?: number;
  /**
   * The column, from 1.
   *
   * @default none: the parser does not say it
   */
  readonly column?: number;
  /**
   * The token there.
   *
   * @default none: the parser does not say it
   */
  readonly near?: string;
  /**
   * The functions that there are: of jq as `name/arity`.
   *
   * @default none: no unknown function is at fault
   */
  readonly known?: readonly string[];
}

/** A Kubernetes object as it is in YAML. */
export type EngineObject = Readonly<Record<string, unknown>>;

/** The engine's own code, as WebAssembly. Each call waits for its answer. */
export interface Engine {
  /** The version of Argo Events, such as `v1.9.11`. */
  readonly version: string;
  /**
   * What the engine's parser of a language says of a text; undefined if it takes it. jq and Lua are also compiled, so that
   * an unknown function of jq is found.
   */
  readonly check: (language: Language, text: string) => Fault | undefined;
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
  /**
   * JSON as YAML, as Go writes it, with the keys in their order.
   *
   * @param sorted the keys of values whose own keys are in the order that Go gives a map
   */
  readonly toYaml: (value: unknown, sorted?: readonly string[]) => string;
}

/** A program of Go, as `wasm_exec.js` of its toolchain has it: `new Go()`. */
export interface GoProgram {
  /** What the module imports. */
  readonly importObject: object;
  env: Readonly<Record<string, string>>;
  readonly run: (instance: object) => Promise<void>;
}

/**
 * The engine of a program that has not run yet.
 *
 * @param instance that of `engine.wasm`, with the imports of the program
 */
export function engineOf(go: GoProgram, instance: object): Engine {
  // Collecting garbage is slow on one thread. With this, the memory is a third larger.
  go.env = { GOGC: '400' };
  const call = withGlobals((globals) => {
    // The program runs until it waits for calls; the promise ends with the program.
    go.run(instance).catch(() => undefined);
    return globals['argoEventsEngine'] as ((method: string, input: string) => string) | undefined;
  });
  if (call === undefined) throw new Error('The engine did not start');
  const ask = (method: string, input: unknown): unknown => {
    const { result, error } = JSON.parse(call(method, JSON.stringify(input))) as Answer;
    if (error !== undefined) throw new Error(error);
    return result;
  };
  return {
    version: ask('version', null) as string,
    check: (language, text) => (ask('check', { language, text }) as Fault | null) ?? undefined,
    judge: (sensor, events) => ask('judge', { sensor, events }) as Judgement,
    validate: (object, bus) => (ask('validate', { object, bus }) as string) || undefined,
    toYaml: (value, sorted = []) => ask('yaml', { json: JSON.stringify(value), sorted }) as string,
  };
}

interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}
