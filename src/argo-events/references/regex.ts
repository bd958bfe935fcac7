import { RE2JS } from 're2js';

/** The pattern that finds exactly this text, whatever characters it has, in Go's RE2. */
export function quote(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** The pattern that matches this text and nothing before or after it. In RE2 `$` is the end of the text. */
export function exactly(text: string): string {
  return `^${quote(text)}$`;
}

/** Why RE2 refuses the pattern; undefined when it compiles. */
export function regexError(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
