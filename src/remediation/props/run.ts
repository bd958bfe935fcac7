import type { Reference } from '../../argo-events/references/ref';
import type { Raw } from '../../argo-events/references/slot';
import type { TriggerResource } from '../../argo-events/triggers';

/**
 * The CodeRun of an iteration, made of the run's data. The loop adds the name, the namespace, the owner, and the labels
 * and annotations by which it finds the run. To change the CodeRun of the specification, start from {@link taskCodeRun}: the
 * policies still check the parts that stay the same.
 */
export type CodeRunFunction = (run: RemediationRun) => TriggerResource;

/**
 * The data of an iteration that the template of its CodeRun can use: texts, and numbers for fields that need integers.
 * Labels, annotations and environment variables need texts.
 */
export interface RemediationRun {
  /** The task, digits. */
  readonly task: Reference<string>;
  /**
   * The same as an integer, exact up to its 18 digits, in the API server too. What reads numbers as floating point, as
   * JavaScript does, rounds it beyond 16 digits: use {@link task} there.
   */
  readonly taskNumber: Raw<number>;
  /** The number of the PR, digits. */
  readonly pr: Reference<string>;
  /** The same as an integer, of at most 9 digits. */
  readonly prNumber: Raw<number>;
  /** The id of the comment, digits. */
  readonly comment: Reference<string>;
  /** The same as an integer, of at most 15 digits. */
  readonly commentNumber: Raw<number>;
  /** The iteration, digits, from 1. */
  readonly iteration: Reference<string>;
  /** The same as an integer. */
  readonly iterationNumber: Raw<number>;
  /** The maximum that held when the iteration was assigned, digits. */
  readonly maxIterations: Reference<string>;
  /** The same as an integer. */
  readonly maxIterationsNumber: Raw<number>;
  /** PR and comment in one: `42-2345678901`. */
  readonly deduplicationKey: Reference<string>;
}
