import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ENGINE, SCHEMA_PATH } from '../../scripts/imports/engine';

const ROOT = join(__dirname, '../..');

/** All that cdk8s-cli reads (`Config` in its lib/config.d.ts). */
const KNOWN = [
  'app',
  'language',
  'output',
  'importDirectory',
  'imports',
  'pluginsDirectory',
  'validations',
  'synthConfig',
];

describe('cdk8s.yaml', () => {
  const config = parse(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as Record<string, unknown>;

  test('has only keys that cdk8s-cli knows', () => {
    expect(Object.keys(config).filter((key) => !KNOWN.includes(key))).toEqual([]);
    expect(config).toMatchObject({ language: 'typescript', app: 'npm run --silent synth', output: 'dist' });
  });

  test('names the source that the imports are made from', () => {
    const repository = ENGINE.module.replace('github.com', 'raw.githubusercontent.com');
    expect(config['imports']).toEqual([
      `argo-events:=https://${repository}/${ENGINE.version}/${SCHEMA_PATH}`,
    ]);
  });
});
