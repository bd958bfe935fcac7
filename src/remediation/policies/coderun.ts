import type { JsonWithSlots } from '../../argo-events/references/slot';
import { isObject } from '../members';
import {
  codeRunName,
  ITERATION_ANNOTATION,
  REQUESTED_AT_ANNOTATION,
  RESYNC_ANNOTATION,
  STATE_VERSION_ANNOTATION,
} from '../names';
import { RESERVED_METADATA } from '../requested-run';
import type { RemediationSettings, SettingsWithPolicies } from '../settings';
import { anchored, ITERATION_PATTERN, MAXIMUM_PATTERN, PULL_REQUEST_PATTERN } from '../state/keys';
import { codeRunResource, dispatchedCodeRun } from '../steps/dispatch';
import { type Cel, cel, celAllOf } from './cel';
import { type CheckedFields, checkedFields } from './checked-fields';
import { type EventValues, equalsValue, hasOnlyKeys, optionalAt } from './match-resource';
import { MAX_ANNOTATION_LENGTH, runNamePattern, TIME_PATTERN } from './patterns';
import { type AdmissionPolicy, requestedBy, type Validation } from './policy';

const CEL_RUN = cel`variables.run`;
const CEL_OLD = cel`variables.old`;

/** The greatest age of an event that makes a CodeRun. The bus keeps events for days. The resync re-triggers runs that are due. */
const MAX_EVENT_AGE = '24h';

/**
 * What the sensor may write into a CodeRun. The policy checks every literal of the template, every field that equals the
 * one of taskCodeRun, and what the loop adds. What a run has to do never changes.
 */
export function codeRunPolicy(settings: SettingsWithPolicies, user: string): AdmissionPolicy {
  const { names, serviceAccount } = settings;
  const checked = checkedFields(settings);
  const isRun = cel`object.metadata.name.matches(${runNamePattern(settings)})`;
  const separator = cel`object.metadata.name.lastIndexOf('-c')`;
  return {
    name: 'coderun',
    resources: codeRunResources(settings, ['CREATE', 'UPDATE']),
    matchConditions: { account: requestedBy(user), ...(!serviceAccount.dedicated && { ours: isRun }) },
    variables: {
      isRun,
      task: cel`
        variables.isRun ? object.metadata.name.substring(${names.runPrefix.length}, ${separator}) : ''`,
      comment: cel`variables.isRun ? object.metadata.name.substring(${separator} + 2) : ''`,
      run: cel`dyn(object)`,
      old: cel`oldObject == null ? dyn({}) : dyn(oldObject)`,
      iteration: cel`${optionalAt(CEL_RUN, 'metadata', 'annotations', ITERATION_ANNOTATION)}.orValue('')`,
      owner: cel`${optionalAt(CEL_RUN, 'metadata', 'ownerReferences', 0, 'uid')}.orValue('')`,
      requestedAt: cel`${optionalAt(CEL_RUN, 'metadata', 'annotations', REQUESTED_AT_ANNOTATION)}.orValue('')`,
      ...(checked.pullRequest && {
        pr: cel`string(${optionalAt(CEL_RUN, ...checked.pullRequest)}.orValue(0))`,
      }),
      ...(checked.maximum && { max: cel`${optionalAt(CEL_RUN, ...checked.maximum)}.orValue('')` }),
    },
    validations: [
      ...(serviceAccount.dedicated ? [nameValidation(settings)] : []),
      ...metadataValidations(settings, checked),
      ...contentValidations(settings, checked),
    ],
  };
}

/** The CodeRuns as the resources of a policy. */
export function codeRunResources(
  settings: RemediationSettings,
  operations: AdmissionPolicy['resources']['operations'],
): AdmissionPolicy['resources'] {
  const { group, version, resource } = codeRunResource(settings);
  return { apiGroups: [group], apiVersions: [version], resources: [resource], operations };
}

function nameValidation({ names }: RemediationSettings): Validation {
  return {
    allows: cel`variables.isRun`,
    message: `The sensor writes CodeRuns named ${codeRunName(names, '<task>', '<comment>')} and no others`,
  };
}

function metadataValidations(settings: SettingsWithPolicies, checked: CheckedFields): Validation[] {
  const { metadata } = dispatchedCodeRun(settings);
  const { labels, annotations, ownerReferences } = metadata as Record<string, Record<string, JsonWithSlots>>;
  const own = (field: 'labels' | 'annotations', key: string) =>
    (RESERVED_METADATA[field] as readonly string[]).includes(key) ||
    checked.places.some(({ path }) => path[1] === field && path[2] === key);
  const fixed = (key: string) =>
    ![ITERATION_ANNOTATION, RESYNC_ANNOTATION, STATE_VERSION_ANNOTATION, REQUESTED_AT_ANNOTATION].includes(
      key,
    );
  // If a person has changed a value, the sensor may correct it or leave it.
  const validOrUnchanged = (field: 'labels' | 'annotations', values: Record<string, JsonWithSlots> = {}) =>
    Object.entries(values)
      .filter(([key]) => own(field, key) && fixed(key))
      .map(([key, value]) => {
        const right = equalsValue(
          optionalAt(CEL_RUN, 'metadata', field, key),
          value,
          valuesByDataKey(settings),
        );
        return cel`(${right} || (oldObject != null && ${isUnchanged('metadata', field, key)}))`;
      });
  return [
    {
      allows: celAllOf(validOrUnchanged('labels', labels)),
      message: 'The labels of a run are those of its task, comment and pull request',
    },
    {
      allows: celAllOf([
        cel`
          (${isValidIteration(checked)} ||
            (oldObject != null && ${isUnchanged('metadata', 'annotations', ITERATION_ANNOTATION)}))`,
        ...validOrUnchanged('annotations', annotations),
      ]),
      message: 'The annotations of a run are those of its comment, pull request and iteration',
    },
    {
      allows: cel`
        (oldObject != null && ${isUnchanged('metadata', 'ownerReferences')}) || (variables.owner != '' &&
          ${equalsValue(optionalAt(CEL_RUN, 'metadata', 'ownerReferences'), ownerReferences, valuesByDataKey(settings))})`,
      message: 'The owner of a run is the state of its task',
    },
    finalizersValidation(metadata),
    {
      allows: cel`
        oldObject != null || (
          ${metadataHasOnlyKeys('labels', Object.keys(labels ?? {}), settings)} &&
          ${metadataHasOnlyKeys('annotations', Object.keys(annotations ?? {}), settings)})`,
      message:
        'A new run has the labels and annotations of the template, and those that policies.injectedMetadata names',
    },
    {
      allows: cel`
        ${optionalAt(CEL_RUN, 'metadata', 'annotations')}.orValue({}).all(key,
          size(string(${CEL_RUN}.metadata.annotations[key])) <= ${MAX_ANNOTATION_LENGTH} ||
            ${optionalAt(CEL_RUN, 'metadata', 'annotations')}[?key] == ${optionalAt(CEL_OLD, 'metadata', 'annotations')}[?key])`,
      message: `The sensor writes annotations of at most ${MAX_ANNOTATION_LENGTH} characters`,
    },
    {
      // The API server sets creationTimestamp before it evaluates policies.
      allows: cel`
        oldObject != null || (variables.requestedAt.matches(${TIME_PATTERN}) &&
          timestamp(${CEL_RUN}.metadata.creationTimestamp) - timestamp(variables.requestedAt) < duration(${MAX_EVENT_AGE}) &&
          timestamp(variables.requestedAt) - timestamp(${CEL_RUN}.metadata.creationTimestamp) < duration(${MAX_EVENT_AGE}))`,
      message: `A run is made for an event of the last ${MAX_EVENT_AGE}: the resync asks again for what is still due`,
    },
  ];
}

/** The sensor leaves the finalizers as they are, or sets those of the template. */
function finalizersValidation(metadata: JsonWithSlots): Validation {
  const { finalizers } = metadata as { readonly finalizers?: readonly string[] };
  const same = isUnchanged('metadata', 'finalizers');
  return {
    allows: finalizers?.length
      ? cel`${same} || ${optionalAt(CEL_RUN, 'metadata', 'finalizers')} == optional.of(${finalizers})`
      : same,
    message: 'The sensor leaves the finalizers of a run alone',
  };
}

/**
 * The condition that the annotation is a valid iteration. On an update: if the spec has the iteration too, which never
 * changes, the two must be equal. Otherwise only an annotation that was no valid iteration may be replaced.
 */
function isValidIteration({ iteration }: CheckedFields): Cel {
  const later = iteration
    ? cel`${optionalAt(CEL_RUN, ...iteration)} == optional.of(variables.iteration)`
    : cel`!${optionalAt(CEL_OLD, 'metadata', 'annotations', ITERATION_ANNOTATION)}.orValue('').matches(${anchored(ITERATION_PATTERN)})`;
  return cel`(variables.iteration.matches(${anchored(ITERATION_PATTERN)}) && (oldObject == null || ${later}))`;
}

/** The condition that a field of the metadata has only these keys and those of policies.injectedMetadata. */
function metadataHasOnlyKeys(field: string, own: readonly string[], { policies }: SettingsWithPolicies): Cel {
  return hasOnlyKeys(cel`${optionalAt(CEL_RUN, 'metadata', field)}.orValue({})`, [
    ...own,
    ...policies.injectedMetadata,
  ]);
}

function contentValidations(settings: SettingsWithPolicies, checked: CheckedFields): Validation[] {
  const { metadata: _, apiVersion: __, kind: ___, ...content } = dispatchedCodeRun(settings);
  const unchanged: Validation = {
    allows: cel`
      oldObject == null || (
        ${celAllOf(Object.keys(content).map((field) => isUnchanged(field)))})`,
    message: `What a run is to do never changes: ${Object.keys(content).join(', ')}`,
  };
  const closed: Validation = {
    allows: cel`
      oldObject != null || (
        ${celAllOf([
          hasOnlyKeys(CEL_RUN, ['apiVersion', 'kind', 'metadata', 'status', ...Object.keys(content)]),
          ...Object.entries(content)
            .filter(([, value]) => isObject(value))
            .map(([field, value]) =>
              hasOnlyKeys(cel`${optionalAt(CEL_RUN, field)}.orValue({})`, [
                ...Object.keys(value as object),
                ...settings.policies.codeRunDefaults,
              ]),
            ),
          ...checked.partlyChecked.map(({ path, keys }) =>
            hasOnlyKeys(cel`${optionalAt(CEL_RUN, ...path)}.orValue({})`, keys),
          ),
        ])})`,
    message:
      'A new run has no fields beside those of the template and those that policies.codeRunDefaults names',
  };
  const fields = checked.places
    .filter(({ path: [field] }) => field !== 'metadata')
    .map(({ path, value }) => {
      const place = optionalAt(CEL_RUN, ...path);
      // The API server drops such values from its built-in kinds.
      const isZero = value === '' || value === 0 || value === false;
      return isZero
        ? cel`${place}.orValue(${value}) == ${value}`
        : equalsValue(place, value, valuesByDataKey(settings));
    });
  const conditions = [
    ...(checked.pullRequest ? [cel`variables.pr.matches(${anchored(PULL_REQUEST_PATTERN)})`] : []),
    ...(checked.maximum ? [cel`variables.max.matches(${anchored(MAXIMUM_PATTERN)})`] : []),
    ...fields,
  ];
  if (conditions.length === 0) return [unchanged, closed];
  return [
    unchanged,
    {
      allows: cel`
        oldObject != null || (
          ${celAllOf(conditions)})`,
      message: 'A new run has the app and the fields of the template, with its comment and iteration',
    },
    closed,
  ];
}

function isUnchanged(...path: readonly string[]): Cel {
  return cel`${optionalAt(CEL_RUN, ...path)} == ${optionalAt(CEL_OLD, ...path)}`;
}

/** The values of an event in a CodeRun. Its name says task and comment; each other value is read from one place in it. */
function valuesByDataKey({ names }: RemediationSettings): EventValues {
  return {
    'remediation.task': cel`variables.task`,
    'remediation.task_number': cel`int(variables.task)`,
    'remediation.comment': cel`variables.comment`,
    'remediation.comment_number': cel`int(variables.comment)`,
    'remediation.pr': cel`variables.pr`,
    'remediation.pr_number': cel`int(variables.pr)`,
    'remediation.deduplication_key': cel`variables.pr + '-' + variables.comment`,
    'remediation.iteration': cel`variables.iteration`,
    'remediation.iteration_number': cel`int(variables.iteration)`,
    'remediation.max_iterations': cel`variables.max`,
    'remediation.max_iterations_number': cel`int(variables.max)`,
    'remediation.state_name': cel`'task-' + variables.task + ${names.stateSuffix}`,
    'remediation.state_uid': cel`variables.owner`,
  };
}
