import type { AllowedMembers } from './match-resource';

/** Labels that the API server itself gives to the pod of a Job. */
export const LABELS_OF_JOB_PODS = [
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
];

/** Members of both security contexts that weaken what the template says. */
const SECURITY_CONTEXT_FIELDS = ['appArmorProfile', 'seLinuxOptions', 'windowsOptions'];

/**
 * What may not be added to the cancelling Job: whatever changes what runs, as whom, with what, or for how long. The
 * cluster decides where the pod runs, and with which Secret its image is pulled. Any other field of an object in this
 * table is allowed, unless the object has `others`: these are fields that the API server fills in. An object that is not
 * in this table, such as a volume of the template, may have only the members of the template.
 */
export const DANGEROUS_JOB_FIELDS: Readonly<Record<string, AllowedMembers>> = {
  '': { name: 'job' },
  metadata: { name: 'metadata', refused: ['finalizers', 'ownerReferences'] },
  'metadata.labels': { name: 'labels' },
  spec: {
    name: 'spec',
    refused: ['podFailurePolicy'],
    only: {
      completionMode: 'NonIndexed',
      completions: 1,
      managedBy: 'kubernetes.io/job-controller',
      manualSelector: false,
      parallelism: 1,
    },
  },
  'spec.template': { name: 'template' },
  'spec.template.metadata': { name: 'podMetadata', refused: ['finalizers', 'ownerReferences'] },
  'spec.template.metadata.labels': { name: 'podLabels' },
  'spec.template.metadata.annotations': {},
  'spec.template.spec': {
    name: 'pod',
    refused: [
      'activeDeadlineSeconds',
      'dnsConfig',
      'ephemeralContainers',
      'hostAliases',
      'hostname',
      'hostnameOverride',
      'initContainers',
      'nodeName',
      'preemptionPolicy',
      'priority',
      'priorityClassName',
      'resourceClaims',
      'resources',
      'runtimeClassName',
      'subdomain',
      'volumes',
    ],
    only: {
      dnsPolicy: 'ClusterFirst',
      hostIPC: false,
      hostNetwork: false,
      hostPID: false,
      hostUsers: true,
      schedulerName: 'default-scheduler',
      setHostnameAsFQDN: false,
      shareProcessNamespace: false,
      terminationGracePeriodSeconds: 30,
    },
  },
  'spec.template.spec.affinity': { open: true },
  'spec.template.spec.imagePullSecrets': { open: true },
  'spec.template.spec.nodeSelector': { open: true },
  'spec.template.spec.tolerations': { open: true },
  'spec.template.spec.topologySpreadConstraints': { open: true },
  'spec.template.spec.volumes.*.configMap': { others: ['defaultMode'] },
  'spec.template.spec.volumes.*.projected': { others: ['defaultMode'] },
  'spec.template.spec.volumes.*.secret': { others: ['defaultMode'] },
  'spec.template.spec.securityContext': {
    name: 'podContext',
    refused: [...SECURITY_CONTEXT_FIELDS, 'fsGroup', 'supplementalGroups', 'sysctls'],
  },
  'spec.template.spec.containers.*': {
    name: 'container',
    refused: [
      'env',
      'envFrom',
      'lifecycle',
      'livenessProbe',
      'ports',
      'readinessProbe',
      'restartPolicy',
      'restartPolicyRules',
      'startupProbe',
      'volumeDevices',
      'volumeMounts',
      'workingDir',
    ],
    only: { stdin: false, stdinOnce: false, terminationMessagePath: '/dev/termination-log', tty: false },
  },
  'spec.template.spec.containers.*.env.*.valueFrom.fieldRef': { others: ['apiVersion'] },
  'spec.template.spec.containers.*.resources': { refused: ['claims'] },
  'spec.template.spec.containers.*.securityContext': {
    name: 'containerContext',
    refused: [...SECURITY_CONTEXT_FIELDS, 'runAsGroup', 'runAsUser', 'seccompProfile'],
    only: { privileged: false, procMount: 'Default', runAsNonRoot: true },
  },
};
