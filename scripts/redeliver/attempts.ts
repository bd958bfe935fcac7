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

/**
 * The newest attempt to deliver each new comment, the oldest of them first. Other events are none of the loop's.
 *
 * @param attempts the newest first, as GitHub lists them
 */
export function newestOfComments(attempts: Iterable<Attempt>): Attempt[] {
  const newest = new Map<string, Attempt>();
  for (const attempt of attempts) {
    const isNewComment = attempt.event === 'issue_comment' && attempt.action === 'created';
    if (isNewComment && !newest.has(attempt.guid)) newest.set(attempt.guid, attempt);
  }
  return [...newest.values()].reverse();
}

/** Whether the receiver took it: it answered 2xx. */
export function arrived({ status_code }: Attempt): boolean {
  return status_code >= 200 && status_code <= 299;
}
