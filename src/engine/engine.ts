import { withGlobals } from './globals';
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
