import type { RemediationSettings } from '../settings';
import {
  COMPLETED_STATUS,
  COUNTED_KEY_PATTERN,
  COUNTED_KEYS_KEY,
  KEY_PREFIX,
  keyPattern,
  PULL_REQUEST_KEY_PATTERN,
  PULL_REQUEST_KEY_PREFIX,
} from '../state/keys';
import { type Cel, cel } from './cel';
import { GITHUB_TIME_PATTERN, storedCommentPattern } from './patterns';
import type { Validation } from './policy';

/**
 * The pull request keys of the state, the newest of each pull request, and the pull requests that are closed. The key decides,
 * and not its value.
 */
export const CLOSING_VARIABLES = {
  pullRequestKeys: cel`variables.data.filter(key, key.matches(${PULL_REQUEST_KEY_PATTERN}))`,
  newest: cel`variables.pullRequestKeys.filter(key, !variables.pullRequestKeys.exists(other, ${isNewer('other', 'key')}))`,
  closed: cel`variables.newest.filter(key, key.startsWith(${PULL_REQUEST_KEY_PREFIX.closed})).map(key, key.split('-')[1])`,
};

/** That one of two such keys is about the same pull request and newer; of two of one second, that it was reopened. */
function isNewer(one: string, than: string): Cel {
  const [newer, older] = [{ cel: one }, { cel: than }];
  return cel`
    (${newer}.split('-')[1] == ${older}.split('-')[1] && (
      int(${newer}.split('-')[2]) > int(${older}.split('-')[2]) ||
      (${newer}.split('-')[2] == ${older}.split('-')[2] && ${newer} > ${older})))`;
}

/** That a key was removed because a newer one about its pull request is there. */
export const IS_OUTDATED = cel`
  (key.matches(${PULL_REQUEST_KEY_PATTERN}) &&
    variables.pullRequestKeys.exists(other, ${isNewer('other', 'key')}))`;

/**
 * What a state may say of closed pull requests. A comment that the loop has not stored is about no pull request here.
 *
 * @param hasOpenAssignment that a comment has an iteration and is not handled
 */
export function pullRequestKeyValidations(
  settings: RemediationSettings,
  hasOpenAssignment: Cel,
): Validation[] {
  if (settings.pullRequests === undefined) return [];
  const isStored = (comment: Cel) => cel`${comment}.matches(${storedCommentPattern(settings)})`;
  const isClosed = (comment: Cel) => cel`
    (${comment}.find('"pr":[1-9][0-9]*').substring(5) in variables.closed)`;
  const givenComment = cel`variables.data[?(${KEY_PREFIX.comment} + id)].orValue('')`;
  const comment = cel`variables.data[key]`;
  return [
    {
      allows: cel`
        variables.changed.filter(key, key.matches(${PULL_REQUEST_KEY_PATTERN})).all(key,
          variables.data[key].matches(${GITHUB_TIME_PATTERN}) &&
          string(int(timestamp(variables.data[key]))) == key.split('-')[2])`,
      message: 'closed- and reopened- have the time that is in their key, as GitHub writes it',
    },
    {
      allows: cel`size(variables.changed.filter(key, key.matches(${PULL_REQUEST_KEY_PATTERN}))) <= 1`,
      message: 'One pull request is closed or reopened at a time',
    },
    {
      allows: cel`
        variables.givenTo.all(id,
          !${isStored(givenComment)} ||
          !${isClosed(givenComment)})`,
      message: 'No iteration is given to a comment of a closed pull request',
    },
    {
      allows: cel`
        !('status' in variables.changed) || variables.data['status'] != ${COMPLETED_STATUS} || (
          variables.data.exists(key, key.startsWith(${KEY_PREFIX.comment})) &&
          variables.data.all(key, !key.matches(${keyPattern('comment')}) ||
            !${isStored(comment)} ||
            ${isClosed(comment)}) &&
          !${hasOpenAssignment})`,
      message:
        'A task is completed when the pull requests of all its comments are closed and no run of it is to be made',
    },
    {
      allows: cel`
        !(${COUNTED_KEYS_KEY} in variables.changed) ||
        variables.data[${COUNTED_KEYS_KEY}] == ${numberOfCountedKeys('variables.data')}`,
      message: 'counted_keys is the number of keys with comment-, closed- and reopened-',
    },
  ];
}

/** The number of keys that `assign` counts, as a text. */
export function numberOfCountedKeys(data: string): Cel {
  return cel`string(size(${{ cel: data }}.filter(key, key.matches(${COUNTED_KEY_PATTERN}))))`;
}
