import { TOUCH } from './causes';
import { WIDTH } from './text';

/** A word as the shell takes it. Only the `$(…)` of a touch keeps its meaning. */
function quote(word: string): string {
  if (/^[\w@%+=:,./<>-]+$/.test(word) && !/[<>]/.test(word)) return word;
  // A placeholder of the documents, such as `task-<task>-remediation-state`.
  if (/^[\w@%+=:,./-]*<[\w-]+>[\w@%+=:,./<>-]*$/.test(word)) return word;
  if (word === TOUCH) return `"${word}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command in one line, to be copied into a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

/** A command in lines that are not longer than the output, if its words are not. An option stays beside its value. */
export function shellLines(words: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const part of words.map(quote).reduce(withValues, [])) {
    // Room for ` \` at the end.
    if (line !== '' && line.length + 1 + part.length + 2 > WIDTH) {
      lines.push(`${line} \\`);
      line = `${indent}  ${part}`;
    } else line = line === '' ? indent + part : `${line} ${part}`;
  }
  return `${[...lines, line].join('\n')}\n`;
}

function withValues(parts: string[], word: string): string[] {
  const last = parts.at(-1);
  const isValue =
    last !== undefined && /^--?[a-z]\S*$/.test(last) && !last.includes('=') && !word.startsWith('-');
  return isValue ? [...parts.slice(0, -1), `${last} ${word}`] : [...parts, word];
}
