import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import {
  ANY_KEY,
  CLOSING_KEY,
  COMPLETED,
  COMPLETED_KEYS,
  COUNTED_KEY,
  DERIVED,
  ITERATION,
  KEY,
  keyOf,
  LAST_COMMENT,
  MAXIMUM,
  moving,
  statuses,
  whole,
} from '../state/keys';
import { GIVEN_AT_ONCE } from '../steps/assign';
import { type Cel, cel } from './cel';
import {
  GITHUB_TIME,
  LONGEST_ANNOTATION,
  LONGEST_HISTORY,
  LONGEST_RECORD,
  record,
  stateName,
} from './patterns';
import { by, type Policy, type Rule } from './policy';

/**
 * What the sensor may write into a state: what its triggers write. A person may have typed a value that the loop reads
 * as absent. The loop then writes the value again, so the policy lets it; otherwise the task would be stuck.
 */
export function statePolicy(settings: RemediationSettings, user: string): Policy {
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
      ...(settings.otherConfigMaps && {
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
      ...(settings.pullRequests && CLOSED),
      max: cel`
        variables.oldData[?'max_iterations'].orValue('').matches(${whole(MAXIMUM)})
          ? int(variables.oldData['max_iterations']) : ${settings.maxIterations}`,
    },
    rules: [
      ...identity(settings),
      ...keys(settings),
      ...assignment(settings),
      ...derived(settings),
      ...closings(settings),
    ],
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

/**
 * The keys that say that a pull request was closed or reopened, those of them that are the newest, and the pull requests
 * that are closed. The key decides, and not its value.
 */
const CLOSED = {
  closings: cel`variables.data.filter(key, key.matches(${CLOSING_KEY}))`,
  newest: cel`variables.closings.filter(key, !variables.closings.exists(other, ${isNewer('other', 'key')}))`,
  closed: cel`variables.newest.filter(key, key.startsWith('closed-')).map(key, key.split('-')[1])`,
};

/** That of two keys that are closings, one is about the same pull request and newer: of one second, that it was reopened. */
function isNewer(one: string, than: string): Cel {
  const [newer, older] = [{ cel: one }, { cel: than }];
  return cel`
    (${newer}.split('-')[1] == ${older}.split('-')[1] && (
      int(${newer}.split('-')[2]) > int(${older}.split('-')[2]) ||
      (${newer}.split('-')[2] == ${older}.split('-')[2] && ${newer} > ${older})))`;
}

function identity(settings: RemediationSettings): Rule[] {
  const { names, serviceAccount, otherConfigMaps } = settings;
  const label = (key: string, value: Cel) => cel`
    (variables.labels[?${key}].orValue('') in ${value} ||
      (oldObject != null && variables.labels[?${key}] == variables.oldLabels[?${key}]))`;
  const open =
    serviceAccount.dedicated || otherConfigMaps
      ? ''
      : '; the prop otherConfigMaps: true of the loop allows them';
  return [
    {
      allows: cel`variables.task != ''`,
      message: `The sensor writes ConfigMaps named task-<number>${names.stateSuffix} and no others${open}`,
    },
    {
      allows: cel`
        ${label('app', cel`[${names.app}]`)} &&
        ${label('task-id', cel`[variables.task]`)}`,
      message: `The labels of a state are app: ${names.app} and task-id: the task of its name`,
    },
    {
      allows: asBefore(settings, 'labels', 'oldLabels', cel`key in ${['app', 'task-id']}`),
      message:
        'The sensor leaves the other labels of a state as they are, and adds none that injectedMetadata does not name',
    },
    {
      allows: asBefore(
        settings,
        'annotations',
        'oldAnnotations',
        cel`(key == ${RESYNC_ANNOTATION} && !(key in variables.annotations))`,
      ),
      message: `The sensor leaves the annotations of a state as they are, and adds none that injectedMetadata does not name, but may remove ${RESYNC_ANNOTATION}`,
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
function asBefore({ injectedMetadata }: RemediationSettings, now: string, before: string, loops: Cel): Cel {
  const [after, old] = [{ cel: `variables.${now}` }, { cel: `variables.${before}` }];
  const injected = cel`(key in ${injectedMetadata} && size(${after}[?key].orValue('')) <= ${LONGEST_ANNOTATION})`;
  const same = cel`${after}[?key] == ${old}[?key] || ${loops}`;
  const kept = injectedMetadata.length === 0 ? same : cel`${same} || ${injected}`;
  return cel`
    ${after}.all(key, ${kept}) &&
    ${old}.all(key, ${kept})`;
}

function keys(settings: RemediationSettings): Rule[] {
  const isTold = settings.pullRequests !== undefined;
  const orClosing = isTold ? cel` || key.matches(${CLOSING_KEY})` : cel``;
  return [
    {
      allows: isTold
        ? cel`
        variables.oldData.all(key, key in variables.data || (key.matches(${CLOSING_KEY}) &&
          variables.closings.exists(other, ${isNewer('other', 'key')})))`
        : cel`variables.oldData.all(key, key in variables.data)`,
      message: isTold
        ? 'The sensor removes no key of a state, but one of a pull request of which there is a newer one'
        : 'The sensor removes no key of a state',
    },
    {
      allows: cel`
        oldObject != null
          ? variables.changed.all(key, key in ${[LAST_COMMENT, ...DERIVED, ...(isTold ? [COMPLETED_KEYS] : [])]} ||
              key.matches(${ANY_KEY})${orClosing})
          : variables.changed.all(key, key == ${LAST_COMMENT} || key.matches(${keyOf('comment')})${orClosing})`,
      message: isTold
        ? 'A state begins with a comment and last_comment_id or with a closed pull request, and later has no keys but those of the loop'
        : 'A state begins with a comment and last_comment_id, and later has no keys but those of the loop',
    },
    {
      allows: cel`
        !(${LAST_COMMENT} in variables.changed) ||
        (${KEY.comment} + variables.data[${LAST_COMMENT}]) in variables.data`,
      message: 'last_comment_id is the id of a recorded comment',
    },
    {
      allows: cel`
        variables.changed.filter(key, key.startsWith(${KEY.comment})).all(key,
          variables.data[key].matches(${record(settings)}) &&
          !variables.oldData[?key].orValue('').matches(${record(settings)}))`,
      message: 'A comment is recorded once, as JSON with at, author, pr and repo',
    },
    {
      allows: cel`
        size(variables.changed.filter(key, key.startsWith(${KEY.comment}))) <= 1 &&
        variables.changed.filter(key, key.startsWith(${KEY.comment})).all(key,
          size(bytes(variables.data[key])) <= ${LONGEST_RECORD})`,
      message: `One comment is recorded at a time, in at most ${LONGEST_RECORD} bytes`,
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
      message: 'The comments that are given an iteration are recorded and not handled',
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
        !${isOpen(settings)}`,
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

/** That a comment has an iteration and is not handled. */
function isOpen(settings: RemediationSettings): Cel {
  return cel`
    variables.oldData.exists(key,
      key.startsWith(${KEY.iteration}) && key.matches(${keyOf('iteration')}) &&
      variables.oldData[key].matches(${whole(ITERATION)}) &&
      !((${KEY.handled} + key.substring(${KEY.iteration.length})) in variables.oldData) &&
      variables.oldData[?(${KEY.comment} + key.substring(${KEY.iteration.length}))].orValue('').matches(${record(settings)}))`;
}

/** What a state may say of closed pull requests. What is no record of the loop's own is of no pull request here. */
function closings(settings: RemediationSettings): Rule[] {
  if (settings.pullRequests === undefined) return [];
  const isClosed = (comment: Cel) => cel`
    (!${comment}.matches(${record(settings)}) ||
      ${comment}.find('"pr":[1-9][0-9]*').substring(5) in variables.closed)`;
  return [
    {
      allows: cel`
        variables.changed.filter(key, key.matches(${CLOSING_KEY})).all(key,
          variables.data[key].matches(${GITHUB_TIME}) &&
          string(int(timestamp(variables.data[key]))) == key.split('-')[2])`,
      message: 'closed- and reopened- have the time that is in their key, as GitHub writes it',
    },
    {
      allows: cel`size(variables.changed.filter(key, key.matches(${CLOSING_KEY}))) <= 1`,
      message: 'One pull request is closed or reopened at a time',
    },
    {
      allows: cel`
        variables.givenTo.all(id,
          !variables.data[?(${KEY.comment} + id)].orValue('').matches(${record(settings)}) ||
          !${isClosed(cel`variables.data[?(${KEY.comment} + id)].orValue('')`)})`,
      message: 'No iteration is given to a comment of a closed pull request',
    },
    {
      allows: cel`
        !('status' in variables.changed) || variables.data['status'] != ${COMPLETED} || (
          variables.data.exists(key, key.startsWith(${KEY.comment})) &&
          variables.data.all(key, !key.startsWith(${KEY.comment}) || !key.matches(${keyOf('comment')}) ||
            ${isClosed(cel`variables.data[key]`)}) &&
          !${isOpen(settings)})`,
      message:
        'A task is completed when the pull requests of all its comments are closed and none is at work',
    },
    {
      allows: cel`
        !(${COMPLETED_KEYS} in variables.changed) || (variables.data[?'status'].orValue('') == ${COMPLETED} &&
          variables.data[${COMPLETED_KEYS}] == string(size(variables.data.filter(key, key.matches(${COUNTED_KEY})))))`,
      message: 'completed_keys is the number of comments and closings of a completed task',
    },
  ];
}

// What a person has set stays: a status of another word, a maximum that is a number, a start_time.
function derived(settings: RemediationSettings): Rule[] {
  return [
    {
      allows: cel`
      !('status' in variables.changed) || (variables.data['status'] in ${statuses(settings)} &&
        variables.oldData[?'status'].orValue('') in ${moving(settings)})`,
      message: `The sensor sets status to ${statuses(settings).join(' or ')}, and leaves any other word alone`,
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
        .filter(key, key.startsWith(${KEY.comment}) && size(variables.oldData[key]) > ${LONGEST_RECORD})
        .map(key, size(bytes(variables.oldData[key]))).sum()`,
      message: `feedback_history has at most ${LONGEST_HISTORY} bytes, and more only where a person has typed long comments`,
    },
  ];
}
