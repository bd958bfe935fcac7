import type { Retry } from '../argo-events/retry';
import type { SecretKey } from '../argo-events/triggers';
import { DEFAULT_LABELS } from './checks/labels';
import { type Names, namesOf } from './names';
import type { PodTemplates } from './pod-template';
import type {
  BusProps,
  CancelledAgents,
  CodeRunTemplate,
  Persistence,
  PullRequestLabels,
  RemediationProps,
  Resync,
  Retention,
  Reviewer,
  SensorAccount,
} from './props';
import { taskCodeRun } from './task-coderun';

/** The props with their defaults, and the names that follow from them. */
export interface RemediationSettings {
  readonly name: string;
  readonly repository: string;
  readonly sensorNamespace: string;
  readonly agentNamespace: string;
  readonly eventSourceName: string;
  readonly eventName: string;
  readonly eventBusName: string;
  readonly marker: string;
  readonly reviewers: readonly Reviewer[];
  readonly codeRun: CodeRunTemplate;
  readonly cancelledAgents: CancelledAgents | false;
  readonly maxIterations: number;
  readonly retry: Retry;
  readonly labels: PullRequestLabels;
  readonly githubApiUrl: string;
  readonly githubToken: SecretKey;
  readonly webhookSecret: SecretKey;
  readonly kubectlImage: string;
  readonly recordRetry: Retry;
  readonly resync: Resync;
  readonly retention: Retention;
  readonly shards: number;
  readonly serviceAccount: Required<SensorAccount>;
  readonly podTemplate: PodTemplates;
  readonly bus: BusSettings;
  readonly policies: boolean;
  readonly otherJobs: boolean;
  readonly otherConfigMaps: boolean;
  readonly codeRunDefaults: readonly string[];
  readonly injectedMetadata: readonly string[];
  readonly names: Names;
}

/** The bus of the prerequisites, with its defaults. */
export interface BusSettings {
  readonly version: string;
  readonly persistence: (Persistence & { readonly size: string }) | false;
}

/** An image with kubectl 1.33 and a POSIX shell. */
const KUBECTL_IMAGE =
  'docker.io/alpine/k8s:1.33.4@sha256:b0523f0a244ddc4c8e055aa335c040d3d78b3ead5528f4544395f7f9f69c7b68';

/** Those of the task, section 5.1. */
export const QUALITY_AGENTS: CancelledAgents = {
  agentTypes: ['cleo', 'tess'],
  label: 'agent-type',
  running: { status: 'running' },
};

/** The settings that valid props make. */
export function settingsOf(props: RemediationProps): RemediationSettings {
  const name = props.name ?? 'remediation';
  return {
    name,
    repository: props.repository ?? '5dlabs/cto',
    sensorNamespace: props.sensorNamespace ?? 'github-webhooks',
    agentNamespace: props.agentNamespace ?? 'agent-platform',
    eventSourceName: props.eventSourceName ?? 'github',
    eventName: props.eventName ?? 'issue_comment',
    eventBusName: props.eventBusName ?? 'default',
    marker: props.marker ?? '🔴 Required Changes',
    reviewers: props.reviewers ?? ['5DLabs-Tess', '5DLabs-Tess[bot]'],
    codeRun: props.codeRun ?? taskCodeRun,
    cancelledAgents:
      props.cancelledAgents === false ? false : { ...QUALITY_AGENTS, ...given(props.cancelledAgents) },
    maxIterations: props.maxIterations ?? 10,
    retry: props.retry ?? { steps: 3, duration: '10s', factor: 2, jitter: 0.1 },
    labels: { ...DEFAULT_LABELS, ...given(props.labels) },
    githubApiUrl: props.githubApiUrl ?? 'https://api.github.com',
    githubToken: props.githubToken ?? { name: 'github-token', key: 'authorization' },
    webhookSecret: props.webhookSecret ?? { name: 'github-webhook', key: 'secret' },
    kubectlImage: props.kubectlImage ?? KUBECTL_IMAGE,
    recordRetry: props.recordRetry ?? { steps: 24, duration: '2s', factor: 1.2, jitter: 0.1 },
    resync: { schedule: '*/5 * * * *', batch: 20, pause: 300, ...given(props.resync) },
    retention: { days: 30, ...given(props.retention) },
    shards: props.shards ?? 1,
    serviceAccount: { name: 'argo-events-sa', dedicated: false, ...given(props.serviceAccount) },
    podTemplate: props.podTemplate ?? {},
    bus: busOf(props.bus ?? {}),
    policies: props.policies ?? true,
    otherJobs: props.otherJobs ?? false,
    otherConfigMaps: props.otherConfigMaps ?? props.serviceAccount?.dedicated !== true,
    codeRunDefaults: props.codeRunDefaults ?? [],
    injectedMetadata: props.injectedMetadata ?? [],
    names: namesOf(name),
  };
}

function busOf({ version = '2.10.29', persistence = {} }: BusProps): BusSettings {
  return { version, persistence: persistence && { size: '10Gi', ...given(persistence) } };
}

/** The fields that are given: one that is undefined is left out. */
export function given<T extends object>(fields: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
