import { partAt, rootPart } from '../plain';
import type { ObjectRule } from '../rule';

/** Metrics that are looked for where there are none. */
export const metricsPort: ObjectRule = {
  id: 'metrics-port',
  severity: 'warning',
  summary: 'Metrics are scraped from a port that does not serve them',
  why: 'Sensors and event sources serve their metrics on port 7777, which nothing in the spec changes (SensorMetricsPort and EventSourceMetricsPort in pkg/apis/events/v1alpha1/const.go, Start in pkg/sensors/cmd/start.go and pkg/eventsources/cmd/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (value, report) => {
    const annotations = partAt(rootPart(value), 'spec', 'template', 'metadata', 'annotations');
    const port = annotations?.value[PORT_ANNOTATION];
    if (!annotations || port === undefined || String(port) === METRICS_PORT) return;
    report([...annotations.path, PORT_ANNOTATION], 'Metrics are on another port', port, [METRICS_PORT]);
  },
};

const PORT_ANNOTATION = 'prometheus.io/port';
const METRICS_PORT = '7777';
