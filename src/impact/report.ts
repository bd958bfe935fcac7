import type { ObjectName } from '../findings/finding';

/** What a statement is about. The report has a section for each, in this order. */
export const SUBJECTS = [
  'events',
  'buses',
  'addresses',
  'objects',
  'rights',
  'policies',
  'load',
  'waiting',
] as const;

/** What a statement is about. */
export type Subject = (typeof SUBJECTS)[number];

/**
 * `lost`: something is lost unless a person acts. `late`: it is lost, and comes again by itself. `note`: nothing is lost.
 */
export type Effect = 'lost' | 'late' | 'note';

/** One thing that a change does to a cluster. */
export interface Statement {
  /** What it is about: `events`, `buses`, `addresses`, `objects`, `rights`, `policies`, `load` or `waiting`. */
  readonly about: Subject;
  /** `lost`, `late` or `note`. */
  readonly effect: Effect;
  /** The objects that it is about: one or more. */
  readonly objects: readonly ObjectName[];
  /** What happens. It is read after the names of the objects. */
  readonly message: string;
  /** Why: what the engine or Kubernetes does, with the file of the engine. */
  readonly reason: string;
  /**
   * What to do.
   *
   * @default none: there is nothing to do
   */
  readonly help?: string;
  /**
   * The consumers on the bus that it is about.
   *
   * @default none: it is not about events on the bus
   */
  readonly consumers?: readonly ConsumerName[];
}

/** What keeps the place of a trigger in the events of one dependency. */
export interface ConsumerName {
  /** The name of the trigger. */
  readonly trigger: string;
  /** The name of the dependency. */
  readonly dependency: string;
  /** `reset`: it starts again with new events. `stuck`: it gets no event any more. `deleted`: it is gone. `left`: it stays, and nothing reads it. */
  readonly fate: 'reset' | 'stuck' | 'deleted' | 'left';
}

/** What a change of a tree does to a cluster that has the old one: what `impact --json` prints. */
export interface ImpactReport {
  /** The version of the form of this document. */
  readonly version: 1;
  /** 0, or 1 if something is lost and nobody accepts it. */
  readonly exitCode: number;
  /** How many objects the old tree has. */
  readonly before: number;
  /** How many objects the new tree has. */
  readonly after: number;
  /** Whether something is lost unless a person acts. */
  readonly loses: boolean;
  /**
   * Why somebody accepts that.
   *
   * @default none: nobody does
   */
  readonly accepted?: string;
  /** What happens, by subject. */
  readonly statements: readonly Statement[];
}
