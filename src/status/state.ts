import type { LiveObject } from '../cluster/objects';
import { asObject } from '../lint/plain';
import { LABEL, type Names, RESYNC_ANNOTATION } from '../remediation/names';
import {
  anchored,
  ITERATION_PATTERN,
  KEY_PREFIX,
  keyPattern,
  MAXIMUM_PATTERN,
  PULL_REQUEST_KEY_PATTERN,
  PULL_REQUEST_PATTERN,
  TASK_PATTERN,
  unpausedStatuses,
} from '../remediation/state/keys';
import { type Change, changesOf } from './changes';
import type { LoopFacts } from './facts';
import { metadata, text } from './plain';

/** A comment in the state of a task. */
export interface StoredComment {
  readonly id: string;
  /** The number of its pull request; null if its key does not say it. */
  readonly pr: string | null;
  readonly repo: string;
  readonly author: string;
  /** When it was written, as GitHub says it. */
  readonly at: string;
  readonly iteration: number | null;
  readonly handled: boolean;
  /** Whether its pull request is closed. */
  readonly closed: boolean;
  /** Whether the loop takes it for a comment of its repository. It ignores any other. */
  readonly valid: boolean;
}

/** The state of a task, as the loop reads it. */
export interface TaskState {
  readonly task: string;
  readonly name: string;
  readonly version: string;
  readonly created: string;
  readonly status: string;
  /** Whether the loop goes on: any other status is a person's, and a pause. */
  readonly moves: boolean;
  /** Null if the key holds no number. The loop then takes its default. */
  readonly max: number | null;
  /** The highest iteration that was given. */
  readonly last: number;
  readonly comments: readonly StoredComment[];
  /** The comments that wait for an iteration. */
  readonly waiting: readonly StoredComment[];
  /** The comments whose CodeRun is not acknowledged yet, the next one first. */
  readonly open: readonly StoredComment[];
  /** The comments without a CodeRun that the loop ignores. */
  readonly ignored: readonly StoredComment[];
  /** Whether the event source sees the state by its label `app`. */
  readonly watched: boolean;
  /** Whether its label `at-rest` is `true`: the janitor has found nothing left to do for two days. */
  readonly atRest: boolean;
  /** How often the resync has touched it since something waits. */
  readonly touches: number;
  /** Whether something else than the resync has changed it since the last touch. */
  readonly changedSince: boolean;
  readonly changes: readonly Change[];
}

const TASK = new RegExp(anchored(TASK_PATTERN));
const COMMENT_KEY = new RegExp(keyPattern('comment'));
const ITERATION_KEY = new RegExp(keyPattern('iteration'));
const CLOSING_KEY = new RegExp(PULL_REQUEST_KEY_PATTERN);
const ITERATION = new RegExp(anchored(ITERATION_PATTERN));
const MAXIMUM = new RegExp(anchored(MAXIMUM_PATTERN));
const PULL_REQUEST = new RegExp(anchored(PULL_REQUEST_PATTERN));
/** What the resync writes: how often it has touched the state, and when. */
const TOUCHES = /^([1-9][0-9]{0,2})-([0-9]*)$/;
/** All that a touch changes. */
const TOUCHED = `metadata.annotations.${RESYNC_ANNOTATION}`;

/** The task of which the ConfigMap is the state; undefined if it is none of this loop. */
function taskOf(configMap: LiveObject, { stateSuffix }: Names): string | undefined {
  const { name } = metadata(configMap);
  if (!name.startsWith('task-') || !name.endsWith(stateSuffix)) return undefined;
  const task = name.slice('task-'.length, -stateSuffix.length);
  return TASK.test(task) ? task : undefined;
}

/**
 * Reads a ConfigMap as the state of a task. It reads as the sensor does (`readState` in remediation/state/read.ts): what
 * is no valid comment or number counts as absent, and nothing fails.
 *
 * @returns undefined if the ConfigMap is not the state of a task of the loop
 */
export function readTaskState(configMap: LiveObject, names: Names, facts: LoopFacts): TaskState | undefined {
  const task = taskOf(configMap, names);
  if (task === undefined) return undefined;
  const { name, version, created, labels, annotations } = metadata(configMap);
  const data = asObject(configMap['data']);
  const keys = Object.keys(data);
  const closed = facts.pullRequests ? closedPullRequests(keys) : new Set<string>();
  const comments = keys
    .filter((key) => COMMENT_KEY.test(key))
    .map((key) => readComment(data, key.slice(KEY_PREFIX.comment.length), closed, facts))
    .sort((a, b) => Number(a.id) - Number(b.id));
  const unhandled = comments.filter(({ handled }) => !handled);
  const given = keys.filter((key) => ITERATION_KEY.test(key)).map((key) => readIteration(data[key]) ?? 0);
  const status = text(data['status']);
  const [, touches = 0, touched = 0] = TOUCHES.exec(text(annotations[RESYNC_ANNOTATION])) ?? [];
  const changes = changesOf(configMap);
  return {
    task,
    name,
    version,
    created,
    status,
    moves: unpausedStatuses(facts.pullRequests ? { pullRequests: true } : {}).includes(status),
    max: readNumber(data['max_iterations']),
    last: Math.max(0, ...given),
    comments,
    waiting: unhandled.filter((comment) => comment.valid && comment.iteration === null && !comment.closed),
    open: unhandled
      .filter((comment) => comment.valid && comment.iteration !== null)
      .sort((a, b) => Number(a.iteration) - Number(b.iteration)),
    ignored: unhandled.filter(({ valid }) => !valid),
    watched: labels['app'] === names.stateApp,
    atRest: labels[LABEL.atRest] === 'true',
    touches: Number(touches),
    changedSince: changes.some(
      ({ set, time }) => set.some((field) => field !== TOUCHED) && Date.parse(time) > Number(touched) * 1000,
    ),
    changes,
  };
}

function readComment(
  data: Readonly<Record<string, unknown>>,
  id: string,
  closed: ReadonlySet<string>,
  facts: LoopFacts,
): StoredComment {
  const comment = parseObject(data[KEY_PREFIX.comment + id]);
  const number = comment['pr'];
  const pr = typeof number === 'number' && PULL_REQUEST.test(String(number)) ? String(number) : null;
  const repo = text(comment['repo']);
  return {
    id,
    pr,
    repo,
    author: text(comment['author']),
    at: text(comment['at']),
    iteration: readIteration(data[KEY_PREFIX.iteration + id]),
    handled: Object.hasOwn(data, KEY_PREFIX.handled + id),
    closed: pr !== null && closed.has(pr),
    valid: pr !== null && facts.repository.test(repo.toLowerCase()),
  };
}

/** The newest key of a pull request decides; of two of one second, that it was reopened. */
function closedPullRequests(keys: readonly string[]): Set<string> {
  const newest = new Map<string, { readonly is: string; readonly at: number }>();
  for (const key of keys.filter((key) => CLOSING_KEY.test(key)).sort()) {
    const [is = '', pr = '', seconds = ''] = key.split('-');
    const at = Number(seconds);
    const known = newest.get(pr);
    // In the order of the keys, `reopened-` comes after `closed-`.
    if (known === undefined || at >= known.at) newest.set(pr, { is, at });
  }
  return new Set([...newest].filter(([, { is }]) => is === 'closed').map(([pr]) => pr));
}

function parseObject(value: unknown): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(text(value)));
  } catch {
    return {};
  }
}

function readNumber(value: unknown): number | null {
  return MAXIMUM.test(text(value)) ? Number(value) : null;
}

function readIteration(value: unknown): number | null {
  return ITERATION.test(text(value)) ? Number(value) : null;
}
