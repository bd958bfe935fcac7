import type { Retry } from '../argo-events/retry';

/** For what is best effort or comes round again, and for warnings: over in seconds, so that little waits behind it. */
export const BRIEF_RETRY: Retry = { steps: 3, duration: '2s', factor: 2, jitter: 0.1 };
