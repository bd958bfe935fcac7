import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Package {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(__dirname, '..', file), 'utf8')) as T;
}

test('every version is exact but those of the peers, which are the newest here', () => {
  for (const file of ['package.json', '.github/release/package.json']) {
    const { dependencies, devDependencies } = readJson<Package>(file);
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.length).toBeGreaterThan(1);
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test('cdk8s and constructs are peers, as old as cdk8s-plus takes them: its types are in our declarations', () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } = readJson<Package>('package.json');
  const needed = Object.entries(peerDependencies ?? {}).filter(
    ([name]) => !peerDependenciesMeta?.[name]?.optional,
  );
  expect(Object.fromEntries(needed)).toEqual(
    readJson<Package>('node_modules/cdk8s-plus-28/package.json').peerDependencies,
  );
  for (const name of Object.keys(peerDependencies ?? {})) expect(dependencies).not.toHaveProperty(name);
});

test('an import of /lint and /remediation has types also for a compiler that does not read exports', () => {
  const { exports, typesVersions } = readJson<{
    exports: Readonly<Record<string, { types: string }>>;
    typesVersions: { '*': Readonly<Record<string, readonly string[]>> };
  }>('package.json');
  const subpaths = Object.keys(exports).filter((path) => /^\.\/\w+$/.test(path));
  expect(subpaths).toEqual(['./lint', './remediation']);
  for (const path of subpaths) {
    expect(typesVersions['*'][path.slice(2)]?.map((file) => `./${file}`)).toEqual([exports[path]?.types]);
  }
});

test('the package says its licence and its repository, which npm compares with that of the provenance', () => {
  const { license, repository } = readJson<{ license: string; repository: { url: string } }>('package.json');
  expect(license).toBe('Apache-2.0');
  expect(readFileSync(join(__dirname, '../LICENSE'), 'utf8')).toContain('Apache License');
  expect(repository.url).toMatch(/^git\+https:\/\/github\.com\/[\w-]+\/cdk8s-argo-events\.git$/);
});

test('the lock file has the binaries of every platform: without one, npm ci refuses the whole of it', () => {
  const { packages } = readJson<{ packages: Readonly<Record<string, Package>> }>('package-lock.json');
  for (const { optionalDependencies = {} } of Object.values(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      expect(Object.keys(packages)).toContain(`node_modules/${name}`);
    }
  }
});
