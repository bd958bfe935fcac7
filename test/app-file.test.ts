import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'cdk8s';
import { loadApp } from '../src/app-file';
import { temporaryDirectory } from './gitops/directory';

const ROOT = path.join(__dirname, '..');
const folder = temporaryDirectory();

/** Loads a file that has this text, beside the packages of this repository. */
async function load(text: string, name = 'app.js') {
  const modules = path.join(folder(), 'node_modules');
  if (!fs.existsSync(modules)) fs.symlinkSync(path.join(ROOT, 'node_modules'), modules);
  const file = path.join(folder(), name);
  fs.writeFileSync(file, text);
  try {
    const app = await loadApp(file);
    return app.node.children.map(({ node }) => node.id);
  } catch (error) {
    return (error as Error).message.replaceAll(folder(), 'FOLDER');
  }
}

const MAKES = "const { App, Chart } = require('cdk8s');\nconst app = new App();\nnew Chart(app, 'shop');\n";

test.each([
  ['an App under any name', 'exports.shop = app;'],
  ['the App itself', 'module.exports = app;'],
  ['a default export, as compilers write it', 'exports.__esModule = true; exports.default = app;'],
  ['one App under two names', 'exports.app = app; exports.default = app;'],
  ['a function buildApp', 'exports.buildApp = () => app;'],
  ['an asynchronous one', 'exports.buildApp = async () => app;'],
  ['nothing, and calls synth', 'app.synth();'],
  ['an App, and calls synth', 'exports.app = app; app.synth();'],
  ['a function buildApp that calls synth', 'exports.buildApp = () => app.synth();'],
])('a file exports %s', async (_, text) => {
  expect(await load(`${MAKES}${text}`)).toEqual(['shop']);
  // The call of synth wrote nothing.
  expect(fs.existsSync('dist/shop.k8s.yaml')).toBe(false);
});

test('synth() of cdk8s works as before when the file is loaded', async () => {
  await load(`${MAKES}app.synth();`);
  new App({ outdir: path.join(folder(), 'dist') }).synth();
  expect(fs.existsSync(path.join(folder(), 'dist'))).toBe(true);
});

test.each([
  [
    '',
    'No app in FOLDER/app.js: export the App, or a function buildApp that returns it, or call its synth()',
  ],
  [
    `${MAKES}exports.chart = app.node.children[0];`,
    'No app in FOLDER/app.js: export the App, or a function buildApp that returns it, or call its synth()',
  ],
  [`${MAKES}exports.a = app; exports.b = new App();`, 'Several apps in FOLDER/app.js: export one'],
  ["throw new Error('mine');", 'mine'],
])('%j is refused', async (text, message) => {
  expect(await load(text)).toBe(message);
});

test.each([
  ['missing.js', 'No such file: '],
  ['folder', 'folder is a folder; expected the file of an app'],
  ['sensor.yaml', 'sensor.yaml is no app; expected a file of TypeScript or JavaScript'],
])('%s is no app', async (name, message) => {
  fs.mkdirSync(path.join(folder(), 'folder'));
  fs.writeFileSync(path.join(folder(), 'sensor.yaml'), 'kind: Sensor');
  await expect(loadApp(path.join(folder(), name))).rejects.toThrow(message);
});

// With tsx and with ts-node of a project: npm run test:package.
test('TypeScript without a loader says what to do', async () => {
  fs.mkdirSync(path.join(folder(), 'node_modules'));
  const isOwn = Boolean((process.features as { typescript?: unknown }).typescript);
  expect(await load('export {};', 'main.ts')).toMatch(
    isOwn
      ? /^No app in /
      : 'No loader for TypeScript: FOLDER/main.ts. Run npm install --save-dev tsx, or name the compiled file',
  );
});
