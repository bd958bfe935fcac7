import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Packs the library, installs it into an empty project, compiles a sensor against it with the oldest and the newest
// TypeScript that are supported, and runs it as an ES module and as CommonJS. Needs the npm registry.

const ROOT = join(__dirname, '..');
const TYPESCRIPT = { oldest: '5.9.3', newest: '7.0.2' } as const;

const BODY = `
const app = new App();
const sensor = new Sensor(new Folder(app, 'shop', { path: 'shop' }), 'wishes', { name: 'wishes', namespace: 'events' });
const wish = sensor.on('wish', eventReference<{ body: { text: string } }>('webhook', 'wish'), {
  filters: (e) => [contains(e.body.text, 'please')],
});
sensor.do('log', { conditions: wish, action: log() });
// @ts-expect-error a mistyped path does not compile
void wish.data.body.txt;
for (const [path, text] of renderTree(app)) console.log(path, text.length > 300 && text.includes('kind: Sensor'));
`;
const NAMES = 'contains, eventReference, Folder, log, renderTree, Sensor';
const EXPECTED = 'shop/events/wishes-sensor.yaml true\n';

// A trigger, a filter and an event of somebody else's, in one file outside the package, that knows its public API alone.
const OWN = `
import { type Action, type EventDefinition, endsWith, type Filter, type Reference, type StringSlot, triggerOfKind } from 'cdk8s-argo-events';
export const tell = (team: string, message: StringSlot): Action =>
  triggerOfKind('slack', { slackToken: { name: 'slack', key: 'token' }, channel: \`team-\${team}\`, message });
export const print: Action = { bind: () => ({ template: { log: {} }, permissions: [] }) };
export const byBot = (login: Reference<string>): Filter => endsWith(login, '[bot]');
export const passes: Filter = { toFilter: () => ({ script: 'return true' }) };
export const order = <T,>(topic: string): EventDefinition<T> => ({
  kind: 'nsq',
  spec: { hostAddress: 'nsq:4161', topic, channel: 'shop', jsonBody: true },
});
`;
const WITH_OWN = `
const app = new App();
const folder = new Folder(app, 'shop', { path: 'shop' });
const events = { order: order<{ body: { by: string } }>('orders') };
const source = new EventSource(folder, 'orders', { name: 'orders', namespace: 'events', events });
const sensor = new Sensor(folder, 'sales', { name: 'sales', namespace: 'events' });
const sold = sensor.on('sold', source.event('order'), { filters: (e) => [byBot(e.body.by), passes] });
sensor.do('tell', { conditions: sold, action: tell('sales', text\`Sold by \${sold.data.body.by}\`) });
sensor.do('print', { conditions: sold, action: print });
for (const [path, yaml] of renderTree(app)) console.log(path, /nsq:4161|team-sales/.test(yaml));
`;
const WITH_OWN_EXPECTED = 'shop/events/orders-eventsource.yaml true\nshop/events/sales-sensor.yaml true\n';

/** Sources by their extension, with that of what is compiled from them. */
const FILES = { mts: 'mjs', cts: 'cjs' } as const;

const project = mkdtempSync(join(tmpdir(), 'package-'));
let passed = 0;
try {
  const [tarball] = run('npm', ['pack', '--pack-destination', project], ROOT).trim().split('\n').slice(-1);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true }));
  const compilers = Object.entries(TYPESCRIPT).map(
    ([age, version]) => `typescript-${age}@npm:typescript@${version}`,
  );
  run('npm', ['install', '--no-audit', '--no-fund', `./${tarball}`, ...compilers, '@types/node@20']);
  for (const [file, own] of Object.entries(FILES)) {
    const imports = `import { App } from 'cdk8s';\nimport { ${NAMES} } from 'cdk8s-argo-events';\n`;
    writeFileSync(join(project, `wishes.${file}`), `${imports}${BODY}`);
    writeFileSync(join(project, `own.${file}`), OWN);
    const more = `import { EventSource, Folder, renderTree, Sensor, text } from 'cdk8s-argo-events';\n`;
    const from = `import { byBot, order, passes, print, tell } from './own.${own}';\n`;
    writeFileSync(join(project, `sales.${file}`), `import { App } from 'cdk8s';\n${more}${from}${WITH_OWN}`);
  }
  for (const age of Object.keys(TYPESCRIPT)) {
    check(`compiles with the ${age} TypeScript`, () => {
      const options = [
        '--strict',
        '--exactOptionalPropertyTypes',
        '--module',
        'node16',
        '--target',
        'es2022',
      ];
      const sources = Object.keys(FILES).flatMap((file) => [`wishes.${file}`, `sales.${file}`]);
      const tsc = join(project, `node_modules/typescript-${age}/bin/tsc`);
      const args = [tsc, ...options, '--types', 'node', '--outDir', age, ...sources];
      const { stdout } = spawnSync('node', args, { cwd: project, encoding: 'utf8' });
      // Declarations are checked too; those of cdk8s-plus itself have errors, which are not ours to mend.
      const errors = stdout.split('\n').filter((line) => /^\S.*: error TS/.test(line));
      const own = errors.filter((line) => !line.startsWith('node_modules/cdk8s-plus-28/'));
      for (const error of own) console.error(error);
      return own.length === 0;
    });
    for (const file of Object.values(FILES)) {
      const prints = (name: string) => run('node', [join(age, `${name}.${file}`)]);
      check(`renders as ${file} of the ${age} TypeScript`, () => prints('wishes') === EXPECTED);
      check(
        `takes kinds of somebody else in ${file} of the ${age} TypeScript`,
        () => prints('sales') === WITH_OWN_EXPECTED,
      );
    }
  }
  check('holds what is built and nothing else', () => {
    const listed = run('tar', ['-tf', tarball ?? ''])
      .trim()
      .split('\n')
      .map((file) => file.replace('package/', ''));
    return listed.every((file) =>
      /^(?:lib\/(?:src|imports)\/.*\.(?:js|d\.ts|json)|[A-Z]+(?:\.md)?|package\.json)$/.test(file),
    );
  });
  console.log(`${passed} passed, 0 failed`);
} finally {
  rmSync(project, { recursive: true });
}

function check(what: string, holds: () => boolean): void {
  if (!holds()) throw new Error(`The package does not hold: it ${what}`);
  passed++;
  console.log(`ok: ${what}`);
}

function run(command: string, args: readonly string[], cwd: string = project): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
