import type { PullRequestLabels } from '../props';
import type { Fits } from './values';
import { isText } from './values';

/** What is added to a pull request, or removed, when nothing else is said. */
export const DEFAULT_LABELS: PullRequestLabels = {
  readyForQa: 'ready-for-qa',
  inProgress: 'remediation-in-progress',
  iterationPrefix: 'iteration-',
  exhausted: 'remediation-exhausted',
  notStored: 'remediation-not-stored',
};

/** GitHub's limit, in characters. */
const LONGEST = 50;
/** Digits of an iteration that fit behind the prefix. */
const DIGITS = 10;

const isWord: Fits = (value) => isText(value) && !/[,\p{Cc}]/u.test(value as string);
const length = (value: unknown) => [...(value as string)].length;

export const isLabel: Fits = (value) =>
  isWord(value) && (value as string).trim() === value && length(value) <= LONGEST;

/** A space at its end stays inside of the label. */
export const isLabelPrefix: Fits = (value) =>
  isWord(value) && (value as string).trimStart() === value && length(value) <= LONGEST - DIGITS;

/** A label that stands for two things, and what it is taken for as well. */
export interface LabelClash {
  readonly name: keyof PullRequestLabels;
  readonly value: string;
  readonly other: string;
}

/**
 * Labels that could be taken for each other, or for the label of a task: GitHub does not tell case apart. What is no
 * text clashes with nothing.
 */
export function findLabelClashes(labels: Readonly<Record<keyof PullRequestLabels, unknown>>): LabelClash[] {
  const all = Object.entries(labels)
    .filter((entry): entry is [keyof PullRequestLabels, string] => typeof entry[1] === 'string')
    .map(([name, value]) => ({ name, value, known: value.toLowerCase() }));
  const prefix = all.find(({ name }) => name === 'iterationPrefix');
  const isIteration = (known: string) =>
    prefix !== undefined && known.startsWith(prefix.known) && /^\d+$/.test(known.slice(prefix.known.length));
  return all.flatMap(({ name, value, known }, index) => {
    const example = name === 'iterationPrefix' ? `${known}1` : known;
    if (/^task-\d+$/.test(example)) return { name, value, other: 'the label of a task' };
    if (name === 'iterationPrefix') return [];
    if (isIteration(known)) return { name, value, other: 'the label of an iteration' };
    const same = all.slice(0, index).find((one) => one.known === known && one !== prefix);
    return same ? { name, value, other: `labels.${same.name}` } : [];
  });
}
