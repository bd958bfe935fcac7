import type { FileFinding } from './file-finding';
import { oneLine } from './line';

/** The most characters of a line that are shown. */
const WIDTH = 110;

/** The line of a finding, and carets below what it is about. */
export function sourceLines({ file, start, end }: FileFinding): readonly [line: string, carets: string] {
  const whole = file.lines.text(start.line);
  const from = start.column - 1;
  // Of a very long line, the part around the place.
  const cut = from > WIDTH - 20 ? from - 40 : 0;
  const shown = whole.slice(cut, cut + WIDTH);
  const before = `${cut > 0 ? '…' : ''}${plain(whole.slice(cut, from))}`;
  const marked = plain(whole.slice(from, Math.min(end.column - 1, cut + WIDTH)));
  const number = `${start.line}`.padStart(5);
  const rest = cut + WIDTH < whole.length ? '…' : '';
  return [
    `${number} | ${cut > 0 ? '…' : ''}${plain(shown).trimEnd()}${rest}`,
    `${' '.repeat(5)} | ${' '.repeat(widthOf(before))}${'^'.repeat(Math.max(1, widthOf(marked)))}`,
  ];
}

function plain(text: string): string {
  return oneLine(text.replaceAll('\t', '  '));
}

/** The columns of a terminal. Characters of East Asia and most emoji take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width +=
      /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
