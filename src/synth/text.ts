import * as path from 'node:path';
import { toLine } from '../findings/line';
import type { FileChange } from '../gitops/writer';
import type { SynthResult } from './synth';

/** The result as text: findings for stderr, and the changes of the files for stdout. */
export interface SynthText {
  readonly stdout: string;
  readonly stderr: string;
}

/** The result of synth for a person. What was thrown is not in it. */
export function toText({ findings, notRun, changes }: SynthResult, out: string, check: boolean): SynthText {
  const lines = findings.map((found) =>
    found.severity === 'warning' ? `warning: ${toLine(found)}` : toLine(found),
  );
  return {
    stdout: changes === undefined ? '' : (check ? differencesText : changesText)(changes, out),
    stderr: [...lines, ...notRunLines(notRun)].map((line) => `${line}\n`).join(''),
  };
}

function notRunLines(rules: readonly string[]): string[] {
  if (rules.length === 0) return [];
  const { BUILD_ENGINE } = require('../engine/load') as typeof import('../engine/load');
  return [`not checked: ${rules.join(', ')}, because the engine is not built: ${BUILD_ENGINE}`];
}

function changesText(changes: readonly FileChange[], out: string): string {
  const lines = changed(changes).map(({ action, path: file }) => `${action} ${path.join(out, file)}\n`);
  return `${lines.join('')}${total(changes)}: ${countChanges(changes, WORDS_WHEN_WRITTEN)} in ${out}\n`;
}

function differencesText(changes: readonly FileChange[], out: string): string {
  if (changed(changes).length === 0) return `${out} is up to date: ${total(changes)}\n`;
  const { unifiedDiff } = require('../gitops/diff') as typeof import('../gitops/diff');
  const differences = changed(changes).map((change) => unifiedDiff(out, change));
  return `${differences.join('')}${out} is out of date: ${countChanges(changes, WORDS_WHEN_CHECKED)}\n`;
}

/** The changes that change something. */
export function changed(changes: readonly FileChange[]): FileChange[] {
  return changes.filter(({ action }) => action !== 'unchanged');
}

function total(changes: readonly FileChange[]): string {
  const rendered = changes.filter(({ action }) => action !== 'removed').length;
  return `${rendered} ${rendered === 1 ? 'file' : 'files'}`;
}

const WORDS_WHEN_WRITTEN = {
  created: 'created',
  updated: 'updated',
  removed: 'removed',
  unchanged: 'unchanged',
};
const WORDS_WHEN_CHECKED = { created: 'to create', updated: 'to update', removed: 'to remove' };

function countChanges(
  changes: readonly FileChange[],
  words: Partial<Record<FileChange['action'], string>>,
): string {
  const number = (word: string) => changes.filter(({ action }) => action === word).length;
  return Object.entries(words)
    .map(([action, word]) => `${number(action)} ${word}`)
    .join(', ');
}
