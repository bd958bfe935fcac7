/** The names of the loop's objects. Those of the sensor and the event source are names of durable consumers. */
export interface Names {
  /** The label `app` of every object that belongs to the state of a task. */
  readonly app: string;
  readonly sensor: string;
  /** The label `app` of the sensor and its pods. */
  readonly sensorApp: string;
  readonly stateEventSource: string;
  readonly resync: string;
  readonly janitor: string;
  readonly watchdog: string;
  readonly cancel: string;
  /** Behind `task-<id>`. */
  readonly stateSuffix: string;
  /** In front of `<task>-c<comment>`. */
  readonly runPrefix: string;
  /** In front of `<task>-c<comment>-` and what the API server adds. */
  readonly cancelPrefix: string;
}

/** The names of the loop of that name. */
export function namesOf(name: string): Names {
  return {
    app: `${name}-loop`,
    sensor: `pr-comment-${name}`,
    sensorApp: `${name}-sensor`,
    stateEventSource: `${name}-state`,
    resync: `${name}-resync`,
    janitor: `${name}-janitor`,
    watchdog: `${name}-watchdog`,
    cancel: `${name}-cancel`,
    stateSuffix: `-${name}-state`,
    runPrefix: `${name}-rex-t`,
    cancelPrefix: `${name}-cancel-t`,
  };
}

/** The domain of the annotations, as in the task. */
export const ANNOTATIONS = 'remediation.5dlabs.com';
/**
 * A label of states and their CodeRuns: `true` on those that nothing is left to do for. The event source does not watch
 * them. The janitor sets it, and the step `store` sets it back to `false`.
 */
export const AT_REST_LABEL = `${ANNOTATIONS}/at-rest`;
/** Touched to make a waiting task come round again. */
export const RESYNC_ANNOTATION = `${ANNOTATIONS}/resync`;
/** The iteration of a CodeRun, whatever the shape of its spec. */
export const ITERATION_ANNOTATION = `${ANNOTATIONS}/iteration`;
/** The version of the state that a CodeRun was requested by: admission compares it with the state that it knows. */
export const STATE_VERSION_ANNOTATION = `${ANNOTATIONS}/state-version`;
/** When the state that asks for the CodeRun was seen: admission refuses requests of long ago. */
export const REQUESTED_AT_ANNOTATION = `${ANNOTATIONS}/requested-at`;
/** The label `trigger-type` of the loop's CodeRuns. */
export const TRIGGER_TYPE = 'comment-feedback';
/** Seconds within which agents may be cancelled: a later cancellation could hit those of the next round. */
export const CANCELLATION_LASTS = 60;
