import type { Finding } from '../../findings/finding';
import { finding, type PropPlace, within } from '../../findings/refuse';
import { describe } from '../../findings/words';
import { type Fits, isText } from '../checks/values';
import { group, prop, type Row, value } from './row';

/** Labels that the loop moves on a pull request. GitHub does not tell case apart, so no two may differ only by it. */
export interface PullRequestLabels {
  /**
   * Removed when an iteration starts.
   *
   * @default 'ready-for-qa'
   */
  readonly readyForQa?: string;
  /**
   * Added when an iteration starts.
   *
   * @default 'remediation-in-progress'
   */
  readonly inProgress?: string;
  /**
   * Followed by the number of the iteration, and moved along with it.
   *
   * @default 'iteration-'
   */
  readonly iterationPrefix?: string;
  /**
   * Added when the last iteration is used up.
   *
   * @default 'remediation-exhausted'
   */
  readonly exhausted?: string;
  /**
   * Added when a comment could not be stored.
   *
   * @default 'remediation-not-stored'
   */
  readonly notStored?: string;
}

/** GitHub's limit, in characters. */
const LONGEST = 50;
/** Digits of an iteration that must fit after the prefix. */
const DIGITS = 10;

const isWord: Fits = (label) => isText(label) && !/[,\p{Cc}]/u.test(label as string);
const length = (label: unknown) => [...(label as string)].length;

const LABEL = value(
  (label) => isWord(label) && (label as string).trim() === label && length(label) <= LONGEST,
  'a label of 1 to 50 characters without a comma, nor a space at its ends',
);

/** It may end in a space, because a number follows. */
const LABEL_PREFIX = value(
  (label) => isWord(label) && (label as string).trimStart() === label && length(label) <= LONGEST - DIGITS,
  'the beginning of a label: 1 to 40 characters without a comma, nor a space in front',
);

export const LABELS: Row<PullRequestLabels, Required<PullRequestLabels>> = group<PullRequestLabels>(
  {
    readyForQa: prop('ready-for-qa', LABEL),
    inProgress: prop('remediation-in-progress', LABEL),
    iterationPrefix: prop('iteration-', LABEL_PREFIX),
    exhausted: prop('remediation-exhausted', LABEL),
    notStored: prop('remediation-not-stored', LABEL),
  },
  findClashes,
);

/**
 * Refuses labels that could be mistaken for each other, or for the label of a task. Case does not count, as on GitHub.
 * Values that are no texts are not compared.
 */
function findClashes(place: PropPlace, given: unknown): Finding[] {
  const all = Object.entries(LABELS.settle(given as PullRequestLabels))
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([field, label]) => ({ field, label, known: label.toLowerCase() }));
  const prefix = all.find(({ field }) => field === 'iterationPrefix');
  const isIteration = (known: string) =>
    prefix !== undefined && known.startsWith(prefix.known) && /^\d+$/.test(known.slice(prefix.known.length));
  return all.flatMap(({ field, label, known }, index) => {
    const refuse = (other: string) => [
      finding('props', `${describe(label)} can be taken for ${other}`, {
        ...within(place, field),
        value: label,
        help: 'expected a label of its own',
      }),
    ];
    const example = field === 'iterationPrefix' ? `${known}1` : known;
    if (/^task-\d+$/.test(example)) return refuse('the label of a task');
    if (field === 'iterationPrefix') return [];
    if (isIteration(known)) return refuse('the label of an iteration');
    const same = all.slice(0, index).find((one) => one.known === known && one !== prefix);
    return same ? refuse(`labels.${same.field}`) : [];
  });
}
