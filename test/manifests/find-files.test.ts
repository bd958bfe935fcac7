import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findFiles, NoSuchFileError } from '../../src/manifests/find-files';
import { temporaryDirectory } from '../gitops/directory';

const root = temporaryDirectory();
const before = process.cwd();
beforeEach(() => {
  process.chdir(root());
  for (const file of [
    'a.yaml',
    'b.yml',
    'c.json',
    'd.txt',
    'e.YAML',
    '.hidden/f.yaml',
    'deep/er/g.yaml',
    'node_modules/x/h.yaml',
    'deep/node_modules/x/i.yaml',
    '.git/j.yaml',
    'odd[1]/k.yaml',
  ]) {
    mkdirSync(dirname(join(root(), file)), { recursive: true });
    writeFileSync(join(root(), file), '');
  }
});
afterEach(() => process.chdir(before));

const found = (...paths: string[]) => findFiles(paths).map(({ path }) => path);

test('of a folder, the files of YAML and JSON at any depth, but not of others', () => {
  const all = ['.hidden/f.yaml', 'a.yaml', 'b.yml', 'c.json', 'deep/er/g.yaml', 'e.YAML', 'odd[1]/k.yaml'];
  expect(found('.').map((path) => path.replace(/^\.\//, ''))).toEqual(all.sort());
  expect(found('deep')).toEqual(['deep/er/g.yaml']);
  expect(found('deep/')).toEqual(['deep/er/g.yaml']);
  expect(found(root())).toHaveLength(all.length);
});

test('a file itself, whatever its name', () => {
  expect(findFiles(['d.txt', 'a.yaml', 'odd[1]/k.yaml', '-'])).toEqual(
    ['d.txt', 'a.yaml', 'odd[1]/k.yaml', '-'].map((path) => ({ path, isNamed: true })),
  );
});

test('the files of a pattern', () => {
  expect(found('*.y*ml')).toEqual(['a.yaml', 'b.yml', 'e.YAML']);
  expect(found('**/*.{yaml,json}')).toContain('deep/er/g.yaml');
  expect(found(`${root()}/deep/**/*.yaml`)).toEqual(['deep/er/g.yaml']);
});

test('each file once', () => {
  expect(found('a.yaml', './a.yaml', join(root(), 'a.yaml'), '*.yaml', '-', '-')).toEqual([
    'a.yaml',
    'e.YAML',
    '-',
  ]);
});

test('a symbolic link in a folder is not followed: it may lead in a circle', () => {
  symlinkSync('..', join(root(), 'deep/up'));
  symlinkSync('../a.yaml', join(root(), 'deep/l.yaml'));
  expect(found('deep')).toEqual(['deep/er/g.yaml']);
  expect(found('deep/l.yaml')).toEqual(['deep/l.yaml']);
});

test.each([
  ['none.yaml', 'No such file or folder: none.yaml'],
  ['', 'No such file or folder: ""'],
  ['no*.yaml', 'No file matches no*.yaml'],
])('%j leads to nothing', (path, message) => {
  expect(() => findFiles([path])).toThrow(new NoSuchFileError(message));
});

test('a folder without such files has none', () => {
  mkdirSync(join(root(), 'empty'));
  expect(found('empty')).toEqual([]);
});
