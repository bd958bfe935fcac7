import type { DependencyJudgement, Firing } from '../engine/judgement';
import { nameOf, namespaceOf } from '../lint/objects';
import type { Replay } from './replay';

/** What `replay --json` prints. */
export interface ReplayReport {
  /** Changes when a field is removed or gets another meaning. */
  readonly version: 1;
  /** The version of Argo Events that judged. */
  readonly engine: string;
  /** The Sensor. */
  readonly sensor: { readonly namespace: string; readonly name: string };
  /** The events, in their order. */
  readonly events: readonly ReportedEvent[];
  /** For each event, each dependency that is for it. */
  readonly dependencies: readonly DependencyJudgement[];
  /** For each event, each trigger that it makes fire, or that waits for others. */
  readonly triggers: readonly Firing[];
}

/** An event that was replayed. */
export interface ReportedEvent {
  /** The file that it is from. */
  readonly file: string;
  /** What the payload was taken for. */
  readonly form: string;
  /** The EventSource that publishes it. */
  readonly source: string;
  /** The name of the event there. */
  readonly subject: string;
}

/** The report of a replay. */
export function reportOf({ sensor, events, judgement }: Replay, engine: string): ReplayReport {
  return {
    version: 1,
    engine,
    sensor: { namespace: namespaceOf(sensor), name: nameOf(sensor) },
    events: events.map(({ file, form, event: { source, subject } }) => ({ file, form, source, subject })),
    ...judgement,
  };
}
