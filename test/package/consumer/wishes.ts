import { App } from 'cdk8s';
import { contains, eventReference, Folder, log, renderTree, Sensor } from 'cdk8s-argo-events';

const app = new App();
const sensor = new Sensor(new Folder(app, 'shop', { path: 'shop' }), 'wishes', {
  name: 'wishes',
  namespace: 'events',
});
const wish = sensor.on('wish', eventReference<{ body: { text: string } }>('webhook', 'wish'), {
  filters: (e) => [contains(e.body.text, 'please')],
});
sensor.do('log', { conditions: wish, action: log() });
// @ts-expect-error a mistyped path does not compile
void wish.data.body.txt;
for (const [path, text] of renderTree(app))
  console.log(path, text.length > 300 && text.includes('kind: Sensor'));
