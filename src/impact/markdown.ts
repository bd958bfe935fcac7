import type { Effect, ImpactReport, Statement } from './report';
import { objectsText, sectionsOf, summaryOf } from './text';

/** The report for a comment on a pull request. */
export function toMarkdown(report: Omit<ImpactReport, 'exitCode'>): string {
  const sections = sectionsOf(report).flatMap(({ title, statements }) => [
    `### ${title}`,
    '',
    ...statements.map(itemOf),
    '',
    ...whyOf(statements),
  ]);
  return [`**${plain(summaryOf(report))}**`, '', ...sections].join('\n');
}

function whyOf(statements: readonly Statement[]): string[] {
  const reasons = [...new Set(statements.map(({ reason }) => reason))];
  return [
    '<details><summary>Why</summary>',
    '',
    ...reasons.map((reason) => `- ${plain(reason)}`),
    '',
    '</details>',
    '',
  ];
}

const ICONS: Readonly<Record<Effect, string>> = { lost: '🔴 **lost**: ', late: '🟡 **late**: ', note: '' };

function itemOf(
  { effect, objects, message, help }: Statement,
  index: number,
  all: readonly Statement[],
): string {
  const isSaid = help === undefined || all[index + 1]?.help === help;
  return [
    `- ${ICONS[effect]}${code(objectsText(objects))}: ${plain(message)}`,
    ...(isSaid ? [] : [`  - do: ${plain(help)}`]),
  ].join('\n');
}

/**
 * A text in which nothing is markup. The values in quotes, which anybody may have written, become code, so that they name no
 * person and make no link.
 */
function plain(text: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escaped(part)))
    .join('');
}

function code(value: string): string {
  return `\`${oneLine(value.replace(/\\(["\\])/g, '$1')).replaceAll('`', "'")}\``;
}

function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replace(/:\/\/|\bwww\./gi, '$&\u200b');
}

/** A line break would end the list item or the code. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
