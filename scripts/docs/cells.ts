/** A text as it stands in a cell of a table. In code, only what would end the cell is escaped. */
export function escapeCell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;')))
    .join('');
}
