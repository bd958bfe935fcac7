import type { Finding } from './finding';
import { toLine } from './line';

/** An error with all findings. Its message has a line for each. */
export class ValidationError extends Error {
  /** The name of this kind of error. */
  override readonly name = 'ValidationError';
  // Node prints each field of an error that nobody catches, below the message. It prints no private one.
  readonly #findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(toLine).join('\n'));
    this.#findings = findings;
  }

  /** The findings, in the order in which they were found. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }
}
