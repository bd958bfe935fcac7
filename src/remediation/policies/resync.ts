import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import { cel } from './cel';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';
import { isWaiting } from './waiting';

/**
 * The account of the resync changes one annotation, on states in which something is left to do. The policy looks at the
 * label `app` and at the keys, not at the name, as the resync does.
 */
export function resyncPolicy(settings: RemediationSettings): AdmissionPolicy {
  const { names, namespaces } = settings;
  const namespace = namespaces.agents;
  const same = (...fields: string[]) =>
    fields.map((field) => `dyn(object).?${field} == dyn(oldObject).?${field}`).join(' &&\n');
  return {
    name: 'resync',
    resources: { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['UPDATE'] },
    matchConditions: { account: requestedBy(userOf({ name: names.resync, namespace })) },
    variables: {
      annotations: cel`object.metadata.?annotations.orValue({})`,
      oldAnnotations: cel`oldObject.metadata.?annotations.orValue({})`,
      data: cel`oldObject.?data.orValue({})`,
    },
    validations: [
      {
        allows: cel`
          oldObject.metadata.?labels[?'app'].orValue('') == ${names.stateApp} &&
          ${isWaiting(settings)}`,
        message: `The resync re-triggers ConfigMaps labelled app: ${names.stateApp} in which ${settings.pullRequests ? 'something is left to do' : 'a comment is not handled'}`,
      },
      {
        allows: cel`
          variables.annotations[?${RESYNC_ANNOTATION}].orValue('').matches('^[1-9][0-9]{0,3}-[0-9]{1,15}$') &&
          variables.annotations.all(key, key == ${RESYNC_ANNOTATION} ||
            variables.annotations[?key] == variables.oldAnnotations[?key]) &&
          variables.oldAnnotations.all(key, key in variables.annotations)`,
        message: `The resync sets ${RESYNC_ANNOTATION} to <count>-<time>, and no other annotation`,
      },
      {
        allows: {
          cel: same(
            'data',
            'binaryData',
            'immutable',
            'metadata.?labels',
            'metadata.?finalizers',
            'metadata.?ownerReferences',
          ),
        },
        message: 'The resync changes nothing but its annotation',
      },
    ],
  };
}
