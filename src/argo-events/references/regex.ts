/** The RE2 pattern that finds exactly this text, anywhere. */
export function quoteRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** The RE2 pattern that matches this text as a whole. In RE2, `$` is the end of the text, not of a line. */
export function exactRegex(text: string): string {
  return `^${quoteRegex(text)}$`;
}
