import { App } from 'cdk8s';
import { EventSource, Folder, renderTree, Sensor, text } from 'cdk8s-argo-events';
import { byBot, order, passes, print, tell } from './own.js';

const app = new App();
const folder = new Folder(app, 'shop', { path: 'shop' });
const events = { order: order<{ body: { by: string } }>('orders') };
const source = new EventSource(folder, 'orders', { name: 'orders', namespace: 'events', events });
const sensor = new Sensor(folder, 'sales', { name: 'sales', namespace: 'events' });
const sold = sensor.on('sold', source.event('order'), { filters: (e) => [byBot(e.body.by), passes] });
sensor.do('tell', { conditions: sold, action: tell('sales', text`Sold by ${sold.data.body.by}`) });
sensor.do('print', { conditions: sold, action: print });
for (const [path, yaml] of renderTree(app)) console.log(path, /nsq:4161|team-sales/.test(yaml));
