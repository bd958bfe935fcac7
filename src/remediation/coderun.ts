import type { EventContext } from '../../imports/argo-events';
import type { Dependency } from '../argo-events/dependency';
import { pluralOf } from '../argo-events/permissions';
import { type Reference, referenceTo } from '../argo-events/references/reference';
import { raw, type TemplatedJson } from '../argo-events/references/slot';
import type { ResourceTemplate } from '../argo-events/triggers';
import {
  ITERATION_ANNOTATION,
  REQUESTED_AT_ANNOTATION,
  RESYNC_ANNOTATION,
  STATE_VERSION_ANNOTATION,
  TRIGGER_TYPE,
} from './names';
import type { RemediationRun } from './props';
import type { RemediationSettings } from './settings';
import type { Requested } from './state';

/** The event that asks for a run. */
export type Request = Pick<Dependency<Requested>, 'data' | 'context'>;

/** References to no event in particular: enough to see what is made of one. */
export const ANY_REQUEST: Request = {
  data: referenceTo<Requested>({ dependency: 'remediation-requested', part: 'data', path: [] }),
  context: referenceTo<EventContext>({ dependency: 'remediation-requested', part: 'context', path: [] }),
};

/** What the event says of the run, for the template of its CodeRun. */
export function remediationRun({ data: { remediation: run } }: Pick<Request, 'data'>): RemediationRun {
  return {
    task: run.task,
    taskNumber: raw(run.task_number),
    pr: run.pr,
    prNumber: raw(run.pr_number),
    comment: run.comment,
    commentNumber: raw(run.comment_number),
    iteration: run.iteration,
    iterationNumber: raw(run.iteration_number),
    maxIterations: run.max_iterations,
    maxIterationsNumber: raw(run.max_iterations_number),
    deduplicationKey: run.deduplication_key,
  };
}

/** What the loop puts into a CodeRun, so that no template may. */
export const LOOPS_OWN = {
  metadata: ['name', 'generateName', 'namespace', 'ownerReferences'],
  labels: ['task-id', 'trigger-type', 'comment-id'],
  annotations: [ITERATION_ANNOTATION, RESYNC_ANNOTATION, STATE_VERSION_ANNOTATION, REQUESTED_AT_ANNOTATION],
} as const;

/**
 * The CodeRun that is dispatched: the template's, with what the loop finds it by. It is owned by the state, so
 * that deleting the state is a reset. The resync annotation turns a second dispatch into an UPDATE event, by
 * which a run whose ADD was lost is recorded after all. Version and time of the request are for admission.
 */
export function dispatchedCodeRun(
  { data, context }: Request,
  settings: RemediationSettings,
): ResourceTemplate {
  const { remediation: run } = data;
  const template = settings.codeRun(remediationRun({ data }));
  const metadata = asObject(template['metadata']);
  return {
    ...template,
    metadata: {
      ...metadata,
      name: run.name,
      namespace: settings.agentNamespace,
      labels: {
        ...asObject(metadata['labels']),
        'task-id': run.task,
        'trigger-type': TRIGGER_TYPE,
        'comment-id': run.comment,
      },
      annotations: {
        ...asObject(metadata['annotations']),
        [ITERATION_ANNOTATION]: run.iteration,
        [RESYNC_ANNOTATION]: run.resync,
        [STATE_VERSION_ANNOTATION]: run.state_version,
        [REQUESTED_AT_ANNOTATION]: context.time as Reference<string>,
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: run.state_name, uid: run.state_uid }],
    },
  };
}

/** The custom resource of the runs, as the API server knows it. */
export function codeRunResource(settings: RemediationSettings): {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
} {
  const { apiVersion, kind } = dispatchedCodeRun(ANY_REQUEST, settings);
  const [group = '', version = ''] = apiVersion.split('/');
  return { group, version, resource: pluralOf(kind) };
}

function asObject(value: TemplatedJson): { readonly [key: string]: TemplatedJson } {
  return (value ?? {}) as { readonly [key: string]: TemplatedJson };
}
