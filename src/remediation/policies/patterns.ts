import { quoteRegex } from '../../argo-events/references/regex';
import { cancelJobName, codeRunName, type Names, stateName } from '../names';
import type { RemediationSettings } from '../settings';
import { anchored, COMMENT_PATTERN, PULL_REQUEST_PATTERN, TASK_PATTERN } from '../state/keys';

/** The name of the state of a task. */
export function stateNamePattern({ names }: RemediationSettings): string {
  return anchored(stateName(quotedNames(names), TASK_PATTERN));
}

/** The name of the CodeRun of a comment. */
export function runNamePattern({ names }: RemediationSettings): string {
  return anchored(codeRunName(quotedNames(names), TASK_PATTERN, COMMENT_PATTERN));
}

/**
 * A comment as it is stored: gojq writes the keys of an object in order. What a person has typed in another
 * form does not match, valid or not, and nothing matches that gojq could not read.
 */
export function storedCommentPattern({ github: { repository } }: RemediationSettings): string {
  const text = String.raw`"([^"\\\x00-\x1f]|\\(["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
  return anchored(
    String.raw`\{"at":${text},"author":${text},"pr":${PULL_REQUEST_PATTERN},"repo":"${inAnyCase(repository)}"\}`,
  );
}

// Not (?i), which takes other letters of Unicode for k and s too, and the transforms do not.
function inAnyCase(text: string): string {
  return quoteRegex(text).replace(
    /[A-Za-z]/g,
    (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`,
  );
}

/** What the Jobs of a comment are named, in front of what the API server adds. */
export function cancelNamePattern({ names }: RemediationSettings): string {
  return cancelJobName(quotedNames(names), TASK_PATTERN, COMMENT_PATTERN);
}

/** The names as patterns. */
function quotedNames(names: Names): Names {
  return Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, quoteRegex(name)]),
  ) as unknown as Names;
}

/** A time as RFC 3339 has it, in any of its spellings: with an offset, with fractions of a second. */
export const TIME_PATTERN = anchored(
  String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})`,
);

/** A time as GitHub writes it. */
export const GITHUB_TIME_PATTERN = anchored('[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z');

/** Bytes that a stored comment has at most. GitHub's have about 110. */
export const MAX_COMMENT_BYTES = 1000;
/** Bytes that feedback_history has at most: fifty entries, and the keys around them. */
export const MAX_HISTORY_BYTES = 65_536;
/** Characters that an annotation has at most which the sensor's account writes. */
export const MAX_ANNOTATION_LENGTH = 1000;
