import type { Container, Template } from '../../imports/argo-events';
import type { SensorProps } from '../argo-events/sensor';
import {
  commonPodFields,
  podTemplateOf,
  RESTRICTED_CONTAINER_SECURITY,
  RESTRICTED_POD_SECURITY,
} from './pod-template';
import type { ConfigMapKey, PodTemplate } from './props/pod-template';
import type { RemediationSettings } from './settings';

/** What the Sensor objects have in common: labels, bus, account, pods. */
export function sensorProps(settings: RemediationSettings, name: string): SensorProps {
  const app = settings.names.sensorApp;
  const pods = podTemplateOf(settings.podTemplate, 'sensors');
  // The Sensor and its pods have these labels: `kubectl logs -l app=remediation-sensor` selects pods.
  const labels = {
    app,
    component: 'webhook-processing',
    version: 'v1',
    'monitoring.5dlabs.com/component': app,
  };
  return {
    name,
    namespace: settings.namespaces.sensors,
    labels,
    annotations: SCRAPE_ANNOTATIONS,
    eventBusName: settings.bus.name,
    // More pods would only stand by, because the engine runs one pod at a time.
    replicas: 1,
    template: withCAs(enginePod(pods, settings.serviceAccount.name, labels), pods.caBundle),
  };
}

/** The port on which sensors and event sources serve their metrics (pkg/metrics, cmd.Start). */
export const METRICS_PORT = 7777;

const SCRAPE_ANNOTATIONS = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(METRICS_PORT),
  'prometheus.io/path': '/metrics',
};

/** The pods of an event source. */
export function eventSourcePod(
  { podTemplate }: RemediationSettings,
  serviceAccountName: string,
  labels: Readonly<Record<string, string>>,
): Template {
  return enginePod(podTemplateOf(podTemplate, 'eventSources'), serviceAccountName, labels);
}

// What the engine writes goes into /tmp, where it mounts an emptyDir by itself (buildDeployment in
// pkg/reconciler/sensor/resource.go and eventsource/resource.go), so the root file system may be read-only.
function enginePod(
  { env = [], resources, ...rest }: PodTemplate,
  serviceAccountName: string,
  labels: Readonly<Record<string, string>>,
): Template & { container: Container } {
  return {
    metadata: { labels: { ...labels }, annotations: { ...SCRAPE_ANNOTATIONS } },
    serviceAccountName,
    securityContext: RESTRICTED_POD_SECURITY,
    ...commonPodFields(rest),
    container: {
      env: [{ name: 'LOG_LEVEL', value: 'info' }, ...env],
      // The resources that the specification gives.
      resources: resources ?? {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '200m', memory: '256Mi' },
      },
      securityContext: RESTRICTED_CONTAINER_SECURITY,
    },
  };
}

/** Where the prop `caBundle` is mounted. */
export const CA_FOLDER = '/etc/ca-bundle';

// With SSL_CERT_FILE, Go reads that file instead of the image's file of certificates. Go also reads all files in
// /etc/ssl/certs, where the image's file is. So both are trusted (loadSystemRoots in crypto/x509/root_unix.go).
function withCAs(template: Template & { container: Container }, bundle: ConfigMapKey | undefined): Template {
  if (bundle === undefined) return template;
  const { container } = template;
  return {
    ...template,
    container: {
      ...container,
      env: [...(container.env ?? []), { name: 'SSL_CERT_FILE', value: `${CA_FOLDER}/${bundle.key}` }],
      volumeMounts: [{ name: 'ca-bundle', mountPath: CA_FOLDER, readOnly: true }],
    },
    volumes: [{ name: 'ca-bundle', configMap: { name: bundle.name } }],
  };
}
