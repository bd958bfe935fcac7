/** A place in a text. Lines and columns begin at 1; a column counts the code units of UTF-16, as editors do. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text begin. */
export class Lines {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The place of a character. */
  at(offset: number): LineColumn {
    const starts = this.#lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The offset of the first character of a line. */
  startOf(line: number): number {
    return this.#lineStarts()[line - 1] ?? this.#text.length;
  }

  /** A line, without its end. */
  text(line: number): string {
    return this.#text.slice(this.startOf(line), this.startOf(line + 1)).replace(/[\r\n]+$/, '');
  }

  /** The number of lines. */
  get count(): number {
    return this.#lineStarts().length;
  }

  #lineStarts(): readonly number[] {
    this.#starts ??= lineStarts(this.#text);
    return this.#starts;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
