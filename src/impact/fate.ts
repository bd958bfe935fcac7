import type { BusKind, Consumer } from './consumers';

/** Why a consumer does not stay as it is. */
export type Cause =
  | { readonly kind: 'dependency'; readonly fields: readonly string[] }
  | { readonly kind: 'conditions'; readonly before: string; readonly after: string }
  | { readonly kind: 'dependency-gone' | 'trigger-gone' | 'sensor-gone' | 'unused' | 'event' }
  | { readonly kind: 'bus' | 'group'; readonly before: string; readonly after: string };

/**
 * What becomes of a consumer.
 *
 * - `kept`: it goes on where it was.
 * - `reset`: it starts again with new events. What waited is dropped.
 * - `stuck`: its trigger gets no event any more.
 * - `deleted`: the engine deletes it. Nothing reads what waited.
 * - `left`: it stays on the bus, with its place. Nothing reads it.
 */
export type FateKind = 'kept' | 'reset' | 'stuck' | 'deleted' | 'left';

/** What becomes of a consumer that the old tree has. */
export interface Fate {
  readonly fate: FateKind;
  readonly consumer: Consumer;
  /** The kind of its bus. */
  readonly bus: BusKind;
  /**
   * Why.
   *
   * @default none: it is kept
   */
  readonly cause?: Cause;
}

/** The same, where the kind of the bus is known. */
export type OnOneBus = Omit<Fate, 'bus'>;
