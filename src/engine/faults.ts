import { createHash } from 'node:crypto';
import type { Fault, Language } from './engine';
import { type KeptAnswers, keptAnswers } from './kept';
import { engine, engineBuild } from './load';

let answers: KeptAnswers | undefined;

/**
 * What the engine's parser of a language says of a text. The engine starts only if it has not been asked before, here or in
 * an earlier run.
 *
 * @returns undefined if the engine takes the text, or is not built
 */
export function faultIn(language: Language, text: string): Fault | undefined {
  answers ??= answersOf(engineBuild());
  const key = createHash('sha256').update(`${language} ${text}`).digest('base64url').slice(0, 22);
  let answer = answers.get(key);
  if (answer === undefined) {
    const found = engine();
    if (found === undefined) return undefined;
    answer = found.check(language, text) ?? null;
    answers.set(key, answer);
  }
  return answer ?? undefined;
}

/** Without a mark of the build, nothing is kept. */
function answersOf(build: string | undefined): KeptAnswers {
  return build === undefined ? new Map() : keptAnswers(build);
}
