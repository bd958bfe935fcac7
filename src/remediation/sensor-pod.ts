import type { Template } from '../../imports/argo-events';
import type { SensorProps } from '../argo-events/sensor';
import type { RemediationSettings } from './settings';

/** What the Sensor objects have in common: labels, bus, account, resources, logging. */
export function sensorProps(settings: RemediationSettings, name: string): SensorProps {
  const app = settings.names.sensorApp;
  // Of the Sensor and of its pods: `kubectl logs -l app=remediation-sensor` asks for pods.
  const labels = {
    app,
    component: 'webhook-processing',
    version: 'v1',
    'monitoring.5dlabs.com/component': app,
  };
  return {
    name,
    namespace: settings.sensorNamespace,
    labels,
    annotations: SCRAPE,
    eventBusName: settings.eventBusName,
    // More would only stand by: the engine runs one pod at a time.
    replicas: 1,
    template: podTemplate(settings.serviceAccount.name, labels),
  };
}

// The port on which sensors and event sources serve their metrics (pkg/metrics, cmd.Start).
const SCRAPE = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '7777',
  'prometheus.io/path': '/metrics',
};

/** The pods of a sensor or event source, with the resources of the task. */
export function podTemplate(serviceAccountName: string, labels: Readonly<Record<string, string>>): Template {
  return {
    metadata: { labels: { ...labels }, annotations: { ...SCRAPE } },
    serviceAccountName,
    container: {
      env: [{ name: 'LOG_LEVEL', value: 'info' }],
      resources: {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '200m', memory: '256Mi' },
      },
    },
  };
}
