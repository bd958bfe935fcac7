import { writeFileSync } from 'node:fs';
import type { Engine, Language } from '../src/engine/engine';
import { BUILD_ENGINE, engine } from '../src/engine/load';
import { TASK_TREE } from '../test/app';
import { sample, sampled } from '../test/lint/samples';
import { payloads } from '../test/payloads';
import { verdictsOn } from './verdicts/verdicts';

/** Texts that the parsers take, and that they refuse: what is around them is in the samples of the rules. */
const TEXTS: Readonly<Record<Language, readonly string[]>> = {
  eventFilter: ['body.a == 1', 'body.a = 1', 'sprig.shout("x")', '"x'],
  expression: ['a == 1 && b =~ "x"', 'a = 1', 'f(1)', 'a =='],
  jq: ['.a | ascii_downcase', '.a |', '.a | shout', '{"a" "b"}'],
  lua: ['return event.body.a == 1', 'if x then', 'x = 1 1', 'break'],
  regex: ['^x$', '(?!x)'],
  template: ['{{ .Input.x | upper }}', '{{ .Input.x | shout }}', '{{ if .Input.x }}', '{{ .Input.a-b }}'],
};

/**
 * Writes what the engine as WebAssembly answers to many questions, one a line: every sample event on the app with the task's
 * props, the samples of the rules, and texts of each language. `untrimmed_test.go` in `src/engine/go` asks the same of the
 * engine as it is.
 *
 * @throws Error if the engine is not built
 */
export function writeEngineAnswers(file: string): void {
  const found = engine();
  if (found === undefined) throw new Error(`The engine is not built: ${BUILD_ENGINE}`);
  const lines: string[] = [];
  const asked = recording(found, (method, input, result) => {
    lines.push(JSON.stringify({ method, input, result }));
  });
  verdictsOn(asked, TASK_TREE, payloads);
  const bus = { kind: 'EventBus', spec: { jetstream: { version: 'latest' } } };
  for (const object of sampled.flatMap((id) => sample(id, 'bad'))) {
    if (object['kind'] === 'Sensor') asked.validate(object, bus);
    if (object['kind'] === 'EventBus') asked.validate(object);
  }
  for (const [language, texts] of Object.entries(TEXTS)) {
    for (const text of texts) asked.check(language as Language, text);
  }
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
}

/** The engine, with a note of each question and its answer. */
function recording(inner: Engine, note: (method: string, input: object, result: unknown) => void): Engine {
  const noted = <Result>(method: string, input: object, result: Result, none: unknown = null): Result => {
    note(method, input, result ?? none);
    return result;
  };
  return {
    version: inner.version,
    check: (language, text) => noted('check', { language, text }, inner.check(language, text)),
    judge: (sensor, events) => noted('judge', { sensor, events }, inner.judge(sensor, events)),
    validate: (object, bus) => noted('validate', { object, bus }, inner.validate(object, bus), ''),
    toYaml: (value, sorted = []) =>
      noted('yaml', { json: JSON.stringify(value), sorted }, inner.toYaml(value, sorted)),
  };
}
