import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Folder, folderOf } from '../../src/gitops/folder';

test('the innermost folder decides, through constructs and charts', () => {
  const outer = new Folder(new App(), 'outer', { path: 'a' });
  const inner = new Folder(new Chart(outer, 'chart'), 'inner', { path: 'b/c' });
  expect(folderOf(new Construct(inner, 'construct'))).toBe(inner);
  expect(folderOf(new Chart(outer, 'other'))).toBe(outer);
  expect(folderOf(outer)).toBe(outer);
});

test('trap: every chart of cdk8s is an instanceof every kind of chart', () => {
  const chart = new Chart(new App(), 'chart');
  expect(chart).toBeInstanceOf(Folder);
  expect(folderOf(chart)).toBeUndefined();
});

test.each(['', '/', '/a', 'a/', 'a//b', '..', 'a/../b', './a', 'a\\b', '.git', 'a/.b', 'a b', 'C:', 'ä'])(
  'refused as a path: %j',
  (path) => {
    expect(() => new Folder(new App(), 'folder', { path })).toThrow(
      `[folder] path: ${JSON.stringify(path)} is no path of a folder; expected names of letters, digits, ".", "_" and "-", joined by "/" [output-file]`,
    );
  },
);

test.each(['a', 'infra/gitops/resources', 'v1.2_b-c/D'])('taken as a path: %j', (path) => {
  expect(new Folder(new App(), 'folder', { path }).path).toBe(path);
});

test('trap: cdk8s gives an object without name the hash of its path', () => {
  const nameless = { apiVersion: 'v1', kind: 'ConfigMap' };
  expect(new ApiObject(new Chart(new App(), 'chart'), 'o', nameless).name).toMatch(/^chart-o-c8/);
  const folder = new Folder(new App(), 'folder', { path: 'a' });
  expect(() => new ApiObject(folder, 'o', nameless)).toThrow(
    '[folder/o] metadata.name: the object has no name; names are never generated: write one [object-identity]',
  );
});
