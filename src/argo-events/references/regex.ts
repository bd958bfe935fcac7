/** The pattern that finds exactly this text, whatever characters it has, in Go's RE2. */
export function quoteRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** The pattern that matches this text and nothing before or after it. In RE2 `$` is the end of the text. */
export function exactRegex(text: string): string {
  return `^${quoteRegex(text)}$`;
}
