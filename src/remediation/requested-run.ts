import type { EventContext } from '../../imports/argo-events';
import type { Reference } from '../argo-events/references/ref';
import { referenceTo } from '../argo-events/references/reference';
import { raw } from '../argo-events/references/slot';
import type { TriggerResource } from '../argo-events/triggers';
import {
  ITERATION_ANNOTATION,
  LABEL,
  REQUESTED_AT_ANNOTATION,
  RESYNC_ANNOTATION,
  STATE_VERSION_ANNOTATION,
} from './names';
import type { CodeRunFunction, RemediationRun } from './props/run';

/** The assignment to dispatch. */
export interface RequestedRun {
  readonly remediation: {
    /** Whether there is an assignment, and this event changed something that asks for its run. */
    readonly due: boolean;
    /** Only there with several shards. */
    readonly shard: number;
    readonly name: string;
    readonly task: string;
    readonly task_number: number;
    readonly comment: string;
    readonly comment_number: number;
    readonly pr: string;
    readonly pr_number: number;
    readonly iteration: string;
    readonly iteration_number: number;
    readonly max_iterations: string;
    readonly max_iterations_number: number;
    readonly deduplication_key: string;
    readonly resync: string;
    readonly state_name: string;
    readonly state_uid: string;
    /** The version of the state that asks for the run. */
    readonly state_version: string;
  };
}

/** The dependency of the sensor that provides the assignment. */
export const REMEDIATION_REQUESTED = 'remediation-requested';

// What is rendered of a CodeRun depends on no event, so these stand for the dependency's own, which are the same.
const EVENT = { dependency: REMEDIATION_REQUESTED, path: [] } as const;
/** The data of the event. */
export const { remediation: REQUEST_DATA } = referenceTo<RequestedRun>({ ...EVENT, part: 'data' });
/** When the event source saw the change. */
export const REQUESTED_AT = referenceTo<EventContext>({ ...EVENT, part: 'context' })
  .time as Reference<string>;

/** The data of an iteration, as references to the event that asks for its run. */
export const RUN_DATA: RemediationRun = {
  task: REQUEST_DATA.task,
  taskNumber: raw(REQUEST_DATA.task_number),
  pr: REQUEST_DATA.pr,
  prNumber: raw(REQUEST_DATA.pr_number),
  comment: REQUEST_DATA.comment,
  commentNumber: raw(REQUEST_DATA.comment_number),
  iteration: REQUEST_DATA.iteration,
  iterationNumber: raw(REQUEST_DATA.iteration_number),
  maxIterations: REQUEST_DATA.max_iterations,
  maxIterationsNumber: raw(REQUEST_DATA.max_iterations_number),
  deduplicationKey: REQUEST_DATA.deduplication_key,
};

const CODE_RUNS = new WeakMap<CodeRunFunction, TriggerResource>();

/** The CodeRun that the user's function makes. The function is called once, however often this is called. */
export function codeRunOf(codeRun: CodeRunFunction): TriggerResource {
  const made = CODE_RUNS.get(codeRun) ?? codeRun(RUN_DATA);
  // If it is no object, the checks of the props report it.
  if (typeof made === 'object' && made !== null) CODE_RUNS.set(codeRun, made);
  return made;
}

/** What the loop sets in a CodeRun. The prop `codeRun` must not set it. */
export const RESERVED_METADATA = {
  metadata: ['name', 'generateName', 'namespace', 'ownerReferences'],
  labels: [LABEL.task, LABEL.triggerType, LABEL.comment, LABEL.atRest],
  annotations: [ITERATION_ANNOTATION, RESYNC_ANNOTATION, STATE_VERSION_ANNOTATION, REQUESTED_AT_ANNOTATION],
} as const;
