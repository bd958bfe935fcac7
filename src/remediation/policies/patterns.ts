import { quote } from '../../argo-events/references/regex';
import { cancelJobOf, type Names, runOf, stateOf } from '../names';
import type { RemediationSettings } from '../settings';
import { COMMENT, PULL_REQUEST, TASK, whole } from '../state/keys';

/** The name of the state of a task. */
export function stateName({ names }: RemediationSettings): string {
  return whole(stateOf(quoted(names), TASK));
}

/** The name of the CodeRun of a comment. */
export function runName({ names }: RemediationSettings): string {
  return whole(runOf(quoted(names), TASK, COMMENT));
}

/**
 * A comment as it is stored: gojq writes the keys of an object in order. What a person has typed in another
 * form does not match, valid or not, and nothing matches that gojq could not read.
 */
export function storedComment({ github: { repository } }: RemediationSettings): string {
  const text = String.raw`"([^"\\\x00-\x1f]|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
  return whole(
    String.raw`\{"at":${text},"author":${text},"pr":${PULL_REQUEST},"repo":"${inAnyCase(repository)}"\}`,
  );
}

// Not (?i), which takes other letters of Unicode for k and s too, and the transforms do not.
function inAnyCase(text: string): string {
  return quote(text).replace(/[A-Za-z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

/** What the Jobs of a comment are named, in front of what the API server adds. */
export function cancelName({ names }: RemediationSettings): string {
  return cancelJobOf(quoted(names), TASK, COMMENT);
}

/** The names as patterns. */
function quoted(names: Names): Names {
  return Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, quote(name)]),
  ) as unknown as Names;
}

/** A time as RFC 3339 has it, in any of its spellings: with an offset, with fractions of a second. */
export const TIME = whole(
  String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})`,
);

/** Bytes that a stored comment has at most. GitHub's have about 110. */
export const LONGEST_COMMENT = 1000;
/** Bytes that feedback_history has at most: fifty entries, and the keys around them. */
export const LONGEST_HISTORY = 65_536;
/** Characters that an annotation has at most which the sensor's account writes. */
export const LONGEST_ANNOTATION = 1000;
