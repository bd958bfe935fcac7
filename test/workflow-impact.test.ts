import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { MARKER } from '../scripts/impact/comment';

interface Job {
  readonly permissions?: object;
  readonly steps: readonly {
    readonly uses?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
  }[];
}

const TEXT = readFileSync(join(__dirname, '../.github/workflows/impact.yaml'), 'utf8');
const { jobs, permissions, on } = parse(TEXT) as {
  readonly jobs: { readonly report: Job; readonly comment: Job };
  readonly permissions: object;
  readonly on: object;
};
const commandsOf = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []).join('\n');

test('nothing of the pull request runs where a token is, and no job has more rights than it needs', () => {
  expect(Object.keys(on)).toEqual(['pull_request_target']);
  expect(permissions).toEqual({});
  expect(jobs.report.permissions).toEqual({ contents: 'read' });
  expect(jobs.comment.permissions).toEqual({ 'pull-requests': 'write' });
  // The code is that of the base. What the pull request has is never in the work tree.
  const checkouts = jobs.report.steps.filter(({ uses }) => uses?.startsWith('actions/checkout'));
  expect(checkouts.map((step) => step.with?.['ref'])).toEqual([
    expect.stringMatching(/^\$\{\{ github\.event\.pull_request\.base\.sha \}\}$/),
  ]);
  expect(commandsOf(jobs.report)).not.toMatch(/git (?:checkout|switch|merge |pull|reset|restore|worktree)/);
  // The job that may write runs nothing but gh.
  expect(jobs.comment.steps.filter(({ uses }) => uses).map(({ uses }) => uses)).toEqual([
    'actions/download-artifact@v4',
  ]);
  expect(commandsOf(jobs.comment)).not.toMatch(/npm|npx|node/);
  // What others have written is in no command.
  for (const job of Object.values(jobs)) expect(commandsOf(job)).not.toContain('${{');
  expect(TEXT).not.toMatch(/secrets\./);
});

describe('the comment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const script = jobs.comment.steps.find(({ run }) => run?.includes('gh api'))?.run ?? 'false';

  /** The last call of gh, if its list of comments has these ids. */
  function call(ids: readonly number[]): string | undefined {
    const lines = [
      '#!/bin/sh',
      `echo "$*" >> ${folder}/calls`,
      `case "$*" in *--jq*) printf '${ids.join('\\n')}';; esac`,
    ];
    writeFileSync(join(folder, 'gh'), `${lines.join('\n')}\n`);
    chmodSync(join(folder, 'gh'), 0o755);
    writeFileSync(join(folder, 'calls'), '');
    const env = {
      PATH: `${folder}:${process.env['PATH']}`,
      COMMENTS: 'repos/a/b/issues/7/comments',
      COMMENT: 'repos/a/b/issues/comments',
    };
    // As GitHub runs a step.
    const { status } = spawnSync('bash', ['--norc', '-e', '-o', 'pipefail', '-c', script], { env });
    expect(status).toBe(0);
    return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n').at(-1);
  }

  test('is made once, and updated in place afterwards', () => {
    const make = 'api --silent --method POST repos/a/b/issues/7/comments --field body=@comment.md';
    expect(call([])).toBe(make);
    expect(call([3, 4])).toBe(
      'api --silent --method PATCH repos/a/b/issues/comments/3 --field body=@comment.md',
    );
  });

  const [, filter = ''] = /'(\.\[\] [^']*)'/.exec(script) ?? [];
  const hasJq = spawnSync('jq', ['--version']).status === 0;
  (hasJq ? test : test.skip)('is that of the workflow itself, with the marker at its start', () => {
    const bot = { login: 'github-actions[bot]' };
    const comments = [
      { id: 1, user: { login: 'ann' }, body: `${MARKER}\nnot ours` },
      { id: 2, user: bot, body: `said ${MARKER}` },
      { id: 3, user: bot, body: `${MARKER}\nold` },
    ];
    const { stdout } = spawnSync('jq', [filter], { input: JSON.stringify(comments), encoding: 'utf8' });
    expect(stdout).toBe('3\n');
  });
});
