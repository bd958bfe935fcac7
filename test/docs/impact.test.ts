import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../../src/cli';
import { acceptanceIn } from '../../src/impact/acceptance';
import { RESENT_ANNOTATION } from '../../src/impact/senders';
import { EFFECTS, TITLES } from '../../src/impact/text';
import { blocks, read, rows } from './markdown';

const PAGE = 'docs/lint/impact.md';
const page = read(PAGE);

test('the example gives the output that the page shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'impact-page-'));
  try {
    const [old = ''] = blocks(page, 'yaml');
    const lines = (blocks(page, 'diff')[0] ?? '').trimEnd().split('\n');
    const taken = lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1));
    const added = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
    const now = taken.reduce(
      (text, line, index) => text.replace(`${line}\n`, () => `${added[index]}\n`),
      old,
    );
    expect(taken.every((line) => old.includes(`${line}\n`) && !now.includes(`${line}\n`))).toBe(true);
    const [before, after] = [join(folder, 'old.yaml'), join(folder, 'new.yaml')];
    writeFileSync(before, old);
    writeFileSync(after, now);
    let output = '';
    const stream = { write: (text: string) => (output += text) };
    const refuse = () => {
      throw new Error('not asked for');
    };
    const context = { loadApp: refuse, connect: refuse, stdout: stream, stderr: stream };
    expect(await run(['impact', before, after], context)).toBe(1);
    expect(output).toBe(blocks(page, 'text')[0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the tables have all sections and marks', () => {
  const firsts = rows(page).map(([first = '']) => first);
  expect(firsts).toEqual(expect.arrayContaining(Object.values(TITLES)));
  expect(firsts).toEqual(expect.arrayContaining(Object.values(EFFECTS).map((mark) => `\`${mark}\``)));
});

test('the annotation and the line that accepts a loss are what the program looks for', () => {
  const [annotation = ''] = blocks(page, 'yml');
  const { metadata } = parse(annotation) as { metadata: { annotations: Record<string, string> } };
  expect(Object.keys(metadata.annotations)).toEqual([`${RESENT_ANNOTATION}push`]);
  expect(acceptanceIn(blocks(page, 'text')[1] ?? '')).toBe(
    'nobody comments at night, and we redeliver the last minutes',
  );
});

test('what the template of a pull request has in a comment accepts nothing', () => {
  const template = readFileSync(join(__dirname, '../../.github/pull_request_template.md'), 'utf8');
  expect(template).toContain('Impact: accepted, <reason>');
  expect(acceptanceIn(template)).toBeUndefined();
});
