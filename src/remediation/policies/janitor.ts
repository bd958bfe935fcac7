import { LABEL } from '../names';
import type { RemediationSettings } from '../settings';
import { KEY_PREFIX, unpausedStatuses } from '../state/keys';
import { type Cel, cel } from './cel';
import { isWaiting } from './closings';
import { changesOnlyAtRestLabel } from './only-label';
import { stateNamePattern } from './patterns';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';

/**
 * Whether nothing is left to do for a state: every comment is handled, or the task is completed, and no person has paused
 * it. Keys of comments that the loop ignores count as comments.
 */
function isAtRest(settings: RemediationSettings): Cel {
  const areHandled = cel`
    variables.data.all(key, !key.startsWith(${KEY_PREFIX.comment}) || size(key) == ${KEY_PREFIX.comment.length} ||
      (${KEY_PREFIX.handled} + key.substring(${KEY_PREFIX.comment.length})) in variables.data)`;
  return cel`
    variables.data[?'status'].orValue('') in ${unpausedStatuses(settings)} &&
    ${settings.pullRequests ? cel`!${isWaiting('variables.data')}` : areHandled}`;
}

/**
 * The account of the janitor deletes states at rest, and changes one label of states. How long a state has been at rest is
 * not checked, for a policy has no clock.
 */
export function janitorPolicy(settings: RemediationSettings): AdmissionPolicy {
  const { names } = settings;
  const namespace = settings.namespaces.agents;
  return {
    name: 'janitor',
    resources: {
      apiGroups: [''],
      apiVersions: ['v1'],
      resources: ['configmaps'],
      operations: ['UPDATE', 'DELETE'],
    },
    matchConditions: { account: requestedBy(userOf({ name: names.janitor, namespace })) },
    variables: {
      // The object is null when it is deleted.
      now: cel`object == null ? dyn(oldObject) : dyn(object)`,
      data: cel`oldObject.?data.orValue({})`,
      label: cel`variables.now.metadata.?labels[?${LABEL.atRest}].orValue('')`,
      rests: isAtRest(settings),
    },
    validations: [
      {
        allows: cel`
          oldObject.metadata.name.matches(${stateNamePattern(settings)}) &&
          oldObject.metadata.?labels[?'app'].orValue('') == ${names.app}`,
        message: `The janitor writes ConfigMaps named task-<number>${names.stateSuffix} and labelled app: ${names.app}`,
      },
      {
        allows: cel`request.operation != 'DELETE' || variables.rests`,
        message: 'The janitor deletes a state when all its comments are handled and it is not paused',
      },
      {
        allows: cel`
          request.operation == 'DELETE' || variables.label == 'false' || (variables.label == 'true' && variables.rests)`,
        message: `The janitor sets ${LABEL.atRest} to true on a state at rest, and otherwise to false`,
      },
      {
        allows: changesOnlyAtRestLabel(['data', 'binaryData', 'immutable']),
        message: 'The janitor changes nothing of a state but its label',
      },
    ],
  };
}
