import type { EventReport } from '../status/report';

/** What the state of a task says about a comment. */
export interface TracedState {
  /** Its number. */
  readonly task: string;
  /** The name of its ConfigMap. */
  readonly state: string;
  /** The keys about the comment, with their values. */
  readonly keys: Readonly<Record<string, string>>;
  /** The address of the comment; null if its key does not say repository and pull request. */
  readonly url: string | null;
}

/** An object that came of a comment. */
export interface TracedObject {
  /** `CodeRun`, `Job` or `Pod`. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /** When it was made. */
  readonly created: string;
  /** Its iteration and phase, or whether it is done. */
  readonly says: string;
}

/** A line of a log. */
export interface TracedLine {
  /** When it was logged. */
  readonly at: string;
  /** The pod that has logged it. */
  readonly pod: string;
  /** `info`, `warn` or `error`. */
  readonly level: string;
  /** The trigger of the sensor; empty if it is about none. */
  readonly trigger: string;
  /** What it says, and the error behind it. */
  readonly message: string;
}

/** What `trace --json` prints. */
export interface TraceReport {
  /** Changes when a field is removed or gets another meaning. */
  readonly version: 1;
  /** The id of the comment. */
  readonly comment: string;
  /** The context of the kubeconfig. */
  readonly context: string;
  /** The tasks whose states have the comment. There are several if the label of the pull request has changed. */
  readonly states: readonly TracedState[];
  /** The CodeRuns, the Jobs that cancel quality agents, and the pods of these. */
  readonly objects: readonly TracedObject[];
  /** The Kubernetes Events, the first one first. */
  readonly events: readonly EventReport[];
  /** The lines in the logs of sensors and event sources, the first one first. */
  readonly lines: readonly TracedLine[];
  /** How many pods have a log that was searched. */
  readonly pods: number;
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}
