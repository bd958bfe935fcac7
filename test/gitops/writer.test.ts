import * as fs from 'node:fs';
import * as path from 'node:path';
import { withHeader } from '../../src/gitops/header';
import { applyPlan, planWrites } from '../../src/gitops/writer';
import { contents, fill, temporaryDirectory } from './directory';

const root = temporaryDirectory();
const ours = (text: string) => withHeader(`a: ${text}\n`);
const files = (texts: Record<string, string>) => new Map(Object.entries(texts));

function write(texts: Record<string, string>): void {
  applyPlan(planWrites(root(), files(texts)));
}

function actions(texts: Record<string, string>): string[] {
  return planWrites(root(), files(texts)).changes.map(({ action, path: file }) => `${action} ${file}`);
}

test('a plan tells what would happen, sorted by path, and writes nothing', () => {
  const before = { 'a/same.yaml': ours('1'), 'a/old.yaml': ours('1'), 'z/gone.yaml': ours('1') };
  fill(root(), before);
  const rendered = { 'm/new.yaml': ours('1'), 'a/same.yaml': ours('1'), 'a/old.yaml': ours('2') };
  expect(planWrites(root(), files(rendered))).toEqual({
    out: root(),
    changes: [
      { action: 'updated', path: 'a/old.yaml', before: ours('1'), after: ours('2') },
      { action: 'unchanged', path: 'a/same.yaml', before: ours('1'), after: ours('1') },
      { action: 'created', path: 'm/new.yaml', before: '', after: ours('1') },
      { action: 'removed', path: 'z/gone.yaml', before: ours('1'), after: '' },
    ],
  });
  expect(contents(root())).toEqual(before);
});

test('the tree is what was rendered, and a second time there is nothing to do', () => {
  const rendered = { 'a/b/one.yaml': ours('1'), 'a/two.yaml': ours('2') };
  write(rendered);
  expect(contents(root())).toEqual(rendered);
  expect(actions(rendered)).toEqual(['unchanged a/b/one.yaml', 'unchanged a/two.yaml']);
});

test('only what changed is written', () => {
  write({ 'a/same.yaml': ours('1'), 'a/old.yaml': ours('1') });
  const inode = (name: string) => fs.statSync(path.join(root(), 'a', name)).ino;
  const [same, old] = [inode('same.yaml'), inode('old.yaml')];
  write({ 'a/same.yaml': ours('1'), 'a/old.yaml': ours('2') });
  expect(inode('same.yaml')).toBe(same);
  // Renamed into place: whoever has the old file open still reads all of it.
  expect(inode('old.yaml')).not.toBe(old);
});

test('an output directory that is not there is made, with the ones above it', () => {
  const out = path.join(root(), 'x/y');
  applyPlan(planWrites(out, files({ 'a.yaml': ours('1') })));
  expect(contents(out)).toEqual({ 'a.yaml': ours('1') });
});

test('an output directory may be relative', () => {
  const out = path.relative(process.cwd(), root());
  applyPlan(planWrites(out, files({ 'a.yaml': ours('1') })));
  expect(contents(root())).toEqual({ 'a.yaml': ours('1') });
});

test('an output directory that is itself a link is followed: whoever named it wanted that', () => {
  fs.mkdirSync(path.join(root(), 'real'));
  fs.symlinkSync('real', path.join(root(), 'link'));
  applyPlan(planWrites(path.join(root(), 'link'), files({ 'a.yaml': ours('1') })));
  expect(contents(path.join(root(), 'real'))).toEqual({ 'a.yaml': ours('1') });
});

describe('trap: cdk8s leaves the files of objects that are gone', () => {
  test('they are removed, and the folders that this empties', () => {
    fill(root(), { 'keep/a.yaml': ours('1'), 'gone/deep/b.yaml': ours('1'), 'gone/c.yaml': ours('1') });
    write({ 'keep/a.yaml': ours('1') });
    expect(contents(root())).toEqual({ 'keep/a.yaml': ours('1') });
  });

  test('also after a checkout with other line endings', () => {
    fill(root(), { 'gone.yaml': ours('1').replaceAll('\n', '\r\n') });
    expect(actions({ 'a.yaml': ours('1') })).toEqual(['created a.yaml', 'removed gone.yaml']);
  });

  test('also those whose first line has the command, as it had before', () => {
    const before = ours('1').replace('cdk8s-argo-events.', 'cdk8s-argo-events: npm run synth.');
    fill(root(), { 'gone.yaml': before });
    expect(actions({ 'a.yaml': ours('1') })).toEqual(['created a.yaml', 'removed gone.yaml']);
  });

  test('but nothing that synth did not write, and no folder that was empty before', () => {
    const foreign = {
      'README.md': ours('1'),
      'a/foreign.yaml': 'a: 1\n',
      'a/header-below.yaml': `a: 1\n${ours('1')}`,
      'a/longer-header.yaml': ours('1').replace('edit.', 'edit. Ever.'),
      'a/empty.yaml': '',
      '.git/a.yaml': ours('1'),
      'node_modules/p/a.yaml': ours('1'),
    };
    fill(root(), { ...foreign, 'a/gone.yaml': ours('1') });
    fs.mkdirSync(path.join(root(), 'empty'));
    write({ 'b.yaml': ours('1') });
    expect(contents(root())).toEqual({ ...foreign, 'b.yaml': ours('1'), 'empty/': '' });
  });

  test('nor through a link that leads out of the tree', () => {
    fill(root(), { 'outside/a.yaml': ours('1'), 'out/own.yaml': ours('1') });
    fs.symlinkSync('../outside', path.join(root(), 'out/folder'));
    fs.symlinkSync('../outside/a.yaml', path.join(root(), 'out/file.yaml'));
    applyPlan(planWrites(path.join(root(), 'out'), files({ 'b.yaml': ours('1') })));
    expect(contents(root())).toEqual({
      'outside/a.yaml': ours('1'),
      'out/b.yaml': ours('1'),
      'out/folder': '-> ../outside',
      'out/file.yaml': '-> ../outside/a.yaml',
    });
  });
});

describe('refused, with nothing written', () => {
  const refuse = (texts: Record<string, string>) => {
    const before = contents(root());
    let message = '';
    try {
      planWrites(root(), files(texts));
    } catch (error) {
      message = (error as Error).message.replaceAll(root(), 'OUT');
    }
    expect(contents(root())).toEqual(before);
    return message;
  };

  test('to write over files that synth did not write, all of them named', () => {
    fill(root(), { 'a/one.yaml': 'mine: 1\n', 'two.yaml': '' });
    expect(refuse({ 'a/one.yaml': ours('1'), 'two.yaml': ours('1'), 'three.yaml': ours('1') })).toBe(
      'File was not written by synth, so it stays: OUT/a/one.yaml\nFile was not written by synth, so it stays: OUT/two.yaml',
    );
  });

  test('to follow links, to folders and to files, also where they lead nowhere', () => {
    fill(root(), { 'real/a.yaml': ours('1') });
    fs.symlinkSync('real', path.join(root(), 'folder'));
    fs.symlinkSync('real/a.yaml', path.join(root(), 'file.yaml'));
    fs.symlinkSync('nowhere', path.join(root(), 'dangling.yaml'));
    expect(refuse({ 'folder/a.yaml': ours('2'), 'file.yaml': ours('2'), 'dangling.yaml': ours('2') })).toBe(
      ['folder', 'file.yaml', 'dangling.yaml']
        .map((name) => `Symbolic link in the tree, which is not followed: OUT/${name}`)
        .join('\n'),
    );
  });

  test('to write where a folder is, or below a file', () => {
    fill(root(), { 'a.yaml/b.yaml': ours('1'), c: 'text' });
    expect(refuse({ 'a.yaml': ours('1'), 'c/d.yaml': ours('1') })).toBe(
      'No plain file, so it stays: OUT/a.yaml\nFile where a folder has to be: OUT/c',
    );
  });

  test('to write a file that is the folder of another one', () => {
    expect(refuse({ 'a/b': ours('1'), 'a/b/c.yaml': ours('1') })).toBe('a/b is a file and a folder');
  });

  test.each(['../a.yaml', '/a.yaml', 'a/../../b.yaml', './a.yaml', 'a//b.yaml'])(
    'to leave the tree: %s',
    (file) => {
      expect(refuse({ [file]: ours('1') })).toBe(`Path leaves the tree: ${file}`);
    },
  );

  test('an output directory that is a file', () => {
    fill(root(), { out: 'text' });
    const out = path.join(root(), 'out');
    expect(() => planWrites(out, files({ 'a.yaml': ours('1') }))).toThrow(
      `Output directory is no directory: ${out}`,
    );
  });
});

test('a failure on the way leaves the old tree whole', () => {
  write({ 'a.yaml': ours('1'), 'gone.yaml': ours('1') });
  const planned = planWrites(root(), files({ 'a.yaml': ours('2'), 'b/c.yaml': ours('1') }));
  fill(root(), { b: 'came in between' });
  const before = contents(root());
  expect(() => applyPlan(planned)).toThrow('EEXIST');
  expect(contents(root())).toEqual(before);
});
