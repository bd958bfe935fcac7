/**
 * Fields of payloads of GitHub that are null in ordinary events, by the key of their object in the body. Those that a filter on
 * the action would rule out, such as `merged_at`, are left out.
 */
export const NULLABLE = {
  issue: ['assignee', 'body', 'milestone'],
  pull_request: ['assignee', 'body', 'merged_by', 'milestone'],
  release: ['body', 'name'],
  repository: ['description', 'homepage', 'language', 'license'],
} as const;

/** Keys of a body by which a payload of GitHub is known, whatever the event source is called. */
export const KEYS_OF_GITHUB: readonly string[] = ['issue', 'pull_request'];

/** How many keys of a path into an event lead to a value that may be null; undefined if it leads to none. */
export function keysToNullable([root, object = '', field = '']: readonly string[]): number | undefined {
  const fields: readonly string[] = Object.hasOwn(NULLABLE, object)
    ? NULLABLE[object as keyof typeof NULLABLE]
    : [];
  return root === 'body' && fields.includes(field) ? 3 : undefined;
}
