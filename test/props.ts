import type { RemediationProps } from '../src/remediation/props';

/** A value for each prop that differs from its default. A new prop has to be here: the type says so. */
export const CHANGED: Required<RemediationProps> = {
  name: 'rework',
  repository: 'Acme/shop',
  sensorNamespace: 'hooks',
  agentNamespace: 'agents',
  eventSourceName: 'github-acme',
  eventName: 'comments',
  eventBusName: 'events',
  marker: 'Needs "work" (a+b)',
  reviewers: ['acme-qa[bot]', { login: 'ann', id: 7 }],
  codeRun: (run) => ({
    apiVersion: 'agents.example.com/v2',
    kind: 'AgentRun',
    spec: { task: run.task, attempt: run.iteration },
  }),
  cancelledAgents: { agentTypes: ['qa'] },
  maxIterations: 3,
  retry: { steps: 2, duration: '5s', factor: 3 },
  recordRetry: { steps: 5, duration: '1s', factor: 2, jitter: 0.5 },
  labels: { inProgress: 'rework', iterationPrefix: 'round-' },
  githubApiUrl: 'https://github.example.com/api/v3',
  githubToken: { name: 'acme-token', key: 'header' },
  webhookSecret: { name: 'acme-webhook', key: 'key' },
  kubectlImage: `registry.example.com/kubectl:1.34@sha256:${'0'.repeat(64)}`,
  resync: { schedule: '*/10 * * * *', batch: 5, pause: 900 },
  retention: { days: 90, runStatus: { path: 'status.phase', finished: ['Done'] } },
  shards: 2,
  serviceAccount: { name: 'rework' },
  podTemplate: {
    nodeSelector: { pool: 'events' },
    sensors: { caBundle: { name: 'acme-ca', key: 'ca.crt' } },
  },
  bus: { version: '2.9.16', persistence: false },
  policies: false,
  otherJobs: true,
  otherConfigMaps: false,
  codeRunDefaults: ['model'],
  injectedMetadata: ['team'],
};

/** All of them together, with policies: without them, it is an error to say what they refuse. */
export const CHANGED_TOGETHER: RemediationProps = { ...CHANGED, policies: true };
