import { asString, valueAt } from './plain';

const OF_ALL = ['apiVersion', 'kind', 'metadata'];

/** Kinds, by the group of their apiVersion, with their fields beside those of every object. */
const KINDS: readonly (readonly [group: string, kinds: string, fields: string])[] = [
  ['', 'Pod Service Namespace Node PersistentVolumeClaim ReplicationController ResourceQuota', 'spec status'],
  ['', 'ConfigMap', 'data binaryData immutable'],
  ['', 'Secret', 'data stringData immutable type'],
  ['', 'ServiceAccount', 'secrets imagePullSecrets automountServiceAccountToken'],
  [
    '',
    'Event',
    'involvedObject reason message source firstTimestamp lastTimestamp count type eventTime series action related reportingComponent reportingInstance',
  ],
  ['apps', 'Deployment ReplicaSet StatefulSet DaemonSet', 'spec status'],
  ['batch', 'Job CronJob', 'spec status'],
  ['autoscaling', 'HorizontalPodAutoscaler', 'spec status'],
  ['networking.k8s.io', 'Ingress NetworkPolicy', 'spec status'],
  ['policy', 'PodDisruptionBudget', 'spec status'],
  ['rbac.authorization.k8s.io', 'Role', 'rules'],
  ['rbac.authorization.k8s.io', 'RoleBinding', 'subjects roleRef'],
  [
    'argoproj.io',
    'Workflow WorkflowTemplate CronWorkflow Sensor EventSource EventBus Rollout Application',
    'spec status operation',
  ],
];

/** The group of an apiVersion; empty for the core group. */
export function groupOf(object: unknown): string {
  const apiVersion = asString(valueAt(object, 'apiVersion')) ?? '';
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** The fields that an object of its kind has; undefined if the kind is not known here. */
export function rootFields(object: unknown): readonly string[] | undefined {
  const kind = asString(valueAt(object, 'kind')) ?? '';
  const found = KINDS.find(([group, kinds]) => group === groupOf(object) && kinds.split(' ').includes(kind));
  return found && [...OF_ALL, ...found[2].split(' ')];
}
