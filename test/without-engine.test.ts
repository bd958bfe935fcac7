import { App } from 'cdk8s';
import { Manifest } from '../src/argo-events/manifest';
import { run } from '../src/cli';
import { BUILD_ENGINE } from '../src/engine/load';
import { Folder } from '../src/gitops/folder';
import { checkObject, RULES } from '../src/lint';
import { notRun } from '../src/lint/check';
import { noCluster } from './cluster/none';
import { temporaryDirectory } from './gitops/directory';
import { sample } from './lint/samples';

// A clone in which nobody has run npm run build:engine.
jest.mock('../src/engine/load', () => ({
  ...jest.requireActual('../src/engine/load'),
  engine: () => undefined,
  engineBuild: () => undefined,
  hasEngine: () => false,
}));

const NOT_RUN = RULES.filter(({ needsEngine }) => needsEngine).map(({ id }) => id);
const root = temporaryDirectory();

function buildApp(): App {
  const app = new App();
  const [sensor] = sample('jq-syntax', 'bad');
  new Manifest(new Folder(app, 'sensors', { path: 's' }), 's', sensor as never);
  return app;
}

async function synth(...options: string[]) {
  const printed = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[stream] += text;
    },
  });
  const code = await run(['synth', 'app.ts', '--out', `${root()}/dist`, ...options], {
    loadApp: buildApp,
    connect: noCluster,
    stdout: into('stdout'),
    stderr: into('stderr'),
  });
  return { code, ...printed };
}

test('the rules that need the engine find nothing, and are known', () => {
  expect(NOT_RUN).toEqual([
    'event-filter-syntax',
    'expr-syntax',
    'jq-syntax',
    'lua-syntax',
    'template-syntax',
  ]);
  expect(notRun().map(({ id }) => id)).toEqual(NOT_RUN);
  for (const id of NOT_RUN) expect(sample(id, 'bad').flatMap((object) => checkObject(object))).toEqual([]);
});

test('what another rule knows of the same text it still says', () => {
  const [object] = sample('expr-variable', 'bad');
  expect(checkObject(object!).map(({ rule }) => rule)).toEqual(['expr-variable']);
});

test('synth says which rules did not run, and its exit code does not depend on it', async () => {
  const { code, stderr } = await synth();
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: `not checked: ${NOT_RUN.join(', ')}, because the engine is not built: ${BUILD_ENGINE}\n`,
  });
  expect(JSON.parse((await synth('--json')).stdout)).toMatchObject({ exitCode: 0, notRun: NOT_RUN });
});
