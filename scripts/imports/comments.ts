const WIDTH = 118;

/** A text as a TSDoc comment of that indentation: line breaks kept, long lines wrapped. Nothing for no text. */
export function docComment(text: string, indent: string): string[] {
  const lines = trimmed(text).flatMap((line) => wrap(line, WIDTH - indent.length - 3));
  const [first] = lines;
  if (first === undefined) return [];
  if (lines.length === 1 && indent.length + first.length + 7 <= WIDTH) return [`${indent}/** ${first} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

function trimmed(text: string): string[] {
  const escaped = text.replaceAll('\t', '  ').replaceAll('*/', '*\\/').trim();
  return escaped === '' ? [] : escaped.split('\n').map((line) => line.trimEnd());
}

/** Breaks at spaces only, so that a link stays whole however long it is; a continued line keeps its indentation. */
function wrap(line: string, width: number): string[] {
  const lead = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = lead;
  for (const word of line.trim().split(/ +/)) {
    const longer = current === lead ? lead + word : `${current} ${word}`;
    if (longer.length > width && current !== lead) {
      lines.push(current);
      current = lead + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}
