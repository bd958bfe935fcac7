/** The names of the loop's objects. Those of the sensor and the event source are names of durable consumers. */
export interface Names {
  /** The label `app` of every object that belongs to the state of a task. */
  readonly stateApp: string;
  readonly sensor: string;
  /** The label `app` of the sensor and its pods. */
  readonly sensorApp: string;
  readonly stateEventSource: string;
  readonly resync: string;
  readonly janitor: string;
  readonly watchdog: string;
  readonly redelivery: string;
  /** The account of the Jobs that cancel the quality agents, and their label `app`. */
  readonly cancelAccount: string;
  readonly exporter: string;
  /** Follows `task-<id>`. */
  readonly stateSuffix: string;
  /** In front of `<task>-c<comment>`. */
  readonly runPrefix: string;
  /** In front of `<task>-c<comment>-` and what the API server adds. */
  readonly cancelPrefix: string;
}

/** The names of the loop of that name. */
export function namesOf(name: string): Names {
  return {
    stateApp: `${name}-loop`,
    sensor: `pr-comment-${name}`,
    sensorApp: `${name}-sensor`,
    stateEventSource: `${name}-state`,
    resync: `${name}-resync`,
    janitor: `${name}-janitor`,
    watchdog: `${name}-watchdog`,
    redelivery: `${name}-redelivery`,
    cancelAccount: `${name}-cancel`,
    exporter: `${name}-exporter`,
    stateSuffix: `-${name}-state`,
    runPrefix: `${name}-rex-t`,
    cancelPrefix: `${name}-cancel-t`,
  };
}

/** The name of the sensor of a shard, if there are several. */
export function shardName(names: Names, shard: number): string {
  return `${names.sensor}-loop-${shard}`;
}

/** The accounts of the loop's own, without that of the sensor. */
export function accountsOf(names: Names): readonly string[] {
  return [
    names.stateEventSource,
    names.watchdog,
    names.cancelAccount,
    names.resync,
    names.janitor,
    names.exporter,
    names.redelivery,
  ];
}

/** The name of the state of a task. In this function and the next two, task and comment are numbers or patterns. */
export function stateName(names: Names, task: string): string {
  return `task-${task}${names.stateSuffix}`;
}

/** The name of the CodeRun of a comment. */
export function codeRunName(names: Names, task: string, comment: string): string {
  return `${names.runPrefix}${task}-c${comment}`;
}

/** The name of the Job of a comment that cancels agents, without what the API server adds. */
export function cancelJobName(names: Names, task: string, comment: string): string {
  return `${names.cancelPrefix}${task}-c${comment}-`;
}

/** The domain of the loop's annotations, as in the specification, and of a label. */
export const ANNOTATION_DOMAIN = 'remediation.5dlabs.com';

/** The labels of the loop's objects, beside `app`. */
export const LABEL = {
  /** The number of the task; on states, CodeRuns and Jobs. */
  task: 'task-id',
  /** The id of the comment; on CodeRuns and Jobs. */
  comment: 'comment-id',
  /** What asked for the CodeRun. */
  triggerType: 'trigger-type',
  /**
   * `true` on states that nothing is left to do for, and on their CodeRuns. The event source does not watch them. The
   * janitor sets it, and the step `store` sets it back to `false`.
   */
  atRest: `${ANNOTATION_DOMAIN}/at-rest`,
} as const;
/** The label `trigger-type` of the loop's CodeRuns. */
export const TRIGGER_TYPE = 'comment-feedback';

/** The resync changes it to re-trigger a task that waits. */
export const RESYNC_ANNOTATION = `${ANNOTATION_DOMAIN}/resync`;
/** The iteration of a CodeRun, whatever the shape of its spec. */
export const ITERATION_ANNOTATION = `${ANNOTATION_DOMAIN}/iteration`;
/** The version of the state that a CodeRun was requested by: admission compares it with the state that it knows. */
export const STATE_VERSION_ANNOTATION = `${ANNOTATION_DOMAIN}/state-version`;
/** When the state that asks for the CodeRun was seen: admission refuses requests of long ago. */
export const REQUESTED_AT_ANNOTATION = `${ANNOTATION_DOMAIN}/requested-at`;
/** Seconds within which agents may be cancelled: a later cancellation could hit those of the next round. */
export const CANCELLATION_SECONDS = 60;
