import type { EventBus, EventSource, Sensor } from '../../imports/argo-events';

/** A small sensor that the types, the schema and the engine accept. */
export const SENSOR = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Sensor',
  metadata: { name: 'comments', namespace: 'events' },
  spec: {
    dependencies: [
      {
        name: 'comment',
        eventSourceName: 'github',
        eventName: 'issue_comment',
        filters: {
          data: [{ path: 'body.action', type: 'string', comparator: '=', value: ['^created$'] }],
          time: { start: '08:00:00', stop: '18:00:00' },
          context: { subject: 'issue_comment' },
        },
        transform: { jq: '.' },
      },
    ],
    triggers: [
      {
        template: {
          name: 'record',
          k8s: {
            operation: 'patch',
            source: {
              resource: {
                apiVersion: 'v1',
                kind: 'ConfigMap',
                metadata: { name: 'state' },
                data: { anything: '1' },
              },
            },
            parameters: [{ src: { dependencyName: 'comment', dataKey: 'body.id' }, dest: 'data.id' }],
          },
        },
        atLeastOnce: true,
        rateLimit: { unit: 'Minute', requestsPerUnit: 10 },
        retryStrategy: { steps: 3, duration: '10s', factor: 2, jitter: 0.1 },
        dlqTrigger: {
          template: {
            name: 'label',
            http: {
              url: 'https://example.com/',
              method: 'POST',
              payload: [{ src: { dependencyName: 'comment' } }],
              secureHeaders: [
                { name: 'Authorization', valueFrom: { secretKeyRef: { name: 'token', key: 'header' } } },
              ],
            },
          },
          atLeastOnce: true,
          policy: { status: { allow: [200] } },
        },
      },
    ],
    template: {
      metadata: { labels: { app: 'comments' } },
      container: { resources: { limits: { cpu: '200m', memory: '256Mi' } }, imagePullPolicy: 'IfNotPresent' },
    },
  },
} satisfies Sensor;

/** An event source with a GitHub and a resource event. */
export const EVENT_SOURCE = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'EventSource',
  metadata: { name: 'github' },
  spec: {
    service: { ports: [{ port: 12000, targetPort: 12000 }] },
    github: {
      issue_comment: {
        repositories: [{ owner: 'example', names: ['app'] }],
        webhook: { endpoint: '/github', port: '12000', method: 'POST' },
        webhookSecret: { name: 'github', key: 'secret' },
        contentType: 'json',
      },
    },
    resource: {
      state: {
        namespace: 'agents',
        group: '',
        version: 'v1',
        resource: 'configmaps',
        eventTypes: ['ADD', 'UPDATE'],
        filter: {
          labels: [{ key: 'app', operation: '==', value: 'loop' }],
          fields: [{ key: 'metadata.name', operation: '==', value: '^task-' }],
        },
      },
    },
  },
} satisfies EventSource;

/** An event bus on JetStream. */
export const EVENT_BUS = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'EventBus',
  metadata: { name: 'default' },
  spec: {
    jetstream: {
      version: '2.10.10',
      replicas: 3,
      persistence: { accessMode: 'ReadWriteOnce', volumeSize: '10Gi' },
    },
  },
} satisfies EventBus;
