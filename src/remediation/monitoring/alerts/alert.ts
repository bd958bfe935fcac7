import type { RemediationSettings } from '../../settings';

/** An alert of the loop. */
export interface Alert {
  /** Its name, which is also the heading of its section in docs/troubleshoot.md. */
  readonly name: string;
  /** `critical`: comments get lost, or the loop stands still. `warning`: a person has to look, but not at night. */
  readonly severity: 'critical' | 'warning';
  readonly expr: string;
  /** How long the expression has to hold. At once when left out. */
  readonly for?: string;
  /** What is wrong, in one line. May have templates of Prometheus. */
  readonly summary: string;
  /** What it means, and what the loop does about it. */
  readonly description: string;
}

/** Alerts about one subject. */
export type Alerts = (settings: RemediationSettings) => readonly Alert[];
