import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import { KEY_PREFIX } from '../state/keys';
import { cel } from './cel';
import { isCompleted } from './closings';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';

/** The account of the resync touches states that wait. It goes by the label app and by keys, so any ConfigMap with them will do. */
export function resyncPolicy(settings: RemediationSettings): AdmissionPolicy {
  const { names, namespaces } = settings;
  const namespace = namespaces.agents;
  const unlessCompleted = settings.pullRequests
    ? cel` &&
          !${isCompleted('variables.data')}`
    : cel``;
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
          oldObject.metadata.?labels[?'app'].orValue('') == ${names.app} &&
          variables.data.exists(key, key.startsWith(${KEY_PREFIX.comment}) && size(key) > ${KEY_PREFIX.comment.length} &&
            !((${KEY_PREFIX.handled} + key.substring(${KEY_PREFIX.comment.length})) in variables.data))${unlessCompleted}`,
        message: `The resync touches ConfigMaps labelled app: ${names.app} in which a comment is not handled${settings.pullRequests ? ', unless they are completed and nothing has come since' : ''}`,
      },
      {
        allows: cel`
          variables.annotations[?${RESYNC_ANNOTATION}].orValue('').matches('^[1-9][0-9]{0,3}-[0-9]{1,15}$') &&
          variables.annotations.all(key, key == ${RESYNC_ANNOTATION} ||
            variables.annotations[?key] == variables.oldAnnotations[?key]) &&
          variables.oldAnnotations.all(key, key in variables.annotations)`,
        message: `The resync sets ${RESYNC_ANNOTATION} to <touches>-<time>, and no other annotation`,
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
