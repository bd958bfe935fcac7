/** The first line of the comment, by which the workflow finds it again. */
export const MARKER = '<!-- impact -->';

/** GitHub refuses a comment with more characters. */
const LARGEST = 65_536;

/** The comment on a pull request: the report, and how the verdicts change. */
export function commentOf(report: string, verdicts: string): string {
  const head = `${MARKER}\n## What this change does to a cluster\n\n`;
  const foot =
    '\nWhat this is, and how to accept a loss: `docs/lint/impact.md`. The rendered tree is in the diff of `dist/`.\n';
  const whole = `${head}${report}\n${verdictsOf(verdicts)}${foot}`;
  if (whole.length <= LARGEST) return whole;
  const without = `${head}${report}\n${TOO_LONG}${foot}`;
  if (without.length <= LARGEST) return without;
  const room = LARGEST - head.length - foot.length - TOO_LONG.length - 10;
  return `${head}${report.slice(0, room).replace(/[^\n]*$/, '')}\n${TOO_LONG}${foot}`;
}

const TOO_LONG = '**The rest is too long for a comment.** `npm run impact -- --base <revision>` prints it.\n';

function verdictsOf(diff: string): string {
  if (diff.trim() === '') return 'The verdicts do not change.\n';
  // The diff may have fences of its own.
  const longest = Math.max(2, ...[...diff.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>The verdicts change</summary>\n\n${fence}diff\n${diff.trimEnd()}\n${fence}\n\n</details>\n`;
}
