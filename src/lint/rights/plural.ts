/**
 * The resource of a kind, as the engine guesses it (GetGroupVersionResource in pkg/sensors/triggers/triggers.go). The
 * engine does not ask the API server, so it cannot reach a custom resource with an irregular plural.
 */
export function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (kind === 'EventBus') return 'eventbus';
  if (lower.length < 2) return lower;
  if (/(?:[sxz]|[cs]h)$/.test(lower)) return `${lower}es`;
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  if (lower.endsWith('fe')) return `${lower.slice(0, -2)}ves`;
  if (lower.endsWith('f')) return `${lower.slice(0, -1)}ves`;
  return `${lower}s`;
}
