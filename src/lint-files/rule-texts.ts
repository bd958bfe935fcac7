import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unknownName } from '../findings/refuse';
import { listedRules } from './lint';
import { NoSuchRuleError } from './no-such-rule';
import { packageFolder } from './package-folder';

/** All rules: their ids, severities and what they find. */
export function rulesText(): string {
  const rules = listedRules();
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(({ id, severity, summary }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`)
    .join('');
}

/** All rules as JSON. */
export function rulesJson(): string {
  return `${JSON.stringify({ version: 1, rules: listedRules() }, undefined, 2)}\n`;
}

/**
 * The section about a rule of the page of the rules, for a terminal.
 *
 * @throws NoSuchRuleError
 */
export function explanation(id: string): string {
  const ids = listedRules().map((rule) => rule.id);
  if (!ids.includes(id)) {
    const { message, help } = unknownName('rule', id, ids);
    throw new NoSuchRuleError(`${message}; ${help ?? 'lint --list-rules shows all'}`);
  }
  const page = readFileSync(join(packageFolder(), 'docs/reference/rules.md'), 'utf8');
  const [, after = ''] = page.split(`\n## ${id}\n`);
  const [section = ''] = after.split(/^#+ /m);
  return `${id}\n${plain(section)}\n`;
}

/** Markdown without its marks. The lines of a block are indented. */
function plain(markdown: string): string {
  return markdown
    .trimEnd()
    .split(/^```\w*$\n?/m)
    .map((part, index) => (index % 2 === 1 ? part.replace(/^(?=.)/gm, '    ') : unescaped(part)))
    .join('');
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('\\*', '*');
}
