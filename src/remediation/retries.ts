import type { Retry } from '../argo-events/retry';

/** For best-effort steps, steps that the resync re-triggers, and warnings. Ends in seconds, because later events wait. */
export const BRIEF_RETRY: Retry = { steps: 3, duration: '2s', factor: 2, jitter: 0.1 };
