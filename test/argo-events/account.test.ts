import { App } from 'cdk8s';
import { EventSource } from '../../src/argo-events/event-source';
import { calendarEvent } from '../../src/argo-events/event-sources';
import { Sensor } from '../../src/argo-events/sensor';
import { log, patch } from '../../src/argo-events/triggers';
import { lineWithin } from '../../src/findings/line';
import { Folder } from '../../src/gitops/folder';
import { renderTree } from '../../src/gitops/tree';
import { warningsOf } from '../../src/warnings';
import { COMMENT } from './events';

const ACCOUNT = { name: 'runner', namespace: 'events' };

/** The warnings about rights of an app with these things in its one folder. */
function warnings(build: (folder: Folder) => void): string[] {
  const app = new App();
  build(new Folder(app, 'app', { path: 'out' }));
  jest.spyOn(console, 'warn').mockReturnValue();
  renderTree(app);
  return warningsOf(app)
    .map(lineWithin)
    .filter((line) => line.includes('[missing-grant]'));
}

const sensorWith =
  (action: Parameters<Sensor['do']>[1]['action'], template?: { serviceAccountName: string }) =>
  (folder: Folder) => {
    const props = { name: 'triage', namespace: 'events', ...(template && { template }) };
    const sensor = new Sensor(folder, 'triage', props);
    sensor.do('act', { conditions: sensor.on('comment', COMMENT), action });
    return sensor;
  };

const CONFIG_MAP = patch({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'last' } });
const HELP = 'call grant(…), or name an account that has the rights [missing-grant]';

describe('missing-grant', () => {
  test('of a sensor that writes objects, and nobody has said as whom', () => {
    expect(warnings((folder) => sensorWith(CONFIG_MAP)(folder))).toEqual([
      `template.serviceAccountName: the pods run as the account "default", but have to be allowed to get configmaps; ${HELP}`,
    ]);
  });

  test('of an event source that reads or writes objects', () => {
    const persistence = { configMap: { name: 'clock' } };
    const clock = (folder: Folder) =>
      new EventSource(folder, 'clock', {
        name: 'clock',
        namespace: 'events',
        events: { hour: calendarEvent({ interval: '1h', persistence }) },
      });
    expect(warnings(clock)).toHaveLength(1);
    expect(warnings((folder) => clock(folder).grant(ACCOUNT))).toEqual([]);
  });

  test('not after grant, with an account in the template, or if no rights are needed', () => {
    expect(warnings((folder) => sensorWith(CONFIG_MAP)(folder).grant(ACCOUNT))).toEqual([]);
    expect(warnings(sensorWith(CONFIG_MAP, { serviceAccountName: 'runner' }))).toEqual([]);
    expect(warnings(sensorWith(log()))).toEqual([]);
  });
});
