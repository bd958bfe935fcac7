import { LABEL, RESYNC_ANNOTATION, stateOf } from '../names';
import type { GuardedSettings, RemediationSettings } from '../settings';
import {
  ANY_KEY,
  DERIVED,
  ITERATION,
  KEY,
  keyOf,
  LAST_COMMENT,
  MAXIMUM,
  MOVING,
  STATUSES,
  whole,
} from '../state/keys';
import { GIVEN_AT_ONCE } from '../steps/assign';
import { type Cel, cel } from './cel';
import { LONGEST_ANNOTATION, LONGEST_COMMENT, LONGEST_HISTORY, stateName, storedComment } from './patterns';
import { by, type Policy, type Rule } from './policy';

/**
 * What the sensor may write into a state: what its triggers write. A person may have typed a value that the loop reads
 * as absent. The loop then writes the value again, so the policy lets it; otherwise the task would be stuck.
 */
export function statePolicy(settings: GuardedSettings, user: string): Policy {
  const { names } = settings;
  const suffix = names.stateSuffix.length;
  return {
    name: 'state',
    resources: {
      apiGroups: [''],
      apiVersions: ['v1'],
      resources: ['configmaps'],
      operations: ['CREATE', 'UPDATE'],
    },
    matchConditions: {
      account: by(user),
      ...(writesOthers(settings) && {
        ours: cel`
          object.metadata.name.matches(${stateName(settings)}) ||
          object.metadata.?labels[?'app'].orValue('') == ${names.app} ||
          (oldObject != null && oldObject.metadata.?labels[?'app'].orValue('') == ${names.app})`,
      }),
    },
    variables: {
      task: cel`
        object.metadata.name.matches(${stateName(settings)})
          ? object.metadata.name.substring(5, size(object.metadata.name) - ${suffix}) : ''`,
      old: cel`oldObject == null ? dyn({'metadata': {}}) : dyn(oldObject)`,
      labels: cel`object.metadata.?labels.orValue({})`,
      oldLabels: cel`variables.old.metadata.?labels.orValue({})`,
      annotations: cel`object.metadata.?annotations.orValue({})`,
      oldAnnotations: cel`variables.old.metadata.?annotations.orValue({})`,
      data: cel`object.?data.orValue({})`,
      oldData: cel`variables.old.?data.orValue({})`,
      changed: cel`
        variables.data.filter(key,
          !(key in variables.oldData) || variables.oldData[key] != variables.data[key])`,
      ...ASSIGNMENT,
      max: cel`
        variables.oldData[?'max_iterations'].orValue('').matches(${whole(MAXIMUM)})
          ? int(variables.oldData['max_iterations']) : ${settings.maxIterations}`,
    },
    rules: [...identity(settings), ...keys(settings), ...assignment(settings), ...DERIVED_FIELDS],
  };
}

/** The iterations that are given: the keys `iteration-<id>` that are new, their ids, and the last one given before. */
const ASSIGNMENT = {
  given: cel`variables.changed.filter(key, key.startsWith(${KEY.iteration}))`,
  givenTo: cel`variables.given.map(key, key.substring(${KEY.iteration.length}))`,
  iterations: cel`
    variables.oldData
      .filter(key, key.startsWith(${KEY.iteration}) && key.matches(${keyOf('iteration')}))
      .filter(key, variables.oldData[key].matches(${whole(ITERATION)}))
      .map(key, int(variables.oldData[key]))`,
  last: cel`size(variables.iterations) == 0 ? 0 : variables.iterations.max()`,
};

/** Whether other sensors write ConfigMaps under the account too. */
function writesOthers({ policies, serviceAccount }: GuardedSettings): boolean {
  return policies.otherConfigMaps ?? !serviceAccount.dedicated;
}

function identity(settings: GuardedSettings): Rule[] {
  const { names, serviceAccount } = settings;
  const label = (key: string, value: Cel) => cel`
    (variables.labels[?${key}].orValue('') in ${value} ||
      (oldObject != null && variables.labels[?${key}] == variables.oldLabels[?${key}]))`;
  const open =
    serviceAccount.dedicated || writesOthers(settings)
      ? ''
      : '; the prop policies.otherConfigMaps: true of the loop allows them';
  return [
    {
      allows: cel`variables.task != ''`,
      message: `The sensor writes ConfigMaps named ${stateOf(names, '<number>')} and no others${open}`,
    },
    {
      allows: cel`
        ${label('app', cel`[${names.app}]`)} &&
        ${label(LABEL.task, cel`[variables.task]`)}`,
      message: `The labels of a state are app: ${names.app} and ${LABEL.task}: the task of its name`,
    },
    {
      allows: asBefore(settings, 'labels', 'oldLabels', cel`key in ${['app', LABEL.task]}`),
      message:
        'The sensor leaves the other labels of a state as they are, and adds none that policies.injectedMetadata does not name',
    },
    {
      allows: asBefore(
        settings,
        'annotations',
        'oldAnnotations',
        cel`(key == ${RESYNC_ANNOTATION} && !(key in variables.annotations))`,
      ),
      message: `The sensor leaves the annotations of a state as they are, and adds none that policies.injectedMetadata does not name, but may remove ${RESYNC_ANNOTATION}`,
    },
    {
      // A person may have removed the label.
      allows: cel`
        oldObject == null || variables.oldLabels[?'app'].orValue('') == ${names.app} ||
          size(variables.oldData) == 0 ||
          variables.oldData.exists(key, key.matches(${ANY_KEY}))`,
      message: `The sensor makes no ConfigMap of others its own: one with keys, but neither a label nor a key of a state`,
    },
    {
      allows: cel`
        dyn(object).?binaryData == variables.old.?binaryData &&
        dyn(object).?immutable == variables.old.?immutable &&
        dyn(object).metadata.?finalizers == variables.old.metadata.?finalizers &&
        dyn(object).metadata.?ownerReferences == variables.old.metadata.?ownerReferences`,
      message: 'The sensor leaves binaryData, immutable, finalizers and ownerReferences of a state alone',
    },
  ];
}

/**
 * That labels or annotations have neither come nor gone nor changed. Argo CD takes an object with its tracking id for
 * its own, and prunes it; what a cluster's webhooks put in is named by a prop.
 *
 * @param loops what the loop itself may do with one
 */
function asBefore({ policies }: GuardedSettings, now: string, before: string, loops: Cel): Cel {
  const { injectedMetadata } = policies;
  const [after, old] = [{ cel: `variables.${now}` }, { cel: `variables.${before}` }];
  const injected = cel`(key in ${injectedMetadata} && size(${after}[?key].orValue('')) <= ${LONGEST_ANNOTATION})`;
  const same = cel`${after}[?key] == ${old}[?key] || ${loops}`;
  const kept = injectedMetadata.length === 0 ? same : cel`${same} || ${injected}`;
  return cel`
    ${after}.all(key, ${kept}) &&
    ${old}.all(key, ${kept})`;
}

function keys(settings: RemediationSettings): Rule[] {
  return [
    {
      allows: cel`variables.oldData.all(key, key in variables.data)`,
      message: 'The sensor removes no key of a state',
    },
    {
      allows: cel`
        oldObject != null
          ? variables.changed.all(key, key in ${[LAST_COMMENT, ...DERIVED]} ||
              key.matches(${ANY_KEY}))
          : variables.changed.all(key, key == ${LAST_COMMENT} || key.matches(${keyOf('comment')}))`,
      message:
        'A state begins with a comment and last_comment_id, and later has no keys but those of the loop',
    },
    {
      allows: cel`
        !(${LAST_COMMENT} in variables.changed) ||
        (${KEY.comment} + variables.data[${LAST_COMMENT}]) in variables.data`,
      message: 'last_comment_id is the id of a stored comment',
    },
    {
      allows: cel`
        variables.changed.filter(key, key.startsWith(${KEY.comment})).all(key,
          variables.data[key].matches(${storedComment(settings)}) &&
          !variables.oldData[?key].orValue('').matches(${storedComment(settings)}))`,
      message: 'A comment is stored once, as JSON with at, author, pr and repo',
    },
    {
      allows: cel`
        size(variables.changed.filter(key, key.startsWith(${KEY.comment}))) <= 1 &&
        variables.changed.filter(key, key.startsWith(${KEY.comment})).all(key,
          size(bytes(variables.data[key])) <= ${LONGEST_COMMENT})`,
      message: `One comment is stored at a time, in at most ${LONGEST_COMMENT} bytes`,
    },
  ];
}

function assignment(settings: RemediationSettings): Rule[] {
  return [
    {
      allows: cel`
        variables.given.all(key, !variables.oldData[?key].orValue('').matches(${whole(ITERATION)}))`,
      message: 'An iteration is given to a comment once',
    },
    {
      allows: cel`
        variables.givenTo.all(id,
          (${KEY.comment} + id) in variables.oldData && !((${KEY.handled} + id) in variables.oldData))`,
      message: 'The comments that are given an iteration are stored and not handled',
    },
    {
      allows: cel`size(variables.given) <= ${GIVEN_AT_ONCE}`,
      message: `At most ${GIVEN_AT_ONCE} comments are given an iteration at once`,
    },
    {
      // Different numbers, each above the last and at most as many above as are given: so they are the next ones.
      allows: cel`
        size(variables.given) == 0 || size(variables.given) > ${GIVEN_AT_ONCE} || (
          variables.given.all(key, variables.data[key].matches(${whole(ITERATION)}) &&
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
        !variables.oldData.exists(key,
          key.startsWith(${KEY.iteration}) && key.matches(${keyOf('iteration')}) &&
          variables.oldData[key].matches(${whole(ITERATION)}) &&
          !((${KEY.handled} + key.substring(${KEY.iteration.length})) in variables.oldData) &&
          variables.oldData[?(${KEY.comment} + key.substring(${KEY.iteration.length}))].orValue('').matches(${storedComment(settings)}))`,
      message: 'No iteration is given while another one is not handled',
    },
    {
      allows: cel`
        variables.changed.filter(key, key.startsWith(${KEY.max})).all(key,
          key.substring(${KEY.max.length}) in variables.givenTo &&
          variables.data[key] == variables.data[?'max_iterations'].orValue(''))`,
      message: 'max- is written with the iteration- of the same comment, and equals max_iterations',
    },
    {
      allows: cel`
        variables.changed.filter(key, key.startsWith(${KEY.handled})).all(key,
          variables.oldData[?(${KEY.iteration} + key.substring(${KEY.handled.length}))] == optional.of(variables.data[key]))`,
      message: 'handled- equals the iteration- that the comment was given before',
    },
  ];
}

// What a person has set stays: a status of another word, a maximum that is a number, a start_time.
const DERIVED_FIELDS: readonly Rule[] = [
  {
    allows: cel`
      !('status' in variables.changed) || (variables.data['status'] in ${STATUSES} &&
        variables.oldData[?'status'].orValue('') in ${MOVING})`,
    message: 'The sensor sets status to active or exhausted, and leaves any other word alone',
  },
  {
    allows: cel`
      !('max_iterations' in variables.changed) || (
        !variables.oldData[?'max_iterations'].orValue('').matches(${whole(MAXIMUM)}) &&
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
      size(bytes(variables.data['feedback_history'])) <= ${LONGEST_HISTORY} ||
      size(bytes(variables.data['feedback_history'])) <= ${LONGEST_HISTORY} + 6 * variables.oldData
        .filter(key, key.startsWith(${KEY.comment}) && size(variables.oldData[key]) > ${LONGEST_COMMENT})
        .map(key, size(bytes(variables.oldData[key]))).sum()`,
    message: `feedback_history has at most ${LONGEST_HISTORY} bytes, and more only where a person has typed long comments`,
  },
];
