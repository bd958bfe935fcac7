import type { RemediationSettings } from '../settings';
import { anchored, KEY_PREFIX, loopStatuses, MAXIMUM_PATTERN, unpausedStatuses } from '../state/keys';
import { cel } from './cel';
import { MAX_COMMENT_BYTES, MAX_HISTORY_BYTES } from './patterns';
import type { Validation } from './policy';

// What a person has set stays: a status of another word, a maximum that is a number, a start_time.
export function derivedFieldValidations(settings: RemediationSettings): Validation[] {
  const statuses = loopStatuses(settings);
  return [
    {
      allows: cel`
        !('status' in variables.changed) || (variables.data['status'] in ${statuses} &&
          variables.oldData[?'status'].orValue('') in ${unpausedStatuses(settings)})`,
      message: `The sensor sets status to ${statuses.join(' or ')}, and leaves any other word alone`,
    },
    {
      allows: cel`
      !('max_iterations' in variables.changed) || (
        !variables.oldData[?'max_iterations'].orValue('').matches(${anchored(MAXIMUM_PATTERN)}) &&
        variables.data['max_iterations'] == string(variables.max))`,
      message: 'The sensor sets max_iterations to the default, where it is no number',
    },
    {
      allows: cel`
      !('start_time' in variables.changed) || (variables.oldData[?'start_time'].orValue('') == '' &&
        variables.data['start_time'] == variables.old.metadata.creationTimestamp)`,
      message: 'The sensor sets start_time once, to the time at which the state was made',
    },
    {
      allows: cel`
      !('current_iteration' in variables.changed) ||
      variables.data['current_iteration'] == string(variables.last + size(variables.given))`,
      message: 'current_iteration is the last iteration that was given',
    },
    {
      allows: cel`
      !('feedback_history' in variables.changed) || variables.data['feedback_history'].startsWith('[')`,
      message: 'feedback_history is a list',
    },
    {
      // What a person has typed may be longer. As JSON, a character becomes six at most.
      allows: cel`
      !('feedback_history' in variables.changed) ||
      size(bytes(variables.data['feedback_history'])) <= ${MAX_HISTORY_BYTES} ||
      size(bytes(variables.data['feedback_history'])) <= ${MAX_HISTORY_BYTES} + 6 * variables.oldData
        .filter(key, key.startsWith(${KEY_PREFIX.comment}) && size(variables.oldData[key]) > ${MAX_COMMENT_BYTES})
        .map(key, size(bytes(variables.oldData[key]))).sum()`,
      message: `feedback_history has at most ${MAX_HISTORY_BYTES} bytes, and more only where a person has typed long comments`,
    },
  ];
}
