import { quote } from '../../findings/words';
import { asObject, partAt, rootPart, valueAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A label or annotation for a pod that the pod does not get. */
export const podMetadata: ObjectRule = {
  id: 'pod-metadata',
  severity: 'warning',
  summary: 'A label or annotation that has a meaning only on a pod is not in spec.template.metadata',
  why: 'The pod gets only spec.template.metadata (buildDeploymentSpec in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (value, report) => {
    for (const field of ['annotations', 'labels']) {
      const found = partAt(rootPart(value), 'metadata', field);
      const ofPod = Object.keys(asObject(valueAt(value, 'spec', 'template', 'metadata', field)));
      for (const key of Object.keys(found?.value ?? {})) {
        if (!found || !POD_METADATA.some((prefix) => key.startsWith(prefix)) || ofPod.includes(key)) continue;
        const place = [...found.path, key];
        report(place, `${quote(key)} does not get to the pods`, {
          help: `move it to spec.template.metadata.${field}`,
        });
      }
    }
  },
};

// Metadata of pods that Prometheus, service meshes, injectors and the autoscaler read.
const POD_METADATA = [
  'prometheus.io/',
  'ad.datadoghq.com/',
  'sidecar.istio.io/',
  'traffic.sidecar.istio.io/',
  'linkerd.io/',
  'config.linkerd.io/',
  'vault.hashicorp.com/',
  'cluster-autoscaler.kubernetes.io/safe-to-evict',
];
