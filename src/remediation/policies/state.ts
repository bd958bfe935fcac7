import { LABEL, RESYNC_ANNOTATION, stateName } from '../names';
import type { RemediationSettings, SettingsWithPolicies } from '../settings';
import {
  anchored,
  COMMENT_KEY_PATTERN,
  COUNTED_KEYS_KEY,
  DERIVED_KEYS,
  KEY_PREFIX,
  keyPattern,
  LAST_COMMENT_KEY,
  MAXIMUM_PATTERN,
  PULL_REQUEST_KEY_PATTERN,
} from '../state/keys';
import { ASSIGNMENT_VARIABLES, assignmentValidations, hasOpenAssignment } from './assignments';
import { type Cel, cel } from './cel';
import { derivedFieldValidations } from './derived-fields';
import { MAX_ANNOTATION_LENGTH, MAX_COMMENT_BYTES, stateNamePattern, storedCommentPattern } from './patterns';
import { type AdmissionPolicy, requestedBy, type Validation } from './policy';
import { CLOSING_VARIABLES, IS_OUTDATED, pullRequestKeyValidations } from './pull-request-keys';

/**
 * What the sensor may write into a state: what its triggers write. A person may have typed a value that the loop reads
 * as absent. The loop then replaces that value. The policy allows this, because otherwise the task would be stuck.
 */
export function statePolicy(settings: SettingsWithPolicies, user: string): AdmissionPolicy {
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
      account: requestedBy(user),
      ...(writesOthers(settings) && {
        ours: cel`
          object.metadata.name.matches(${stateNamePattern(settings)}) ||
          object.metadata.?labels[?'app'].orValue('') == ${names.stateApp} ||
          (oldObject != null && oldObject.metadata.?labels[?'app'].orValue('') == ${names.stateApp})`,
      }),
    },
    variables: {
      task: cel`
        object.metadata.name.matches(${stateNamePattern(settings)})
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
      ...ASSIGNMENT_VARIABLES,
      ...(settings.pullRequests && CLOSING_VARIABLES),
      max: cel`
        variables.oldData[?'max_iterations'].orValue('').matches(${anchored(MAXIMUM_PATTERN)})
          ? int(variables.oldData['max_iterations']) : ${settings.maxIterations}`,
    },
    validations: [
      ...identityValidations(settings),
      ...keyValidations(settings),
      ...assignmentValidations(settings),
      ...derivedFieldValidations(settings),
      ...pullRequestKeyValidations(settings, hasOpenAssignment(settings)),
    ],
  };
}

/** Whether other sensors write ConfigMaps under the account too. */
function writesOthers({ policies, serviceAccount }: SettingsWithPolicies): boolean {
  return policies.otherConfigMaps ?? !serviceAccount.dedicated;
}

function identityValidations(settings: SettingsWithPolicies): Validation[] {
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
      message: `The sensor writes ConfigMaps named ${stateName(names, '<number>')} and no others${open}`,
    },
    {
      allows: cel`
        ${label('app', cel`[${names.stateApp}]`)} &&
        ${label(LABEL.task, cel`[variables.task]`)} &&
        ${label(LABEL.atRest, cel`['false']`)}`,
      message: `The labels of a state are app: ${names.stateApp}, task-id: the task of its name, and ${LABEL.atRest}: false`,
    },
    {
      allows: isUnchangedMetadata(
        settings,
        'labels',
        'oldLabels',
        cel`key in ${['app', LABEL.task, LABEL.atRest]}`,
      ),
      message:
        'The sensor leaves the other labels of a state as they are, and adds none that policies.injectedMetadata does not name',
    },
    {
      allows: isUnchangedMetadata(
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
        oldObject == null || variables.oldLabels[?'app'].orValue('') == ${names.stateApp} ||
          size(variables.oldData) == 0 ||
          variables.oldData.exists(key, key.matches(${COMMENT_KEY_PATTERN}))`,
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
function isUnchangedMetadata(
  { policies }: SettingsWithPolicies,
  now: string,
  before: string,
  loops: Cel,
): Cel {
  const { injectedMetadata } = policies;
  const [after, old] = [{ cel: `variables.${now}` }, { cel: `variables.${before}` }];
  const injected = cel`(key in ${injectedMetadata} && size(${after}[?key].orValue('')) <= ${MAX_ANNOTATION_LENGTH})`;
  const same = cel`${after}[?key] == ${old}[?key] || ${loops}`;
  const kept = injectedMetadata.length === 0 ? same : cel`${same} || ${injected}`;
  return cel`
    ${after}.all(key, ${kept}) &&
    ${old}.all(key, ${kept})`;
}

function keyValidations(settings: RemediationSettings): Validation[] {
  const hears = settings.pullRequests !== undefined;
  const ownKeys = [LAST_COMMENT_KEY, ...DERIVED_KEYS, ...(hears ? [COUNTED_KEYS_KEY] : [])];
  const orClosing = hears ? cel` || key.matches(${PULL_REQUEST_KEY_PATTERN})` : cel``;
  return [
    {
      allows: cel`variables.oldData.all(key, key in variables.data${hears ? cel` || ${IS_OUTDATED}` : cel``})`,
      message: hears
        ? 'The sensor removes no key of a state, except a pull request key of which there is a newer one'
        : 'The sensor removes no key of a state',
    },
    {
      allows: cel`
        oldObject != null
          ? variables.changed.all(key, key in ${ownKeys} ||
              key.matches(${COMMENT_KEY_PATTERN})${orClosing})
          : variables.changed.all(key, key == ${LAST_COMMENT_KEY} || key.matches(${keyPattern('comment')})${orClosing})`,
      message: hears
        ? 'A state begins with a comment and last_comment_id or with a closed pull request, and later has no keys but those of the loop'
        : 'A state begins with a comment and last_comment_id, and later has no keys but those of the loop',
    },
    {
      allows: cel`
        !(${LAST_COMMENT_KEY} in variables.changed) ||
        (${KEY_PREFIX.comment} + variables.data[${LAST_COMMENT_KEY}]) in variables.data`,
      message: 'last_comment_id is the id of a stored comment',
    },
    {
      allows: cel`
        variables.changed.filter(key, key.startsWith(${KEY_PREFIX.comment})).all(key,
          variables.data[key].matches(${storedCommentPattern(settings)}) &&
          !variables.oldData[?key].orValue('').matches(${storedCommentPattern(settings)}))`,
      message: 'A comment is stored once, as JSON with at, author, pr and repo',
    },
    {
      allows: cel`
        size(variables.changed.filter(key, key.startsWith(${KEY_PREFIX.comment}))) <= 1 &&
        variables.changed.filter(key, key.startsWith(${KEY_PREFIX.comment})).all(key,
          size(bytes(variables.data[key])) <= ${MAX_COMMENT_BYTES})`,
      message: `One comment is stored at a time, in at most ${MAX_COMMENT_BYTES} bytes`,
    },
  ];
}
