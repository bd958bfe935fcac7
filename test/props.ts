import { eventReference } from '../src/argo-events/dependency';
import { PROPS, type RemediationProps } from '../src/remediation/props';
import type { Table } from '../src/remediation/props/row';

/**
 * A value for each prop that differs from its default; in a group, for each of its own. A new prop has to be here:
 * test/remediation/table.test.ts says so.
 */
export const CHANGED = {
  name: 'rework',
  github: {
    repository: 'Acme/shop',
    apiUrl: 'https://github.example.com/api/v3',
    token: { name: 'acme-token', key: 'header' },
    webhookSecret: { name: 'acme-webhook', key: 'key' },
  },
  externalSecrets: {
    githubApp: { appId: '12', installationId: '345', privateKey: { name: 'acme-app', key: 'pem' } },
    webhookSecret: { store: 'vault', storeKind: 'ClusterSecretStore', key: 'hooks', property: 'secret' },
  },
  namespaces: { sensors: 'hooks', agents: 'agents' },
  comments: eventReference('github-acme', 'comments'),
  pullRequests: eventReference('github-acme', 'comments'),
  bus: { name: 'events', version: '2.9.16', persistence: false, disruptionBudget: false },
  marker: 'Needs "work" (a+b)',
  reviewers: ['acme-qa[bot]', { login: 'ann', id: 7 }],
  codeRun: (run) => ({
    apiVersion: 'agents.example.com/v2',
    kind: 'AgentRun',
    spec: { task: run.task, attempt: run.iteration },
  }),
  cancelledAgents: { agentTypes: ['qa'], label: 'example.com/agent', running: { phase: 'on' } },
  maxIterations: 3,
  retries: {
    codeRun: { steps: 2, duration: '5s', factor: 3 },
    store: { steps: 5, duration: '1s', factor: 2, jitter: 0.5 },
  },
  labels: {
    readyForQa: 'qa',
    inProgress: 'rework',
    iterationPrefix: 'round-',
    exhausted: 'rework-exhausted',
    notStored: 'rework-not-stored',
  },
  kubectlImage: `registry.example.com/kubectl:1.34@sha256:${'0'.repeat(64)}`,
  resync: { schedule: '*/10 * * * *', batch: 5, pause: 900 },
  redelivery: {
    webhook: '42',
    organization: { repositoryId: 7 },
    token: { name: 'acme-redelivery', key: 'header' },
    schedule: '*/20 * * * *',
    hours: 12,
    batch: 20,
    image: `registry.example.com/curl-jq:1@sha256:${'0'.repeat(64)}`,
  },
  retention: { days: 90, runStatus: { path: 'status.phase', finished: ['Done'] } },
  quota: { codeRuns: 500, jobs: 800, in: 'resources' },
  shards: 2,
  serviceAccount: { name: 'rework' },
  podTemplate: {
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: { pool: 'events' },
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
    priorityClassName: 'platform',
    env: [{ name: 'NO_PROXY', value: '.svc' }],
    resources: { limits: { cpu: '2', memory: '1Gi' } },
    sensors: { caBundle: { name: 'acme-ca', key: 'ca.crt' } },
    eventSources: { nodeSelector: { pool: 'sources' } },
    jobs: { nodeSelector: { pool: 'jobs' } },
  },
  networkPolicies: {
    dns: { ports: [53, 5353] },
    apiServer: { cidrs: ['10.0.0.1/32'], ports: [6443] },
    github: { cidrs: ['192.0.2.10/32'], ports: [3128] },
    bus: { cidrs: ['192.0.2.20/32'] },
    webhooks: [{ namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } }],
    metrics: [{ podLabels: { app: 'prometheus' } }, { cidr: '10.0.0.0/8' }],
  },
  policies: {
    otherJobs: true,
    otherConfigMaps: false,
    codeRunDefaults: ['model'],
    injectedMetadata: ['team'],
  },
  monitoring: {
    labels: { release: 'prometheus' },
    runbooks: 'https://wiki.example.com/remediation',
    waitingMinutes: 60,
  },
  argoCd: {
    repoURL: 'https://git.example.com/acme/shop.git',
    targetRevision: 'release',
    path: 'clusters/prod',
    folders: ['resources', 'prerequisites', 'monitoring'],
    automated: false,
    namespace: 'gitops',
    server: 'https://prod.example.com:6443',
  },
} satisfies Required<RemediationProps>;

/** Each of these values by itself, and false for the groups that may be false, by the name of the prop. */
export const CHANGES: ReadonlyMap<string, RemediationProps> = new Map([
  ...Object.entries<unknown>(CHANGED).flatMap(([name, value]) =>
    isGroup(name)
      ? Object.entries(value as object).map(
          ([field, one]) => [`${name}.${field}`, { [name]: { [field]: one } }] as const,
        )
      : [[name, { [name]: value }] as const],
  ),
  ['cancelledAgents: false', { cancelledAgents: false }],
  ['policies: false', { policies: false }],
  ['quota: false', { quota: false }],
]);

/** Whether the prop is an object of which every field may be left out. */
function isGroup(name: string): boolean {
  const rows = Object.values((PROPS as Table)[name]?.rows ?? {});
  return rows.length > 0 && !rows.some(({ isNeeded }) => isNeeded);
}
