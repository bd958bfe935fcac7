import { BUILD_ENGINE } from '../engine/load';
import type { FileFinding } from './file-finding';
import { isFixable } from './fix';
import { messageOf, oneLine } from './line';
import type { LintResult, Skipped } from './lint';
import { sourceLines } from './source-line';

/** The result for a person. */
export function toText(result: LintResult): string {
  return [...result.findings.map(findingText), ...closingLines(result)].join('');
}

/** `file:line:column: severity: message [rule]`, the line with carets, and what to do. */
function findingText(found: FileFinding): string {
  const { file, start, severity, rule, help } = found;
  const place = `${oneLine(file.name)}:${start.line}:${start.column}`;
  const [line, carets] = sourceLines(found);
  const rest = help === undefined ? '' : `      = help: ${oneLine(help)}\n`;
  return `${place}: ${severity}: ${oneLine(messageOf(found))} [${rule}]\n${line}\n${carets}\n${rest}\n`;
}

/** What is said after the findings. */
export function closingLines(result: LintResult): string[] {
  const fixable = result.findings.filter(isFixable).length;
  return [
    ...skippedLines(result.skipped),
    ...(result.fixed ?? []).map(
      ({ file, changes }) => `fixed ${count(changes, 'value')} in ${oneLine(file)}\n`,
    ),
    ...notRunLines(result.notRun),
    ...(fixable > 0 ? [`--fix can change ${fixable} of them\n`] : []),
    summaryLine(result),
  ];
}

function notRunLines(rules: readonly string[]): string[] {
  if (rules.length === 0) return [];
  return [`not checked: ${rules.join(', ')}, because the engine is not built: ${BUILD_ENGINE}\n`];
}

// Nobody reads a longer list.
const MOST_FILES = 5;

/** What was skipped: a line for each reason. */
function skippedLines(skipped: readonly Skipped[]): string[] {
  const files = new Map<string, Set<string>>();
  for (const { file, reason } of skipped) files.set(reason, (files.get(reason) ?? new Set()).add(file));
  return [...files].map(([reason, names]) => {
    const shown = [...names].slice(0, MOST_FILES).map(oneLine).join(', ');
    const more = names.size > MOST_FILES ? ` and ${names.size - MOST_FILES} more` : '';
    return `skipped ${shown}${more}: ${oneLine(reason)}\n`;
  });
}

/** `3 files, 5 objects of Argo Events, 2 findings (1 error, 1 warning)`. */
function summaryLine({ files, objects, findings }: LintResult): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const kinds = [count(errors, 'error'), count(findings.length - errors, 'warning')].filter(
    (text) => !text.startsWith('0 '),
  );
  const detail = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`;
  return `${count(files, 'file')}, ${count(objects, 'object')} of Argo Events, ${count(findings.length, 'finding')}${detail}\n`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
