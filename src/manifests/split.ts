import type { TextProblem, TextRange } from './node';

/** The texts of the documents of a file, and what keeps kubectl from reading further. */
export interface Split {
  readonly chunks: readonly TextRange[];
  readonly problems: readonly TextProblem[];
}

/**
 * Splits a text into documents before it is parsed, as kubectl does: a line that begins with `---` ends one, wherever it is
 * (YAMLReader in k8s.io/apimachinery, pkg/util/yaml/decoder.go).
 */
export function splitYaml(text: string): Split {
  const chunks: TextRange[] = [];
  const problems: TextProblem[] = [];
  let start = 0;
  for (const { index, 1: rest = '' } of text.matchAll(/^---([^\r\n]*)/gm)) {
    // The pattern takes a single carriage return for the end of a line, and the library does not.
    if (index > 0 && text[index - 1] !== '\n') continue;
    if (/^\s*[^#\s]/.test(rest)) {
      problems.push({
        start: index,
        end: index + 3 + rest.length,
        message: 'kubectl cannot read a line that begins with "---" and goes on',
        help: 'begin a new line after "---"',
      });
    }
    if (index > start) chunks.push({ start, end: index });
    const end = text.indexOf('\n', index);
    start = end < 0 ? text.length : end + 1;
  }
  if (start < text.length) chunks.push({ start, end: text.length });
  return { chunks, problems };
}

/** Whether kubectl takes a text for JSON: a `{` is the first character that is no space. */
export function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** Splits JSON texts that follow each other. What is no JSON is left in one piece. */
export function splitJson(text: string): readonly TextRange[] {
  const chunks: TextRange[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else continue;
    if (depth !== 0) continue;
    chunks.push({ start, end: index + 1 });
    start = index + 1;
  }
  if (text.slice(start).trim() !== '') chunks.push({ start, end: text.length });
  return chunks;
}
