import { commentOf } from '../../scripts/impact/comment';
import { acceptanceIn } from '../../src/impact/acceptance';
import { toMarkdown } from '../../src/impact/markdown';

test('a comment is no longer than GitHub takes', () => {
  const long = `${'- a line\n'.repeat(6000)}`;
  for (const [report, verdicts] of [
    ['short', '+ a\n'.repeat(20_000)],
    [long, ''],
    [long + long, '+ a\n'],
  ] as const) {
    const comment = commentOf(report, verdicts);
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain('docs/lint/impact.md');
  }
  expect(commentOf('short', '+ a\n'.repeat(20_000))).toContain('The rest is too long');
  expect(commentOf(long + long, '')).toMatch(/- a line\n\n\*\*The rest is too long/);
  expect(commentOf('short', '')).toContain('The verdicts do not change.');
});

test('what others have written is no markup', () => {
  const markdown = toMarkdown({
    version: 1,
    before: 1,
    after: 1,
    loses: true,
    accepted: 'see <b>@all</b> [here](https://example.com)',
    statements: [
      {
        about: 'events',
        effect: 'lost',
        objects: [{ apiVersion: 'v1', kind: 'Sensor', name: '@all`<img>' }],
        message: 'dependency "@all `x` \\"y\\"" has *changed* @all',
        reason: '<script>',
      },
    ],
  });
  expect(markdown).toContain(
    "- 🔴 **lost**: `Sensor @all'<img>`: dependency `@all 'x' \"y\"` has \\*changed\\* @\u200ball",
  );
  expect(markdown).toContain('accepted: see \\<b\\>@\u200ball\\</b\\> \\[here\\]');
  expect(markdown).toContain('- \\<script\\>');
});

test('a name with line breaks makes no heading, and no text makes a link', () => {
  const markdown = toMarkdown({
    version: 1,
    before: 1,
    after: 1,
    loses: true,
    statements: [
      {
        about: 'events',
        effect: 'lost',
        objects: [{ apiVersion: 'v1', kind: 'Sensor', name: 'x\n\n# Approved\u2028y' }],
        message: 'see https://evil.example\n\n# and www.evil.example',
        reason: 'because',
      },
    ],
  });
  expect(markdown).not.toMatch(/^# (?:Approved|and)/m);
  expect(markdown).toContain('`Sensor x # Approved y`');
  expect(markdown).toContain('https://\u200bevil.example');
  expect(markdown).toContain('www.\u200bevil.example');
});

test.each([
  ['Impact: accepted, <reason>', undefined],
  ['Impact: accepted, nobody comments at night', 'nobody comments at night'],
  ['text\n\n> **impact: Accepted** because', undefined],
  ['* Impact: accepted: it is a test\nmore', 'it is a test'],
  ['- impact: accepted – we redeliver', 'we redeliver'],
  ['Impact: accepted', undefined],
  ['Impact: accepted,\nnot a reason', undefined],
  ['Impact: not accepted, sorry', undefined],
  ['Impact: acceptedly, x', undefined],
  ['<!-- Impact: accepted, <reason> -->', undefined],
  ['<!--\nImpact: accepted, an example\n-->', undefined],
  ['<!--\nImpact: accepted, open', undefined],
  ['We say "Impact: accepted, x" in a sentence', undefined],
  ['', undefined],
])('the reason in %j is %j', (text, reason) => expect(acceptanceIn(text)).toBe(reason));
