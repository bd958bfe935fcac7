import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { TASK_TREE } from '../app';
import { DOCUMENTS, prose, ROOT, read, rows } from './markdown';

const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
// lib/ is built: it is not there after a clone.
const topLevel = readdirSync(ROOT)
  .filter((name) => name !== 'node_modules' && name !== '.git')
  .filter((name) => name !== 'lib');

// Documents speak of dist/ as it is with the task's props.
const inDist = (path: string) =>
  [...TASK_TREE.keys()].some((file) => `dist/${file}` === path || `dist/${file}`.startsWith(`${path}/`));
const exists = (path: string) => (path.startsWith('dist/') ? inDist(path) : existsSync(join(ROOT, path)));

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(document: string): string[] {
  return [...prose(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(DOCUMENTS)('%s', (file) => {
  const document = read(file);

  test('its links lead somewhere', () => {
    const links = [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? file : normalize(join(dirname(file), path)).replaceAll('\\', '/');
        return !exists(target) || (anchor !== undefined && !anchors(read(target)).includes(anchor));
      });
    expect(broken).toEqual([]);
  });

  test('the files that it names are there', () => {
    const named = [...prose(document).matchAll(/`([^`\s]+)`/g)]
      .map(([, text = '']) => text.replace(/\/$/, ''))
      .filter((text) => !/[<>*…]/.test(text));
    const ofRepository = named.filter(
      (text) => text.includes('/') && topLevel.includes(text.split('/')[0] ?? ''),
    );
    const ofTask = named.filter((text) => text.startsWith('infra/gitops/')).map((text) => `dist/${text}`);
    expect([...ofRepository, ...ofTask].filter((path) => !exists(path))).toEqual([]);
  });

  test('the npm scripts that it names are there', () => {
    const names = [...document.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name);
    if (/npm test\b/.test(document)) names.push('test');
    expect(names.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

test('the page of the objects has every rendered file, in the tables of its folder', () => {
  const rendered = [...TASK_TREE.keys()].map((path) => path.replace(/^infra\/gitops\//, ''));
  let folder = '';
  const listed = rows(read('docs/reference/objects.md')).flatMap(([first = '']) => {
    folder = /^in `(.*)`$/.exec(first)?.[1] ?? folder;
    return first.endsWith('.yaml`') ? [folder + first.replaceAll('`', '')] : [];
  });
  expect(listed.sort()).toEqual(rendered.sort());
});
