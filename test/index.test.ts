import * as root from '../src';
import * as lint from '../src/lint';
import * as remediation from '../src/remediation';
import { exportsOf } from './docs/public';

/** The entry points of the package. What each of them exports is in docs/reference/api.md. */
const ENTRIES = [
  { file: 'src/index.ts', library: root },
  { file: 'src/lint/index.ts', library: lint },
  { file: 'src/remediation/index.ts', library: remediation },
];

test.each(ENTRIES)('$file is read right: what is no type is there at run time', ({ file, library }) => {
  const values = exportsOf(file).filter(({ isType }) => !isType);
  expect(Object.keys(library).sort()).toEqual(values.map(({ name }) => name));
});

test('they are the entry points of the package', () => {
  const { exports } = require('../package.json') as { exports: Record<string, { default?: string }> };
  const files = Object.values(exports).flatMap((entry) => entry.default ?? []);
  expect(files.map((path) => path.replace('./lib/', '').replace(/\.js$/, '.ts'))).toEqual(
    ENTRIES.map(({ file }) => file),
  );
});
