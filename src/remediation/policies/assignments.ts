import type { RemediationSettings } from '../settings';
import { anchored, ITERATION_PATTERN, KEY_PREFIX, keyPattern } from '../state/keys';
import { MAX_ASSIGNED_AT_ONCE } from '../steps/assign';
import { type Cel, cel } from './cel';
import { storedCommentPattern } from './patterns';
import type { Validation } from './policy';

/** The iterations that are given: the keys `iteration-<id>` that are new, their ids, and the last one given before. */
export const ASSIGNMENT_VARIABLES = {
  given: cel`variables.changed.filter(key, key.startsWith(${KEY_PREFIX.iteration}))`,
  givenTo: cel`variables.given.map(key, key.substring(${KEY_PREFIX.iteration.length}))`,
  iterations: cel`
    variables.oldData
      .filter(key, key.startsWith(${KEY_PREFIX.iteration}) && key.matches(${keyPattern('iteration')}))
      .filter(key, variables.oldData[key].matches(${anchored(ITERATION_PATTERN)}))
      .map(key, int(variables.oldData[key]))`,
  last: cel`size(variables.iterations) == 0 ? 0 : variables.iterations.max()`,
};

/** Which iterations a state may give, and what is written with them. */
export function assignmentValidations(settings: RemediationSettings): Validation[] {
  return [
    {
      allows: cel`
        variables.given.all(key, !variables.oldData[?key].orValue('').matches(${anchored(ITERATION_PATTERN)}))`,
      message: 'An iteration is given to a comment once',
    },
    {
      allows: cel`
        variables.givenTo.all(id,
          (${KEY_PREFIX.comment} + id) in variables.oldData && !((${KEY_PREFIX.handled} + id) in variables.oldData))`,
      message: 'The comments that are given an iteration are stored and not handled',
    },
    {
      allows: cel`size(variables.given) <= ${MAX_ASSIGNED_AT_ONCE}`,
      message: `At most ${MAX_ASSIGNED_AT_ONCE} comments are given an iteration at once`,
    },
    {
      // n different numbers, each greater than the last iteration and at most n greater: so they are the next n.
      allows: cel`
        size(variables.given) == 0 || size(variables.given) > ${MAX_ASSIGNED_AT_ONCE} || (
          variables.given.all(key, variables.data[key].matches(${anchored(ITERATION_PATTERN)}) &&
            int(variables.data[key]) > variables.last &&
            int(variables.data[key]) <= variables.last + size(variables.given) &&
            variables.given.all(other, other == key || variables.data[other] != variables.data[key])) &&
          variables.last + size(variables.given) <= variables.max)`,
      message: 'The iterations that are given are those after the last one, and at most max_iterations',
    },
    {
      allows: cel`size(variables.given) == 0 || variables.data[?'status'].orValue('') == 'active'`,
      message: 'An iteration is given while the status is active',
    },
    {
      allows: cel`
        size(variables.given) == 0 ||
        !${hasOpenAssignment(settings)}`,
      message: 'No iteration is given while another one is not handled',
    },
    {
      allows: cel`
        variables.changed.filter(key, key.startsWith(${KEY_PREFIX.max})).all(key,
          key.substring(${KEY_PREFIX.max.length}) in variables.givenTo &&
          variables.data[key] == variables.data[?'max_iterations'].orValue(''))`,
      message: 'max- is written with the iteration- of the same comment, and equals max_iterations',
    },
    {
      allows: cel`
        variables.changed.filter(key, key.startsWith(${KEY_PREFIX.handled})).all(key,
          variables.oldData[?(${KEY_PREFIX.iteration} + key.substring(${KEY_PREFIX.handled.length}))] == optional.of(variables.data[key]))`,
      message: 'handled- equals the iteration- that the comment was given before',
    },
  ];
}

/** That a comment has an iteration and is not handled. */
export function hasOpenAssignment(settings: RemediationSettings): Cel {
  return cel`
    variables.oldData.exists(key,
      key.startsWith(${KEY_PREFIX.iteration}) && key.matches(${keyPattern('iteration')}) &&
      variables.oldData[key].matches(${anchored(ITERATION_PATTERN)}) &&
      !((${KEY_PREFIX.handled} + key.substring(${KEY_PREFIX.iteration.length})) in variables.oldData) &&
      variables.oldData[?(${KEY_PREFIX.comment} + key.substring(${KEY_PREFIX.iteration.length}))].orValue('').matches(${storedCommentPattern(settings)}))`;
}
