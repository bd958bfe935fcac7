import { type App, Chart } from 'cdk8s';
import { create, EventSource, log, Sensor, webhookEvent } from '../src';

/** An ordinary Chart with a namespace and a label, an event source and a sensor. There are warnings: it has no bus. */
export function shopChart(app: App, { hasMistake = false } = {}): Chart {
  const chart = new Chart(app, 'shop', { namespace: 'events', labels: { team: 'shop' } });
  const orders = new EventSource(chart, 'orders', {
    name: 'orders',
    events: { order: webhookEvent({ endpoint: '/order', port: 12000, method: 'POST' }) },
  });
  const sensor = new Sensor(chart, 'sales', { name: 'sales', labels: { tier: 'back' } });
  const order = sensor.on('order', orders.event('order'));
  const metadata = { generateName: 'order-' };
  sensor.do('note', { conditions: order, action: create({ apiVersion: 'v1', kind: 'ConfigMap', metadata }) });
  if (hasMistake) sensor.do('note', { conditions: order, action: log() });
  sensor.grant({ name: 'sales', namespace: 'events' });
  return chart;
}
