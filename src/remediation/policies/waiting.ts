import type { RemediationSettings } from '../settings';
import { COMPLETED_STATUS, COUNTED_KEYS_KEY, KEY_PREFIX, PULL_REQUEST_KEY_START } from '../state/keys';
import { type Cel, cel } from './cel';
import { numberOfCountedKeys } from './pull-request-keys';

const IS_COMMENT = cel`key.startsWith(${KEY_PREFIX.comment}) && size(key) > ${KEY_PREFIX.comment.length}`;
const IS_UNHANDLED = cel`
  ${IS_COMMENT} &&
    !((${KEY_PREFIX.handled} + key.substring(${KEY_PREFIX.comment.length})) in variables.data)`;

/**
 * That something is left to do for a state, whose data is `variables.data`: a comment is not handled. A comment that the
 * loop ignores counts as well.
 *
 * In a loop that hears of closed pull requests, a comment without an iteration does not count in a completed task. And
 * something is left to do if the step `assign` has not counted all keys.
 */
export function isWaiting({ pullRequests }: RemediationSettings): Cel {
  if (pullRequests === undefined) return cel`variables.data.exists(key, ${IS_UNHANDLED})`;
  return cel`
    (variables.data.exists(key, ${IS_UNHANDLED} &&
      (variables.data[?'status'].orValue('') != ${COMPLETED_STATUS} ||
        (${KEY_PREFIX.iteration} + key.substring(${KEY_PREFIX.comment.length})) in variables.data)) ||
    (variables.data.exists(key, ${IS_COMMENT}) &&
      variables.data.exists(key, key.matches(${PULL_REQUEST_KEY_START})) &&
      variables.data[?${COUNTED_KEYS_KEY}].orValue('') != ${numberOfCountedKeys('variables.data')}))`;
}
