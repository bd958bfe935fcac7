import { LABEL } from '../names';
import type { RemediationSettings } from '../settings';
import { unpausedStatuses } from '../state/keys';
import { cel } from './cel';
import { changesOnlyAtRestLabel } from './only-label';
import { stateNamePattern } from './patterns';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';
import { isWaiting } from './waiting';

/**
 * The account of the janitor deletes states at rest, and changes one label of states. How long a state has been at rest is
 * not checked, because a policy has no clock.
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
      rests: cel`
        variables.data[?'status'].orValue('') in ${unpausedStatuses(settings)} &&
        !${isWaiting(settings)}`,
    },
    validations: [
      {
        allows: cel`
          oldObject.metadata.name.matches(${stateNamePattern(settings)}) &&
          oldObject.metadata.?labels[?'app'].orValue('') == ${names.stateApp}`,
        message: `The janitor writes ConfigMaps named task-<number>${names.stateSuffix} and labelled app: ${names.stateApp}`,
      },
      {
        allows: cel`request.operation != 'DELETE' || variables.rests`,
        message: 'The janitor deletes a state that is not paused and in which nothing is left to do',
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
