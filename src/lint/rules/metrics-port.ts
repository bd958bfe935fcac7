import { describe, quote } from '../../findings/words';
import { partAt, rootPart } from '../plain';
import type { ObjectRule } from '../rule';

/** A port for metrics on which there are none. */
export const metricsPort: ObjectRule = {
  id: 'metrics-port',
  severity: 'warning',
  summary: 'An annotation sends Prometheus to a port without metrics',
  why: 'Sensors and event sources serve their metrics on port 7777, and nothing in the spec changes that (SensorMetricsPort and EventSourceMetricsPort in pkg/apis/events/v1alpha1/const.go, Start in pkg/sensors/cmd/start.go and pkg/eventsources/cmd/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (value, report) => {
    const annotations = partAt(rootPart(value), 'spec', 'template', 'metadata', 'annotations');
    const port = annotations?.value[PORT_ANNOTATION];
    if (!annotations || port === undefined || String(port) === METRICS_PORT) return;
    report([...annotations.path, PORT_ANNOTATION], `there are no metrics on port ${describe(port)}`, {
      value: port,
      help: `expected ${quote(METRICS_PORT)}`,
    });
  },
};

const PORT_ANNOTATION = 'prometheus.io/port';
const METRICS_PORT = '7777';
