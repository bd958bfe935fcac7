import { checkRetry, type Retry } from '../../argo-events/retry';
import { type Check, group, prop } from './row';

/** How often the loop tries what must not be lost, and with which pauses. */
export interface RetriesProps {
  /**
   * How the creation of a CodeRun is tried again.
   *
   * @default { steps: 3, duration: '10s', factor: 2, jitter: 0.1 }
   */
  readonly codeRun?: Retry;
  /**
   * How the storing of a comment is tried again, while the comments behind it wait. The default lasts eleven to twelve
   * minutes. With the prop `pullRequests` it is also how the storing of a closed or reopened pull request is tried again.
   *
   * @default { steps: 24, duration: '2s', factor: 1.2, jitter: 0.1 }
   */
  readonly store?: Retry;
}

const RETRY: Check = { expected: 'an object with steps and duration', find: checkRetry };

export const RETRIES = group<RetriesProps>({
  codeRun: prop<Retry>({ steps: 3, duration: '10s', factor: 2, jitter: 0.1 }, RETRY),
  store: prop<Retry>({ steps: 24, duration: '2s', factor: 1.2, jitter: 0.1 }, RETRY),
});
