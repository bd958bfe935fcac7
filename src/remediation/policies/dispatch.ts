import { ITERATION_ANNOTATION, LABEL, STATE_VERSION_ANNOTATION, TRIGGER_TYPE } from '../names';
import type { RemediationSettings } from '../settings';
import { anchored, KEY_PREFIX, MAXIMUM_PATTERN, unpausedStatuses } from '../state/keys';
import { cel } from './cel';
import { checkedFields } from './checked-fields';
import { codeRunResources } from './coderun';
import { optionalAt } from './match-resource';
import { storedCommentPattern } from './patterns';
import { type AdmissionPolicy, requestedBy, type Validation } from './policy';

/** A resourceVersion, as far as it can be compared: etcd's are integers. */
const VERSION_PATTERN = '^[1-9][0-9]{0,17}$';

/**
 * Allows a new CodeRun only if the state of its task asks for it, so that a stale event does not run an agent again. The
 * API server knows the states from a watch, which may be behind. If the CodeRun carries a later version of the state than
 * the API server knows, the policy allows it. A stale event carries an earlier version, so this does not help it.
 *
 * The API server evaluates the policy for every state, and allows the CodeRun only if each evaluation does. A match
 * condition skips the states of other tasks. If the state of the task is deleted, nothing refuses the CodeRun, but the
 * garbage collector removes it, because its owner does not exist. States with the label at-rest `true` are not evaluated, so that the cost of a
 * CodeRun does not grow with the number of old tasks. They have not changed for two days, and the policy `coderun` refuses
 * a CodeRun whose event is that old.
 *
 * If the policy cannot be evaluated, the CodeRun is allowed, because the API server may not know the states for a moment
 * after its start.
 */
export function dispatchPolicy(settings: RemediationSettings, user: string): AdmissionPolicy {
  const { names } = settings;
  const version = cel`object.metadata.?annotations[?${STATE_VERSION_ANNOTATION}].orValue('')`;
  return {
    name: 'dispatch',
    resources: codeRunResources(settings, ['CREATE']),
    // Every CodeRun of the loop has this label; the policy `coderun` checks that. CodeRuns without it cost nothing here.
    labelled: { [LABEL.triggerType]: TRIGGER_TYPE },
    statesOf: names.stateApp,
    onFailure: 'Ignore',
    matchConditions: {
      account: requestedBy(user),
      task: cel`
        params.metadata.name ==
          'task-' + object.metadata.?labels[?${LABEL.task}].orValue('') + ${names.stateSuffix}`,
      ours: cel`
        object.metadata.name == ${names.runPrefix} + object.metadata.?labels[?${LABEL.task}].orValue('') +
          '-c' + object.metadata.?labels[?${LABEL.comment}].orValue('')`,
    },
    variables: {
      comment: cel`object.metadata.labels[${LABEL.comment}]`,
      state: cel`params.?data.orValue({})`,
      version,
      isBehind: cel`
        variables.version.matches(${VERSION_PATTERN}) && params.metadata.resourceVersion.matches(${VERSION_PATTERN}) &&
          int(params.metadata.resourceVersion) < int(variables.version)`,
    },
    validations: [
      {
        allows: cel`
          variables.isBehind ||
            object.metadata.?ownerReferences.orValue([]).exists(owner, owner.uid == params.metadata.uid)`,
        message: 'The state that asked for this run is gone, and another one is in its place',
      },
      {
        allows: cel`
          variables.isBehind ||
            variables.state[?(${KEY_PREFIX.iteration} + variables.comment)].orValue('') ==
              object.metadata.?annotations[?${ITERATION_ANNOTATION}].orValue('')`,
        message: 'The state has not given this iteration to the comment',
      },
      {
        allows: cel`variables.isBehind || !((${KEY_PREFIX.handled} + variables.comment) in variables.state)`,
        message: 'The comment is handled: its run has been there',
      },
      {
        allows: cel`variables.isBehind || variables.state[?'status'].orValue('') in ${unpausedStatuses(settings)}`,
        message: 'The task is paused',
      },
      ...fieldValidations(settings),
    ],
  };
}

/**
 * The pull request and the maximum of a run, if its template has them where taskCodeRun has them. A stored comment
 * never changes, so its pull request is the same in later versions of the state. A comment that a person has typed in another
 * form is not checked.
 */
function fieldValidations(settings: RemediationSettings): Validation[] {
  const comment = cel`variables.state[?(${KEY_PREFIX.comment} + variables.comment)].orValue('')`;
  const given = cel`variables.state[?(${KEY_PREFIX.max} + variables.comment)].orValue('')`;
  const current = cel`variables.state[?'max_iterations'].orValue('')`;
  const { pullRequest, maximum } = checkedFields(settings);
  const run = cel`dyn(object)`;
  return [
    ...(pullRequest
      ? [
          {
            allows: cel`
        !${comment}.matches(${storedCommentPattern(settings)}) ||
          ${comment}.contains(',"pr":' + string(${optionalAt(run, ...pullRequest)}.orValue(0)) + ',"repo":')`,
            message: 'The comment is about another pull request',
          },
        ]
      : []),
    ...(maximum
      ? [
          {
            allows: cel`
        variables.isBehind ||
          ${optionalAt(run, ...maximum)}.orValue('') == (${given}.matches(${anchored(MAXIMUM_PATTERN)}) ? ${given} :
            ${current}.matches(${anchored(MAXIMUM_PATTERN)}) ? ${current} : ${String(settings.maxIterations)})`,
            message: 'The state has given another maximum to the comment',
          },
        ]
      : []),
  ];
}
