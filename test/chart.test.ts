import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Chart, Testing, Yaml } from 'cdk8s';
import { EventBus, EventSource, Folder, log, renderTree, Sensor, webhookEvent } from '../src';
import { temporaryDirectory } from './gitops/directory';
import { shopChart } from './shop-chart';

// The constructs in an ordinary Chart, rendered by cdk8s itself.

const ROOT = path.join(__dirname, '..');
const folder = temporaryDirectory();
const warn = jest.spyOn(console, 'warn').mockImplementation();
beforeEach(() => warn.mockClear());

// The command line of cdk8s starts node several times.
jest.setTimeout(120_000);

interface Rendered {
  readonly objects: readonly { kind: string; metadata: { labels?: object; namespace?: string } }[];
  readonly warnings: readonly string[];
}

function ofSynth(): Rendered {
  const app = new App({ outdir: folder() });
  shopChart(app);
  app.synth();
  return { objects: written(folder()), warnings: warn.mock.calls.flat() };
}

function ofTesting(): Rendered {
  return { objects: Testing.synth(shopChart(Testing.app())), warnings: warn.mock.calls.flat() };
}

/** What `cdk8s synth` writes and prints, in a project of its own. */
function ofCommand(options = '{}') {
  const project = folder();
  const file = `import { App } from 'cdk8s';
    import { shopChart } from ${JSON.stringify(path.join(ROOT, 'test/shop-chart'))};
    const app = new App();
    shopChart(app, ${options});
    app.synth();`;
  fs.writeFileSync(path.join(project, 'app.ts'), file);
  fs.writeFileSync(path.join(project, 'cdk8s.yaml'), 'app: node --import tsx app.ts\nlanguage: typescript\n');
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  const program = path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  const argv = [program, 'synth', '--check-upgrade=false'];
  return { project, ...spawnSync(process.execPath, argv, { cwd: project, encoding: 'utf8' }) };
}

const written = (out: string) => Yaml.load(path.join(out, 'shop.k8s.yaml'));

test('the namespace of the Chart applies, and its labels are added to the own ones', () => {
  const { objects } = ofTesting();
  expect(objects.map(({ kind, metadata: { namespace, labels } }) => [kind, namespace, labels])).toEqual([
    ['EventSource', 'events', { team: 'shop' }],
    ['Sensor', 'events', { team: 'shop', tier: 'back' }],
    ['Role', 'events', { team: 'shop' }],
    ['RoleBinding', 'events', { team: 'shop' }],
  ]);
});

test('what is given goes before what the Chart has', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'events', labels: { team: 'shop' } });
  new EventBus(chart, 'bus', { namespace: 'other', labels: { team: 'bus' }, spec: { nats: { native: {} } } });
  expect(Testing.synth(chart)).toMatchObject([{ metadata: { namespace: 'other', labels: { team: 'bus' } } }]);
});

test.each([
  ['Sensor', (scope: Chart) => new Sensor(scope, 'one', { name: 'one' })],
  ['EventSource', (scope: Chart) => new EventSource(scope, 'one', { name: 'one', events: {} })],
  ['EventBus', (scope: Chart) => new EventBus(scope, 'one', { spec: { nats: {} } })],
])('without a namespace of its own or of a Chart, %s is refused', (kind, build) => {
  const message = `[shop/one] namespace: the ${kind} has no namespace; set the prop namespace, or that of the Chart`;
  expect(() => build(new Chart(new App(), 'shop'))).toThrow(message);
});

test('app.synth(), Testing.synth and the command line of cdk8s give the same objects and warnings', () => {
  const { objects, warnings } = ofSynth();
  warn.mockClear();
  expect(ofTesting()).toEqual({ objects, warnings });
  const { project, status, stderr } = ofCommand();
  expect(status).toBe(0);
  expect(written(path.join(project, 'dist'))).toEqual(objects);
  expect(stderr).toBe(`${warnings.join('\n')}\n`);
  expect(warnings.map((line) => /^warning: \[(\S+)\] .* \[(\S+)\]$/.exec(line)?.slice(1))).toEqual([
    ['shop/orders/EventSource', 'unknown-event-bus'],
    ['shop/sales/Sensor', 'unknown-event-bus'],
    ['shop/sales/Sensor', 'unknown-service-account'],
    ['shop/sales/Role-events-sales-binding', 'unknown-service-account'],
    ['shop/orders', 'unverified-webhook'],
  ]);
});

test('they refuse the same', () => {
  const message =
    /\[shop\/sales\] trigger "note" \(spec\.triggers\[1\]\.template\.name\): .*"note".* \[duplicate-trigger\]/;
  const app = () => new App({ outdir: folder() });
  const mistaken = shopChart(app(), { hasMistake: true });
  expect(() => (mistaken.node.root as App).synth()).toThrow(message);
  expect(() => Testing.synth(shopChart(app(), { hasMistake: true }))).toThrow(message);
  const { status, stderr } = ofCommand('{ hasMistake: true }');
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
});

test('an error about all objects has the path of its construct in front, each time', () => {
  const chart = new Chart(new App({ outdir: folder() }), 'shop', { namespace: 'events' });
  const events = { order: webhookEvent({ endpoint: '/order', port: 12000, method: 'POST' }) };
  const orders = new EventSource(chart, 'orders', { name: 'orders', events });
  const sensor = new Sensor(chart, 'sales', { name: 'sales' });
  sensor.do('note', { conditions: sensor.on('order', orders.event('oder' as 'order')), action: log() });
  for (const synth of [() => Testing.synth(chart), () => (chart.node.root as App).synth()]) {
    expect(synth).toThrow(
      'Validation failed with the following errors:\n  [shop/sales/Sensor] dependency "order" (spec.dependencies[0].eventName): the EventSource "orders" has no event "oder"; did you mean "order"? [unknown-event]',
    );
  }
});

test('renderTree needs a Folder, says so, and prints no warnings itself', () => {
  const app = new App();
  shopChart(app);
  expect(() => renderTree(app)).toThrow(/^\[shop\/orders\/EventSource\] the object is in no Folder, /);
  const inFolder = new App();
  new Sensor(new Folder(inFolder, 'shop', { path: 'shop' }), 'sales', { name: 'sales', namespace: 'events' });
  expect(() => renderTree(inFolder)).toThrow();
  expect(warn).not.toHaveBeenCalled();
});
