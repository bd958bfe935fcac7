import type { TemplatedJson } from '../../argo-events/references/slot';
import {
  ITERATION_ANNOTATION,
  REQUESTED_AT_ANNOTATION,
  RESYNC_ANNOTATION,
  runOf,
  STATE_VERSION_ANNOTATION,
} from '../names';
import { LOOPS_OWN } from '../requested-run';
import type { GuardedSettings, RemediationSettings } from '../settings';
import { ITERATION, MAXIMUM, PULL_REQUEST, whole } from '../state/keys';
import { codeRunResource, dispatchedCodeRun } from '../steps/dispatch';
import { isObject } from '../templated';
import { allOf, type Cel, cel } from './cel';
import { type Common, commonWithTask } from './common';
import { LONGEST_ANNOTATION, runName, TIME } from './patterns';
import { by, type Policy, type Rule } from './policy';
import { at, hasOnly, is, type Meanings } from './template';

const RUN = cel`variables.run`;
const OLD = cel`variables.old`;

/** How old the event may be for which a CodeRun is made. The bus keeps events for days; the resync asks again. */
const LONGEST = '24h';

/**
 * What the sensor may write into a CodeRun: of the template, every literal and every field that is as in the task's own,
 * and what the loop puts in. What a run is to do never changes.
 */
export function runPolicy(settings: GuardedSettings, user: string): Policy {
  const { names, serviceAccount } = settings;
  const common = commonWithTask(settings);
  const isRun = cel`object.metadata.name.matches(${runName(settings)})`;
  const separator = cel`object.metadata.name.lastIndexOf('-c')`;
  return {
    name: 'coderun',
    resources: runResources(settings, ['CREATE', 'UPDATE']),
    matchConditions: { account: by(user), ...(!serviceAccount.dedicated && { ours: isRun }) },
    variables: {
      isRun,
      task: cel`
        variables.isRun ? object.metadata.name.substring(${names.runPrefix.length}, ${separator}) : ''`,
      comment: cel`variables.isRun ? object.metadata.name.substring(${separator} + 2) : ''`,
      run: cel`dyn(object)`,
      old: cel`oldObject == null ? dyn({}) : dyn(oldObject)`,
      iteration: cel`${at(RUN, 'metadata', 'annotations', ITERATION_ANNOTATION)}.orValue('')`,
      owner: cel`${at(RUN, 'metadata', 'ownerReferences', 0, 'uid')}.orValue('')`,
      requestedAt: cel`${at(RUN, 'metadata', 'annotations', REQUESTED_AT_ANNOTATION)}.orValue('')`,
      ...(common.pullRequest && { pr: cel`string(${at(RUN, ...common.pullRequest)}.orValue(0))` }),
      ...(common.maximum && { max: cel`${at(RUN, ...common.maximum)}.orValue('')` }),
    },
    rules: [
      ...(serviceAccount.dedicated ? [nameRule(settings)] : []),
      ...metadataRules(settings, common),
      ...contentRules(settings, common),
    ],
  };
}

/** The CodeRuns, for a policy. */
export function runResources(
  settings: RemediationSettings,
  operations: Policy['resources']['operations'],
): Policy['resources'] {
  const { group, version, resource } = codeRunResource(settings);
  return { apiGroups: [group], apiVersions: [version], resources: [resource], operations };
}

function nameRule({ names }: RemediationSettings): Rule {
  return {
    allows: cel`variables.isRun`,
    message: `The sensor writes CodeRuns named ${runOf(names, '<task>', '<comment>')} and no others`,
  };
}

function metadataRules(settings: GuardedSettings, common: Common): Rule[] {
  const { metadata } = dispatchedCodeRun(settings);
  const { labels, annotations, ownerReferences } = metadata as Record<string, Record<string, TemplatedJson>>;
  const own = (field: 'labels' | 'annotations', key: string) =>
    (LOOPS_OWN[field] as readonly string[]).includes(key) ||
    common.places.some(({ path }) => path[1] === field && path[2] === key);
  const fixed = (key: string) =>
    ![ITERATION_ANNOTATION, RESYNC_ANNOTATION, STATE_VERSION_ANNOTATION, REQUESTED_AT_ANNOTATION].includes(
      key,
    );
  // What a person has changed may be set right, or stay.
  const rightOrAsBefore = (field: 'labels' | 'annotations', values: Record<string, TemplatedJson> = {}) =>
    Object.entries(values)
      .filter(([key]) => own(field, key) && fixed(key))
      .map(([key, value]) => {
        const right = is(at(RUN, 'metadata', field, key), value, meanings(settings));
        return cel`(${right} || (oldObject != null && ${asBefore('metadata', field, key)}))`;
      });
  return [
    {
      allows: allOf(rightOrAsBefore('labels', labels)),
      message: 'The labels of a run are those of its task, comment and pull request',
    },
    {
      allows: allOf([
        cel`
          (${iterationIsRight(common)} ||
            (oldObject != null && ${asBefore('metadata', 'annotations', ITERATION_ANNOTATION)}))`,
        ...rightOrAsBefore('annotations', annotations),
      ]),
      message: 'The annotations of a run are those of its comment, pull request and iteration',
    },
    {
      allows: cel`
        (oldObject != null && ${asBefore('metadata', 'ownerReferences')}) || (variables.owner != '' &&
          ${is(at(RUN, 'metadata', 'ownerReferences'), ownerReferences, meanings(settings))})`,
      message: 'The owner of a run is the state of its task',
    },
    finalizersRule(metadata),
    {
      allows: cel`
        oldObject != null || (
          ${keys('labels', Object.keys(labels ?? {}), settings)} &&
          ${keys('annotations', Object.keys(annotations ?? {}), settings)})`,
      message:
        'A new run has the labels and annotations of the template, and those that policies.injectedMetadata names',
    },
    {
      allows: cel`
        ${at(RUN, 'metadata', 'annotations')}.orValue({}).all(key,
          size(string(${RUN}.metadata.annotations[key])) <= ${LONGEST_ANNOTATION} ||
            ${at(RUN, 'metadata', 'annotations')}[?key] == ${at(OLD, 'metadata', 'annotations')}[?key])`,
      message: `The sensor writes annotations of at most ${LONGEST_ANNOTATION} characters`,
    },
    {
      // The API server sets creationTimestamp before it asks.
      allows: cel`
        oldObject != null || (variables.requestedAt.matches(${TIME}) &&
          timestamp(${RUN}.metadata.creationTimestamp) - timestamp(variables.requestedAt) < duration(${LONGEST}) &&
          timestamp(variables.requestedAt) - timestamp(${RUN}.metadata.creationTimestamp) < duration(${LONGEST}))`,
      message: `A run is made for an event of the last ${LONGEST}: the resync asks again for what is still due`,
    },
  ];
}

/** Before a run there are none. Those of the template may be put in, at first or again. */
function finalizersRule(metadata: TemplatedJson): Rule {
  const { finalizers } = metadata as { readonly finalizers?: readonly string[] };
  const same = asBefore('metadata', 'finalizers');
  return {
    allows: finalizers?.length
      ? cel`${same} || ${at(RUN, 'metadata', 'finalizers')} == optional.of(${finalizers})`
      : same,
    message: 'The sensor leaves the finalizers of a run alone',
  };
}

/**
 * That the annotation is an iteration. Where the spec says it too, and so never changes, it is the same; elsewhere what
 * was an iteration stays.
 */
function iterationIsRight({ iteration }: Common): Cel {
  const later = iteration
    ? cel`${at(RUN, ...iteration)} == optional.of(variables.iteration)`
    : cel`!${at(OLD, 'metadata', 'annotations', ITERATION_ANNOTATION)}.orValue('').matches(${whole(ITERATION)})`;
  return cel`(variables.iteration.matches(${whole(ITERATION)}) && (oldObject == null || ${later}))`;
}

/** The condition that a field of the metadata has no keys but these, and what the cluster puts in. */
function keys(field: string, own: readonly string[], { policies }: GuardedSettings): Cel {
  return hasOnly(cel`${at(RUN, 'metadata', field)}.orValue({})`, [...own, ...policies.injectedMetadata]);
}

function contentRules(settings: GuardedSettings, common: Common): Rule[] {
  const { metadata: _, apiVersion: __, kind: ___, ...content } = dispatchedCodeRun(settings);
  const unchanged: Rule = {
    allows: cel`
      oldObject == null || (
        ${allOf(Object.keys(content).map((field) => asBefore(field)))})`,
    message: `What a run is to do never changes: ${Object.keys(content).join(', ')}`,
  };
  const closed: Rule = {
    allows: cel`
      oldObject != null || (
        ${allOf([
          hasOnly(RUN, ['apiVersion', 'kind', 'metadata', 'status', ...Object.keys(content)]),
          ...Object.entries(content)
            .filter(([, value]) => isObject(value))
            .map(([field, value]) =>
              hasOnly(cel`${at(RUN, field)}.orValue({})`, [
                ...Object.keys(value as object),
                ...settings.policies.codeRunDefaults,
              ]),
            ),
          ...common.partly.map(({ path, keys }) => hasOnly(cel`${at(RUN, ...path)}.orValue({})`, keys)),
        ])})`,
    message:
      'A new run has no fields beside those of the template and those that policies.codeRunDefaults names',
  };
  const fields = common.places
    .filter(({ path: [field] }) => field !== 'metadata')
    .map(({ path, value }) => {
      const place = at(RUN, ...path);
      // The API server drops these from the kinds that are its own.
      const isZero = value === '' || value === 0 || value === false;
      return isZero ? cel`${place}.orValue(${value}) == ${value}` : is(place, value, meanings(settings));
    });
  const conditions = [
    ...(common.pullRequest ? [cel`variables.pr.matches(${whole(PULL_REQUEST)})`] : []),
    ...(common.maximum ? [cel`variables.max.matches(${whole(MAXIMUM)})`] : []),
    ...fields,
  ];
  if (conditions.length === 0) return [unchanged, closed];
  return [
    unchanged,
    {
      allows: cel`
        oldObject != null || (
          ${allOf(conditions)})`,
      message: 'A new run has the app and the fields of the template, with its comment and iteration',
    },
    closed,
  ];
}

function asBefore(...path: readonly string[]): Cel {
  return cel`${at(RUN, ...path)} == ${at(OLD, ...path)}`;
}

/** The values of an event in a CodeRun: task and comment are those of its name, the others those of one place in it. */
function meanings({ names }: RemediationSettings): Meanings {
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
