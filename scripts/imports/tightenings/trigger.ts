import type { Tightening } from '../tighten';

const VALIDATE = 'pkg/reconciler/sensor/validate.go';
const TRIGGERS = 'pkg/sensors/triggers';

/** What a trigger is, whatever it does. */
export const TRIGGER: readonly Tightening[] = [
  {
    type: 'Trigger',
    reason: `${VALIDATE}, validateTriggerTemplate and validateDlqTrigger`,
    required: ['template'],
    schema: {
      dependencies: {
        dlqTrigger: {
          properties: {
            atLeastOnce: { const: true },
            dlqTrigger: {
              type: 'object',
              properties: { atLeastOnce: { const: true } },
              required: ['atLeastOnce'],
            },
          },
          required: ['atLeastOnce'],
        },
      },
    },
  },
  {
    type: 'TriggerTemplate',
    reason: `${VALIDATE}, validateTriggerTemplate; pkg/sensors/trigger.go: takes the first kind, fails without one`,
    filled: ['name'],
    oneOf: [
      'argoWorkflow',
      'awsLambda',
      'azureEventHubs',
      'azureServiceBus',
      'custom',
      'email',
      'http',
      'k8s',
      'kafka',
      'log',
      'nats',
      'openWhisk',
      'pulsar',
      'slack',
    ],
  },
  {
    type: 'TriggerParameterSource',
    reason: `${VALIDATE}, validateTriggerParameter`,
    filled: ['dependencyName'],
  },
  {
    type: 'TriggerParameter',
    reason: `${VALIDATE}, validateTriggerParameter`,
    required: ['src'],
    values: { operation: ['', 'append', 'overwrite', 'prepend'] },
  },
  {
    type: 'HTTPPayloadParameter',
    copyOf: 'TriggerParameter',
    reason: `${VALIDATE}, validateTriggerParameterForHTTP: without dest, the value is the whole payload`,
    optional: ['dest'],
    schema: {
      description: 'HTTPPayloadParameter is a part of the payload, or without `dest` the whole of it.',
    },
  },
  { type: 'TriggerParameter', reason: `${VALIDATE}, validateTriggerParameter`, filled: ['dest'] },
  {
    type: 'RateLimit',
    reason:
      'pkg/sensors/listener.go, initRateLimiter: other units count as Second, 0 requests divide by zero',
    required: ['requestsPerUnit'],
    values: { unit: ['', 'Second', 'Minute', 'Hour'] },
    properties: { requestsPerUnit: { minimum: 1 } },
  },
  {
    type: 'StatusPolicy',
    reason: `${VALIDATE}, validateStatusPolicy; pkg/sensors/policy/status.go: an empty list allows no status`,
    filled: ['allow'],
  },
  {
    type: 'K8SResourcePolicy',
    reason: `${VALIDATE}, validateK8sTriggerPolicy; pkg/sensors/policy/resource-labels.go: there is a default backoff`,
    required: ['labels'],
    optional: ['backoff', 'errorOnBackoffTimeout'],
  },
  {
    type: 'ArtifactLocation',
    reason: 'pkg/sensors/artifacts/store.go, GetArtifactReader: takes the first, fails without one',
    oneOf: ['configmap', 'file', 'git', 'inline', 'resource', 's3', 'url'],
  },
  {
    type: 'K8SResource',
    reason: `${TRIGGERS}/triggers.go, GetGroupVersionResource: group, version and resource come from these`,
    schema: {
      properties: { apiVersion: { type: 'string', minLength: 1 }, kind: { type: 'string', minLength: 1 } },
      required: ['apiVersion', 'kind'],
      additionalProperties: true,
    },
  },
  {
    type: 'SecureHeader',
    reason: `${TRIGGERS}/http/http.go, Execute: reads valueFrom unseen`,
    filled: ['name', 'valueFrom'],
  },
  {
    type: 'ValueFromSource',
    reason: `${TRIGGERS}/http/http.go, Execute: beside secretKeyRef, configMapKeyRef is not looked at`,
    oneOf: ['configMapKeyRef', 'secretKeyRef'],
  },
];
