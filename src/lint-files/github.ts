import type { FileFinding } from './file-finding';
import { messageOf, oneLine } from './line';
import type { LintResult } from './lint';
import { closingLines } from './text';

/** The result as commands of GitHub Actions, which shows them in the files of a pull request. */
export function toGithub(result: LintResult): string {
  return [...result.findings.map(annotation), ...closingLines(result)].join('');
}

function annotation(found: FileFinding): string {
  const { file, start, end, severity, rule, help } = found;
  const properties = {
    file: file.name,
    line: start.line,
    endLine: end.line,
    col: start.column,
    endColumn: end.column,
    title: rule,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = oneLine(messageOf(found));
  return `::${severity} ${list.join(',')}::${escapeData(help === undefined ? text : `${text}\n${oneLine(help)}`)}\n`;
}

// As https://github.com/actions/toolkit, packages/core/src/command.ts.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
