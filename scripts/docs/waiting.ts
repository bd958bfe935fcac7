import { namesOf } from '../../src/remediation/names';
import { CAUSE, type Cause, type Place, type Words } from '../../src/status/causes';
import { PROBLEM } from '../../src/status/problems';
import { shellLine } from '../../src/status/shell';
import { escapeCell } from './cells';

/** The commands of the page are those of the default props. */
const PLACE: Place = {
  names: namesOf('remediation'),
  agents: 'agent-platform',
  sensors: 'github-webhooks',
  codeRuns: 'coderuns.cto.5dlabs.com',
  commentSource: 'github',
  task: '<task>',
  comment: '<id>',
  raised: '<number>',
};

/** The page of the causes, made from the table that `status` uses. */
export function waitingPage(): string {
  return [
    '<!-- Generated from src/status by `npm run docs`. Do not edit. -->',
    '',
    '# Why a task waits',
    '',
    'A comment waits while its task has a key `comment-<id>` and no `handled-<id>`. `npx cdk8s-argo-events status` says why:',
    'the first row of the table that fits is the cause. The commands are those of the default props.',
    '',
    '| id | why | when | needs a person | look | what to do |',
    '|---|---|---|---|---|---|',
    ...Object.entries(CAUSE).map(row),
    '',
    '## What stops the loop',
    '',
    '`status` tells all rows that fit, before the tasks.',
    '',
    '| id | why | when | needs a person | look | what to do |',
    '|---|---|---|---|---|---|',
    ...Object.entries(PROBLEM).map(row),
    '',
  ].join('\n');
}

function row([id, cause]: [string, Cause]): string {
  const { why, when, person, advice, check, own, remedy } = cause;
  const does = [own, remedy].flatMap((command) => (command ? [code(command(PLACE))] : []));
  const cells = [
    `\`${id}\``,
    why,
    `${when}.`,
    person ? 'yes' : 'no',
    check ? code(check(PLACE)) : '',
    does.length > 0 ? `${advice}: ${does.join(' or ')}` : `${advice}.`,
  ];
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

function code(words: Words): string {
  return `\`${shellLine(words)}\``;
}
