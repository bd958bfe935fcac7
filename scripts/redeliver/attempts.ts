/** One attempt to deliver an event, as GitHub lists it. */
export interface Attempt {
  readonly id: string;
  /** Of the event: each attempt to deliver it has the same. */
  readonly guid: string;
  /** When it was made, in ISO 8601. */
  readonly delivered_at: string;
  /** How it went, in GitHub's words: `OK`, `failed to connect`. */
  readonly status: string;
  readonly status_code: number;
  readonly event: string;
  readonly action: string | null;
}

/** What the loop reads of GitHub: event and action. */
const READ: ReadonlySet<string> = new Set([
  'issue_comment created',
  'pull_request closed',
  'pull_request reopened',
]);

/**
 * The newest attempt to deliver each event that the loop reads, the oldest of them first.
 *
 * @param attempts the newest first, as GitHub lists them
 */
export function newestOfEvents(attempts: Iterable<Attempt>): Attempt[] {
  const newest = new Map<string, Attempt>();
  for (const attempt of attempts) {
    if (READ.has(`${attempt.event} ${attempt.action}`) && !newest.has(attempt.guid)) {
      newest.set(attempt.guid, attempt);
    }
  }
  return [...newest.values()].reverse();
}

/** Whether the receiver took it: it answered 2xx. */
export function arrived({ status_code }: Attempt): boolean {
  return status_code >= 200 && status_code <= 299;
}
