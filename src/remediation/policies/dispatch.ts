import { ITERATION_ANNOTATION, LABEL, STATE_VERSION_ANNOTATION, TRIGGER_TYPE } from '../names';
import type { RemediationSettings } from '../settings';
import { KEY_PREFIX, MAXIMUM_PATTERN, unpausedStatuses, wholeText } from '../state/keys';
import { cel } from './cel';
import { codeRunResources } from './coderun';
import { commonWithTask } from './common';
import { optionalAt } from './match-template';
import { storedCommentPattern } from './patterns';
import { type AdmissionPolicy, requestedBy, type Validation } from './policy';

/** A resourceVersion, as far as it can be compared: etcd's are integers. */
const VERSION_PATTERN = '^[1-9][0-9]{0,17}$';

/**
 * A CodeRun is made only while the state of its task calls for it: a stale event must not run an agent again. The API
 * server knows the states by a watch of its own, which may be behind: where the run tells of a later version of the
 * state than the API server knows, it is let through. A stale event cannot, for its version is an earlier one.
 *
 * The policy is evaluated for every state, and all have to agree, so all but the one of the task agree; a state that
 * is gone cannot disagree. The run of such a one belongs to an owner that is not there, and is garbage. States at rest are
 * left out, so that each run costs no more after a year: they have not changed for two days, and the events that asked for
 * their runs are older than the policy of the runs allows.
 *
 * Where the API server cannot tell, runs are made: it may not know the states for a moment after its start.
 */
export function dispatchPolicy(settings: RemediationSettings, user: string): AdmissionPolicy {
  const { names } = settings;
  const version = cel`object.metadata.?annotations[?${STATE_VERSION_ANNOTATION}].orValue('')`;
  return {
    name: 'dispatch',
    resources: codeRunResources(settings, ['CREATE']),
    // Every run of the loop has it, which the other policy sees to; other people's are not compared with every state.
    labelled: { [LABEL.triggerType]: TRIGGER_TYPE },
    statesOf: names.app,
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
 * What a run says of the pull request and the maximum, where it says them as the task's own. A stored comment never changes, so
 * its pull request holds for later versions of the state too. In a comment that the loop has not stored, for it is
 * spelled otherwise, nothing is looked for.
 */
function fieldValidations(settings: RemediationSettings): Validation[] {
  const comment = cel`variables.state[?(${KEY_PREFIX.comment} + variables.comment)].orValue('')`;
  const given = cel`variables.state[?(${KEY_PREFIX.max} + variables.comment)].orValue('')`;
  const current = cel`variables.state[?'max_iterations'].orValue('')`;
  const { pullRequest, maximum } = commonWithTask(settings);
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
          ${optionalAt(run, ...maximum)}.orValue('') == (${given}.matches(${wholeText(MAXIMUM_PATTERN)}) ? ${given} :
            ${current}.matches(${wholeText(MAXIMUM_PATTERN)}) ? ${current} : ${String(settings.maxIterations)})`,
            message: 'The state has given another maximum to the comment',
          },
        ]
      : []),
  ];
}
