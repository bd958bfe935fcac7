import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../package.json';
import { CHECKS, docsOf } from '../../src/findings/checks';
import { RULES } from '../../src/lint';

const ids = Object.keys(CHECKS);

test('the checks are in the order of their ids, none with the id of a rule', () => {
  expect(ids).toEqual([...ids].sort());
  expect(ids.filter((id) => RULES.some((rule) => rule.id === id))).toEqual([]);
});

test('each check finds something', () => {
  const src = join(__dirname, '../../src');
  const text = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'findings/checks.ts')
    .map((file) => readFileSync(join(src, file), 'utf8'))
    .join('\n');
  expect(ids.filter((id) => !text.includes(`'${id}'`))).toEqual([]);
});

test('the link to the documentation leads to a section of the repository', () => {
  const page = 'docs/reference/rules.md';
  const [, url] = /^git\+(https:.*)\.git$/.exec(repository.url) ?? [];
  const headings = [...readFileSync(join(__dirname, '../..', page), 'utf8').matchAll(/^#+ `?([\w-]+)`?$/gm)];
  for (const id of [...ids, ...RULES.map((rule) => rule.id)]) {
    expect(docsOf(id)).toBe(`${url}/blob/main/${page}#${id}`);
    expect(headings.map(([, heading]) => heading)).toContain(id);
  }
});
