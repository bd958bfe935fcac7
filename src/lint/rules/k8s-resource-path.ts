import { asString, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, triggers } from '../sensor';

/** A kind that the engine asks for at the wrong path. */
export const k8sResourcePath: ObjectRule = {
  id: 'k8s-resource-path',
  severity: 'error',
  summary: 'A k8s trigger writes a kind for which the engine calls a wrong path of the API server',
  why: 'The engine knows only namespaces and nodes as kinds without namespace. For any other such kind it calls a path with a namespace, and the API server answers 404 (clusterResources in pkg/sensors/triggers/standard-k8s/standard-k8s.go). It guesses the plural from the kind (GetGroupVersionResource in pkg/sensors/triggers/triggers.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const k8s = actionPart(trigger, 'k8s');
      const resource = valueAt(k8s?.value, 'source', 'resource');
      const kind = asString(valueAt(resource, 'kind'));
      const [group = ''] = (asString(valueAt(resource, 'apiVersion')) ?? '').split('/');
      if (!k8s || kind === undefined) continue;
      const place = [...k8s.path, 'source', 'resource', 'kind'];
      if (kind === 'Endpoints') {
        report(place, `the engine calls a wrong path for ${kind}`, {
          value: kind,
          help: 'use a Job that runs kubectl',
        });
      } else if (UNKNOWN_CLUSTER_KINDS.some(([kinds, of]) => of === group && kinds.includes(kind))) {
        report(place, `the engine looks for the ${kind} in a namespace, but it is in none`, {
          value: kind,
          help: 'use a Job that runs kubectl',
        });
      }
    }
  },
};

// Kinds, by the group of their apiVersion.
const UNKNOWN_CLUSTER_KINDS: readonly [kinds: readonly string[], group: string][] = [
  [['PersistentVolume'], 'v1'],
  [['ClusterRole', 'ClusterRoleBinding'], 'rbac.authorization.k8s.io'],
  [['CustomResourceDefinition'], 'apiextensions.k8s.io'],
  [['APIService'], 'apiregistration.k8s.io'],
  [['StorageClass', 'VolumeAttachment', 'CSIDriver', 'CSINode'], 'storage.k8s.io'],
  [['PriorityClass'], 'scheduling.k8s.io'],
  [['IngressClass'], 'networking.k8s.io'],
  [['RuntimeClass'], 'node.k8s.io'],
  [['CertificateSigningRequest'], 'certificates.k8s.io'],
  [['FlowSchema', 'PriorityLevelConfiguration'], 'flowcontrol.apiserver.k8s.io'],
  [
    [
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    ],
    'admissionregistration.k8s.io',
  ],
  [['ClusterWorkflowTemplate'], 'argoproj.io'],
];
