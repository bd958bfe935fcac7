import type { FieldPath } from '../../src/findings/finding';
import { locate } from '../../src/manifests/locate';
import { read } from './read';

const TEXT = `kind: Sensor
spec:
  a: "x y"
  list:
    - name: b
      value: |
        text
    - { name: c }
    - [1, 2]
    - plain
  empty:
  alias: &it { deep: 1 }
  copy: *it
  merged:
    <<: *it
    own: 2
`;

/** The text at the place of a path, and whether it is in several places. */
function at(path: FieldPath, field?: string): string {
  const [document] = read(TEXT).documents;
  const { start, end, isShared } = locate(document!.root!, path, field);
  return `${TEXT.slice(start, end)}${isShared ? ' (shared)' : ''}`;
}

test.each<[FieldPath, string]>([
  [[], 'kind'],
  [['spec'], 'spec'],
  [['spec', 'a'], '"x y"'],
  [['spec', 'list'], 'list'],
  [['spec', 'list', 0], 'name'],
  [['spec', 'list', 0, 'name'], 'b'],
  [['spec', 'list', 0, 'value'], '        text\n'],
  [['spec', 'list', 1], '{'],
  [['spec', 'list', 1, 'name'], 'c'],
  [['spec', 'list', 2, 1], '2'],
  [['spec', 'list', 3], 'plain'],
  [['spec', 'empty'], 'empty'],
  [['spec', 'copy'], '*it'],
  [['spec', 'copy', 'deep'], '1 (shared)'],
  [['spec', 'merged', 'deep'], '1 (shared)'],
  [['spec', 'merged', 'own'], '2'],
])('a value: %j', (path, text) => {
  expect(at(path)).toBe(text);
});

test.each<[FieldPath, string]>([
  [['spec', 'gone'], 'spec'],
  [['spec', 'gone', 'deep', 0], 'spec'],
  [['spec', 'list', 7], 'list'],
  [['spec', 'list', 0, 'gone'], 'name'],
  [['spec', 'a', 'gone'], '"x y"'],
  [['gone'], 'kind'],
])('what is missing is at the nearest value around it: %j', (path, text) => {
  expect(at(path)).toBe(text);
});

test('a field of an object is at its key', () => {
  expect(at(['spec', 'list', 1], 'name')).toBe('name');
  expect(at(['spec'], 'gone')).toBe('spec');
});
