import { part, root } from '../plain';
import type { ObjectRule } from '../rule';

/** Metrics that are looked for where there are none. */
export const metricsPort: ObjectRule = {
  id: 'metrics-port',
  severity: 'warning',
  summary: 'Metrics are scraped from a port that does not serve them',
  why: 'Sensors and event sources serve their metrics on port 7777, which nothing in the spec changes (SensorMetricsPort and EventSourceMetricsPort in pkg/apis/events/v1alpha1/const.go, Start in pkg/sensors/cmd/start.go and pkg/eventsources/cmd/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (value, report) => {
    const annotations = part(root(value), 'spec', 'template', 'metadata', 'annotations');
    const port = annotations?.value[KEY];
    if (!annotations || port === undefined || String(port) === PORT) return;
    report([...annotations.path, KEY], 'Metrics are on another port', port, [PORT]);
  },
};

const KEY = 'prometheus.io/port';
const PORT = '7777';
