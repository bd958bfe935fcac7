import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = join(__dirname, '..');

/** For each part of src/, the parts that it may import. Arrows point one way. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  findings: [],
  'remember.ts': [],
  'rendered.ts': ['remember.ts'],
  'warnings.ts': ['findings'],
  'validations.ts': ['findings', 'warnings.ts'],
  engine: ['findings'],
  lint: ['imports', 'engine', 'findings', 'remember.ts'],
  manifests: ['findings'],
  'lint-files': ['engine', 'findings', 'lint', 'manifests'],
  'argo-events': ['imports', 'lint', 'findings', 'rendered.ts', 'validations.ts', 'warnings.ts'],
  'argo-cd': ['imports', 'argo-events', 'findings', 'gitops'],
  gitops: ['findings', 'remember.ts', 'rendered.ts', 'validations.ts', 'warnings.ts'],
  remediation: ['imports', 'argo-cd', 'argo-events', 'findings', 'gitops', 'validations.ts', 'warnings.ts'],
  graph: ['argo-events', 'lint'],
  impact: ['findings', 'lint', 'remember.ts'],
  import: ['argo-events', 'findings', 'gitops', 'lint', 'manifests'],
  synth: ['engine', 'findings', 'gitops', 'lint', 'warnings.ts'],
  'app-file.ts': [],
  cluster: [],
  status: ['argo-events', 'cluster', 'lint', 'remediation'],
  operate: ['cluster', 'remediation', 'status'],
  trace: ['cluster', 'lint', 'remediation', 'status'],
  replay: ['imports', 'argo-events', 'engine', 'findings', 'lint', 'manifests', 'status'],
  cli: [
    'app-file.ts',
    'cluster',
    'engine',
    'findings',
    'gitops',
    'graph',
    'impact',
    'import',
    'lint',
    'lint-files',
    'manifests',
    'operate',
    'replay',
    'status',
    'synth',
    'trace',
  ],
  'cli.ts': ['app-file.ts', 'cli', 'cluster'],
  'main.ts': ['argo-events', 'gitops', 'remediation'],
  'index.ts': ['imports', 'argo-cd', 'argo-events', 'findings', 'gitops', 'lint'],
};

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file}`);

/** Relative imports of a file, from the root, without extension. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|require\(|import\() ?'(\.[^']*)'/g)].map(
    ([, path]) => path ?? '',
  );
  return specifiers.map((path) => relative(ROOT, resolve(ROOT, dirname(file), path)));
}

function partOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top !== 'src') return top;
  return path.split('/').length > 2 ? second : second.endsWith('.ts') ? second : `${second}.ts`;
}

test.each(files)('%s imports only what its part may', (file) => {
  const part = partOf(file);
  const forbidden = importsOf(file)
    .filter((path) => partOf(path) !== part)
    .filter((path) => !ALLOWED[part]?.includes(partOf(path)));
  expect(forbidden).toEqual([]);
});

test('references are pure: they know nothing of constructs', () => {
  for (const file of files.filter((path) => path.startsWith('src/argo-events/references/'))) {
    const outside = importsOf(file).filter((path) => !path.startsWith('src/argo-events/references/'));
    expect(outside.filter((path) => !/^(?:imports|src\/findings)\//.test(path))).toEqual([]);
    expect(readFileSync(join(ROOT, file), 'utf8')).not.toMatch(/from '(?:cdk8s|constructs)'/);
  }
});

test('the rules are for anybody with plain objects: they know nothing of constructs', () => {
  for (const file of files.filter((path) => /^src\/(?:lint|findings)\//.test(path))) {
    expect(readFileSync(join(ROOT, file), 'utf8')).not.toMatch(/from '(?:cdk8s|constructs)/);
  }
});

test('only the tests of dist/ know src/main.ts, so that a prop that is changed there turns no other red', () => {
  const tests = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const importing = tests.filter((file) => importsOf(`test/${file}`).includes('src/main'));
  expect(importing.sort()).toEqual(['dist.test.ts', 'lint/dist.test.ts']);
  // Nor do they read its text, or dist/ as files.
  const reading = tests.filter((file) =>
    /readFileSync\([^)]*(?:main\.ts|'dist|\bDIST\b)/.test(readFileSync(join(__dirname, file), 'utf8')),
  );
  expect(reading.sort()).toEqual(['lint/dist.test.ts']);
});

test('the commands that ask a cluster start fast: of the loop they know the words and the names alone', () => {
  for (const file of files.filter((path) => /^src\/(?:cluster|status|operate|trace)\//.test(path))) {
    const values = readFileSync(join(ROOT, file), 'utf8').matchAll(
      /^import (?!type)[^;]*'\.\.\/((?:argo-events|lint|remediation)\/[^']*)'/gm,
    );
    const known = ['argo-events/plural', 'lint/plain', 'remediation/names', 'remediation/state/keys'];
    expect([...values].map(([, path = '']) => path).filter((path) => !known.includes(path))).toEqual([]);
  }
});

test('there is no import in a circle', () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap((path) =>
        [`${path}.ts`, `${path}/index.ts`].filter((one) => files.includes(one)),
      ),
    ]),
  );
  // A file that leads to no circle is visited once: the ways to it are too many to walk each.
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) throw new Error(`Circle: ${[...path, file].join(' -> ')}`);
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

test('cdk8s-plus is imported for its types alone: at run time it is slow to start', () => {
  const importing = files.filter((file) =>
    /^import (?!type)[^;]*'cdk8s-plus-28'/m.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(importing).toEqual([]);
});
