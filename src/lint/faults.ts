import { quote } from '../findings/words';

/** The place of a fault in a text: nothing for a text of one line if the parser says the line only. */
interface Place {
  readonly line?: number;
  readonly column?: number;
}

/** Where a fault is, in words that end a message: ` at line 2, column 6`. */
export function at(text: string, { line, column }: Place): string {
  const isLong = text.trimEnd().includes('\n');
  if (line === undefined || (column === undefined && !isLong)) return '';
  if (column === undefined) return ` in line ${line}`;
  return isLong ? ` at line ${line}, column ${column}` : ` at column ${column}`;
}

const SHOWN = 24;

/** That a text ends too early, with its end. */
export function endsTooEarly(text: string): string {
  const whole = text.trim().replace(/\s+/g, ' ');
  // From the beginning of a word.
  const end = whole.length > SHOWN ? `…${whole.slice(-SHOWN - 1).replace(/^\S*\s/, '')}` : whole;
  return `it ends too early, after ${quote(end)}`;
}
