import { LABEL, TRIGGER_TYPE } from '../names';
import type { RemediationSettings } from '../settings';
import { KEY, MOVING } from '../state/keys';
import { dispatchedCodeRun } from '../steps/dispatch';
import { allOf, type Cel, cel } from './cel';
import { runName, stateName } from './patterns';
import { by, type Policy, userOf } from './policy';
import { runResources } from './runs';

/**
 * What the account of the janitor may do: delete a state at rest, and change one label of states and of their CodeRuns. How
 * long a state has been at rest is not checked, for a policy has no clock.
 */
export function janitorPolicies(settings: RemediationSettings): Policy[] {
  return [ofStates(settings), ofRuns(settings)];
}

/**
 * Whether nothing is left to do for a state: every comment is handled, and no person has paused the task. Keys of comments
 * that the loop ignores count as comments.
 */
const RESTS = cel`
  variables.data[?'status'].orValue('') in ${MOVING} &&
  variables.data.all(key, !key.startsWith(${KEY.comment}) || size(key) == ${KEY.comment.length} ||
    (${KEY.handled} + key.substring(${KEY.comment.length})) in variables.data)`;

function ofStates(settings: RemediationSettings): Policy {
  const { names, agentNamespace: namespace } = settings;
  return {
    name: 'janitor',
    resources: {
      apiGroups: [''],
      apiVersions: ['v1'],
      resources: ['configmaps'],
      operations: ['UPDATE', 'DELETE'],
    },
    matchConditions: { account: by(userOf({ name: names.janitor, namespace })) },
    variables: {
      // The object is null when it is deleted.
      now: cel`object == null ? dyn(oldObject) : dyn(object)`,
      data: cel`oldObject.?data.orValue({})`,
      label: cel`variables.now.metadata.?labels[?${LABEL.atRest}].orValue('')`,
      rests: RESTS,
    },
    rules: [
      {
        allows: cel`
          oldObject.metadata.name.matches(${stateName(settings)}) &&
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
        allows: unchanged(['data', 'binaryData', 'immutable']),
        message: 'The janitor changes nothing of a state but its label',
      },
    ],
  };
}

function ofRuns(settings: RemediationSettings): Policy {
  const { names, agentNamespace: namespace } = settings;
  const { metadata: _, apiVersion: __, kind: ___, ...content } = dispatchedCodeRun(settings);
  return {
    name: 'relabel',
    resources: runResources(settings, ['UPDATE']),
    matchConditions: { account: by(userOf({ name: names.janitor, namespace })) },
    variables: { now: cel`dyn(object)` },
    rules: [
      {
        allows: cel`
          oldObject.metadata.name.matches(${runName(settings)}) &&
          oldObject.metadata.?labels[?'trigger-type'].orValue('') == ${TRIGGER_TYPE}`,
        message: `The janitor writes CodeRuns of the loop, named ${names.runPrefix}<task>-c<comment>`,
      },
      {
        allows: cel`variables.now.metadata.?labels[?${LABEL.atRest}].orValue('') == 'true'`,
        message: `The janitor sets ${LABEL.atRest} of a CodeRun to true`,
      },
      {
        allows: unchanged([...Object.keys(content), 'status']),
        message: 'The janitor changes nothing of a CodeRun but its label',
      },
    ],
  };
}

/** That an update changes nothing but the label: not these fields, and nothing of the metadata. */
function unchanged(fields: readonly string[]): Cel {
  const labels = (object: string) => `${object}.metadata.?labels.orValue({})`;
  const kept = (one: string, other: string) =>
    cel`${{ cel: labels(one) }}.all(key, key == ${LABEL.atRest} ||
      ${{ cel: labels(one) }}[?key] == ${{ cel: labels(other) }}[?key])`;
  return allOf([
    ...[...fields, 'metadata.?annotations', 'metadata.?finalizers', 'metadata.?ownerReferences'].map(
      (field): Cel => ({ cel: `variables.now.?${field} == dyn(oldObject).?${field}` }),
    ),
    kept('variables.now', 'dyn(oldObject)'),
    kept('dyn(oldObject)', 'variables.now'),
  ]);
}
