import type { Reference } from '../../argo-events/references/ref';
import { raw } from '../../argo-events/references/slot';
import { type JqFragment, jq, type Transform } from '../../argo-events/transform';
import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import {
  COMPLETED_STATUS,
  COUNTED_KEY_PATTERN,
  COUNTED_KEYS_KEY,
  KEY_PREFIX,
  PULL_REQUEST_KEY_START,
} from '../state/keys';
import { patchState } from '../state/patch';
import { readState, shardOf } from '../state/read';
import { dueInShard, type StepContext } from './step';

/** The state as it should be, for reconcile-state. */
export interface StaleState {
  readonly remediation: {
    /** Whether anything of it differs from what is stored. */
    readonly stale: boolean;
    /** Only there with several shards. */
    readonly shard: number;
    readonly state_name: string;
    /** The version that all this was computed from. */
    readonly version: string;
    readonly annotations: Readonly<Record<string, null>>;
    /** Null for a key that is removed. */
    readonly data: Readonly<Record<string, string | null>>;
  };
}

/** What of a task's history is kept in its feedback_history. */
const MAX_HISTORY_ENTRIES = 50;

/** How many comments get their iteration in one write, at most. The policy on states compares each of them with each. */
export const MAX_ASSIGNED_AT_ONCE = 10;

/**
 * The state as it should be: the assignments, `iteration-<id>`, and the derived fields.
 *
 * - A task is completed when it has comments, the pull requests of all of them are closed, and no assignment is open.
 * - Of the keys of a pull request, only the newest stays. In a state without comments, this is all that is written.
 * - When no assignment is open, all waiting comments get theirs in one write. A write costs two of the five calls a
 *   second that the engine has.
 * - If a comment waits and the maximum is reached, the task becomes exhausted when its last assignment has its run.
 * - While an assignment is open, a change of the history alone is not written. The next assignments write it, too.
 *   Otherwise each of several comments that arrive together would lead to a write, and each write would make other patches
 *   stale.
 * - The annotation of the resync is removed when no comment waits (resync.ts). Otherwise the resync would go on with the
 *   long intervals of this wait when a comment waits again.
 */
function staleState(settings: RemediationSettings): Transform<StaleState> {
  const { completed, derived, keys, orClosed, deferred } = completedJq(settings);
  return jq`
    ${readState(settings)}
    | $state
    # A person's status stays.
    | (if moves | not then .status
       ${completed}elif (.waiting | length) > 0 and .last >= .max and ((.open | length) == 0 or .status == "exhausted")
       then "exhausted" else "active" end) as $status
    | .last as $last
    # The iterations that are given now, by comment.
    | (if $status == "active" and (.open | length) == 0 and .max > $last
       then .waiting[:([.max - $last, ${MAX_ASSIGNED_AT_ONCE}] | min)] else [] end
       | to_entries | map({ key: .value.id, value: ($last + .key + 1) }) | from_entries) as $given
    | ($last + ($given | length)) as $current
    | (.max | tostring) as $max
    | { status: $status, max_iterations: $max, current_iteration: ($current | tostring),
        start_time: (if .data.start_time | string == "" then .created else .data.start_time end),
        feedback_history: ([ .comments[] | { id, pr, repo, author, at, iteration }
          | .iteration = ($given[.id] // .iteration) ] | .[-${MAX_HISTORY_ENTRIES}:] | tojson) } as $derived
    | (${derived}
        + ($given | with_entries({ key: (${KEY_PREFIX.iteration} + .key), value: (.value | tostring) }))
        + ($given | with_entries({ key: (${KEY_PREFIX.max} + .key), value: $max }))${keys}) as $data
    # The annotation of the resync is removed when every comment is handled.
    | (.resync != "" and all(.data | keys[] | select(test(${`^${KEY_PREFIX.comment}.`}));
        ltrimstr(${KEY_PREFIX.comment}) as $id | $state.data | has(${KEY_PREFIX.handled} + $id)${orClosed})) as $rests
    # While a CodeRun is being made, the history alone is no reason to write.
    | ((.open | length) > 0 and moves) as $busy
    | { remediation: {
          stale: (.task != "" and ($rests or any($data | to_entries[]; $state.data[.key] != .value
            and (${deferred} or ($busy | not))))),
          ${shardOf(settings, jq`.shard`)}state_name: .name, version: .version, data: $data,
          annotations: (if $rests then { ${RESYNC_ANNOTATION}: null } else {} end) } }`;
}

/** The parts of {@link staleState} about closed pull requests, empty when the loop does not hear of them. */
function completedJq({
  pullRequests,
}: RemediationSettings): Record<'completed' | 'derived' | 'keys' | 'orClosed' | 'deferred', JqFragment> {
  if (pullRequests === undefined) {
    return {
      completed: jq``,
      derived: jq`$derived`,
      keys: jq``,
      orClosed: jq``,
      deferred: jq`.key != "feedback_history"`,
    };
  }
  return {
    completed: jq`elif (.open | length) == 0 and any(.comments[]; .valid) and all(.comments[] | select(.valid); .closed)
       then ${COMPLETED_STATUS}
       `,
    // Without comments no field is derived: each would be two calls, and nobody reads it.
    derived: jq`(if $state.comments == [] then {} else $derived end)`,
    // The resync and the janitor count the keys again. If the number differs, this step has not seen all of them: an event
    // was lost, or is under way.
    keys: jq`
        + (if $state.comments != [] and any(.data | keys[]; test(${PULL_REQUEST_KEY_START}))
          then { ${COUNTED_KEYS_KEY}: ([ .data | keys[] | select(test(${COUNTED_KEY_PATTERN})) ] - .outdated | length | tostring) }
          else {} end)
        + (.outdated | map({ key: ., value: null }) | from_entries)`,
    // In a completed task, a comment without an iteration needs no resync.
    orClosed: jq`
          or ($derived.status == ${COMPLETED_STATUS} and ($state.data | has(${KEY_PREFIX.iteration} + $id) | not))`,
    deferred: jq`(IN(.key; "feedback_history", ${COUNTED_KEYS_KEY}) | not)`,
  };
}

/**
 * Gives the waiting comments their iterations, and updates the derived fields of the state. The patch is a
 * compare-and-swap: it carries the version of the state from which it was computed, and the API server refuses a stale
 * patch (409). The patch is tried once, because the change that made it stale leads to a newer event. Without the version,
 * two comments could get the same iteration, and a patch could undo a person's pause.
 */
export function assign(context: StepContext): void {
  const { sensor, settings, events } = context;
  const stale = sensor.on('state-stale', events.state, {
    transform: staleState(settings),
    filters: ({ remediation }) => dueInShard(context, remediation.stale, remediation.shard),
  });
  const { remediation } = stale.data;
  sensor.do('reconcile-state', {
    conditions: stale,
    action: patchState(settings, {
      name: remediation.state_name,
      data: remediation.data,
      metadata: {
        resourceVersion: remediation.version,
        annotations: raw(remediation.annotations as unknown as Reference<Record<string, string>>),
      },
    }),
    retry: { steps: 1, duration: '1s' },
  });
}
