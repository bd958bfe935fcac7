// The file of an app, for the command line of the package. It runs in Node as it is, or compiled.
import { App } from 'cdk8s';
import { contains, eventReference, Folder, log, Sensor } from 'cdk8s-argo-events';

export const app = new App();
const folder = new Folder(app, 'shop', { path: 'shop' });
const sensor = new Sensor(folder, 'wishes', { name: 'wishes', namespace: 'events' });
const wish = sensor.on('wish', eventReference<{ body: { text: string } }>('webhook', 'wish'), {
  filters: (e) => [contains(e.body.text, 'please')],
});
sensor.do('log', { conditions: wish, action: log() });
