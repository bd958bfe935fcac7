import { type EventReference, eventReference } from '../../argo-events/dependency';
import { checkCodeRun } from '../checks/coderun';
import { isInteger, isName, isPinnedImage, isText } from '../checks/values';
import { taskCodeRun } from '../task-coderun';
import { ARGO_CD, type ArgoCdProps } from './argo-cd';
import { BUS, type BusProps } from './bus';
import { CANCELLED_AGENTS, type CancelledAgents } from './cancelled-agents';
import { EVENT_REFERENCE } from './comments';
import { EXTERNAL_SECRETS, type ExternalSecretsProps } from './external-secrets';
import { GITHUB, type GithubProps } from './github';
import { LABELS, type PullRequestLabels } from './labels';
import { MONITORING, type MonitoringProps } from './monitoring';
import { NAMESPACES, type NamespacesProps } from './namespaces';
import { NETWORK_POLICIES, type NetworkPoliciesProps } from './network-policies';
import { POD_TEMPLATES, type PodTemplates } from './pod-template';
import { POLICIES, type PoliciesProps } from './policies';
import { QUOTA, type QuotaProps } from './quota';
import { REDELIVERY, type RedeliveryProps } from './redelivery';
import { RESYNC, type Resync } from './resync';
import { RETENTION, type RetentionProps } from './retention';
import { RETRIES, type RetriesProps } from './retries';
import { REVIEWERS, type Reviewer } from './reviewers';
import { optional, prop, type Rows, value } from './row';
import type { CodeRunFunction } from './run';
import { SENSOR_ACCOUNT, type SensorAccount } from './service-account';

/** The remediation loop. Every prop has the value of the specification as its default. */
export interface RemediationProps {
  /**
   * What every object, label and consumer of the loop is named after: `pr-comment-<name>` the sensor, `<name>-state` its
   * event source, `task-<id>-<name>-state` the ConfigMaps. Several loops live side by side under several names. Changing
   * it later loses what waits on the bus.
   *
   * @default 'remediation'
   */
  readonly name?: string;
  /**
   * The repository, and how the loop speaks with GitHub.
   *
   * @default - that of each field
   */
  readonly github?: GithubProps;
  /**
   * Lets the External Secrets Operator make the Secrets of `github`.
   *
   * @default - that of each field
   */
  readonly externalSecrets?: ExternalSecretsProps;
  /**
   * Where the objects of the loop are.
   *
   * @default - that of each field
   */
  readonly namespaces?: NamespacesProps;
  /**
   * The event that brings GitHub's comments. Its event source is in the namespace `namespaces.sensors` and on the bus
   * `bus.name`. It is one of the app, `source.event('…')`, or one that is defined elsewhere, `eventReference('…', '…')`.
   * The prerequisites render one that is defined elsewhere, under these names.
   *
   * @default eventReference('github', 'issue_comment')
   */
  readonly comments?: EventReference<unknown>;
  /**
   * The event that brings GitHub's webhooks `pull_request`. With it, a comment of a closed pull request gets no
   * iteration, and a task is `completed` when the pull requests of all its comments are closed. The event source of the prerequisites
   * delivers whatever the webhook sends, so there it is `eventReference('github', 'issue_comment')`. It needs the policies.
   *
   * @default - the loop does not hear of closed pull requests: all count as open
   */
  readonly pullRequests?: EventReference<unknown>;
  /**
   * The bus.
   *
   * @default - that of each field
   */
  readonly bus?: BusProps;
  /**
   * The text that makes a comment a request for remediation.
   *
   * @default '🔴 Required Changes'
   */
  readonly marker?: string;
  /**
   * The accounts whose comments count, each once: a login, or `{ login, id }`. The login of an app is its slug and
   * `[bot]`. With an id, the comment's account must have both, so that somebody who takes a login over counts no longer.
   *
   * @default ['5DLabs-Tess', '5DLabs-Tess[bot]']
   */
  readonly reviewers?: readonly Reviewer[];
  /**
   * The CodeRun of an iteration. The default is that of the specification.
   *
   * @default taskCodeRun
   */
  readonly codeRun?: CodeRunFunction;
  /**
   * Which other CodeRuns of a task a new iteration cancels; with `false` none, and then the loop makes no Jobs. The
   * defaults are the quality agents of the specification, Cleo and Tess.
   *
   * @default - that of each field
   */
  readonly cancelledAgents?: CancelledAgents | false;
  /**
   * After how many iterations a task is exhausted, until a person raises its `max_iterations`. A task keeps the maximum
   * that it began with.
   *
   * @default 10
   */
  readonly maxIterations?: number;
  /**
   * How often the loop tries what must not be lost. The other steps are tried once, or three times within seconds.
   *
   * @default - that of each field
   */
  readonly retries?: RetriesProps;
  /**
   * The labels that the loop moves on the PR, no two of them alike.
   *
   * @default - that of each field
   */
  readonly labels?: PullRequestLabels;
  /**
   * An image with kubectl and a POSIX shell, pinned by digest, for the CronJobs, the cancelling Jobs and the exporter. The
   * default has kubectl 1.33.
   *
   * @default 'docker.io/alpine/k8s:1.33.4@sha256:b0523f0a244ddc4c8e055aa335c040d3d78b3ead5528f4544395f7f9f69c7b68'
   */
  readonly kubectlImage?: string;
  /**
   * How the loop re-triggers tasks that are stuck. The watchdog, which replaces sensors that hang,
   * has a schedule of its own.
   *
   * @default - that of each field
   */
  readonly resync?: Resync;
  /**
   * Has GitHub send again by itself what did not arrive, as a CronJob; with `{}` for the webhook of the repository. It needs
   * a token that may change webhooks, which is worth as much as their secret, so there is none by default.
   *
   * @default - none
   */
  readonly redelivery?: RedeliveryProps;
  /**
   * When the janitor deletes the states of tasks, with their CodeRuns. Without the policies there is no janitor, and every
   * state stays.
   *
   * @default - that of each field
   */
  readonly retention?: RetentionProps;
  /**
   * How many CodeRuns and Jobs there may be in `namespaces.agents`; no limit with `false`.
   *
   * @default - that of each field
   */
  readonly quota?: QuotaProps | false;
  /**
   * How many sensors share the tasks. With 1, a single sensor does everything, which is 0.5 comments a second. With
   * more, `pr-comment-<name>` only stores comments, and `pr-comment-<name>-loop-<i>` do the rest, each for its part of the
   * tasks and with five API calls a second of its own. For bursts: GitHub's own limit of 5,000 calls an hour, of which a
   * comment takes three, allows 0.46 comments a second.
   *
   * @default 1
   */
  readonly shards?: number;
  /**
   * The account of the sensor's pods: `name`, and `dedicated: true` if it is the loop's alone and rendered with it. The
   * default is the platform's own.
   *
   * @default { name: 'argo-events-sa' }
   */
  readonly serviceAccount?: SensorAccount;
  /**
   * What your cluster asks of pods, such as tolerations or a proxy.
   *
   * @default - that of each field
   */
  readonly podTemplate?: PodTemplates;
  /**
   * Network policies for the pods of the loop and of the prerequisites; with `{}` the rules that fit most clusters. A rule
   * that does not fit your cluster stops the loop, so there are none by default.
   *
   * @default - none
   */
  readonly networkPolicies?: NetworkPoliciesProps;
  /**
   * The admission policies, by which the API server refuses what the loop never writes; none with `false`. They are objects
   * of the cluster and need Kubernetes 1.30: without rights on the cluster, or on an older one, render the loop without
   * them.
   *
   * @default - that of each field
   */
  readonly policies?: PoliciesProps | false;
  /**
   * How Prometheus watches the loop. These objects are in a folder of their own, `monitoring`, because they need the
   * Prometheus operator.
   *
   * @default - that of each field
   */
  readonly monitoring?: MonitoringProps;
  /**
   * How Argo CD applies the loop: renders an AppProject, an Application and health checks into a folder of their own,
   * `argo-cd`, for the platform team to apply. Whatever it is, all objects say in which wave Argo CD applies them.
   *
   * @default - no objects for Argo CD
   */
  readonly argoCd?: ArgoCdProps;
}

/** The table of the props: the default of each, and what it may be. Findings are listed in the order of the table. */
export const PROPS = {
  name: prop('remediation', value(isName(30), 'a DNS label of at most 30 characters')),
  github: GITHUB,
  externalSecrets: EXTERNAL_SECRETS,
  namespaces: NAMESPACES,
  comments: prop(eventReference('github', 'issue_comment'), EVENT_REFERENCE),
  pullRequests: optional(EVENT_REFERENCE),
  bus: BUS,
  marker: prop('🔴 Required Changes', value(isText, 'a text that is not blank')),
  reviewers: prop<readonly Reviewer[]>(['5DLabs-Tess', '5DLabs-Tess[bot]'], REVIEWERS),
  codeRun: prop<CodeRunFunction>(taskCodeRun, { expected: 'a function of the run', find: checkCodeRun }),
  cancelledAgents: CANCELLED_AGENTS,
  maxIterations: prop(10, value(isInteger(1, 1000), 'an integer from 1 to 1000')),
  retries: RETRIES,
  labels: LABELS,
  kubectlImage: prop(
    'docker.io/alpine/k8s:1.33.4@sha256:b0523f0a244ddc4c8e055aa335c040d3d78b3ead5528f4544395f7f9f69c7b68',
    value(isPinnedImage, 'an image with its digest, name@sha256:…'),
  ),
  resync: RESYNC,
  redelivery: REDELIVERY,
  retention: RETENTION,
  quota: QUOTA,
  shards: prop(1, value(isInteger(1, 64), 'an integer from 1 to 64')),
  serviceAccount: prop<SensorAccount>({ name: 'argo-events-sa' }, SENSOR_ACCOUNT),
  podTemplate: POD_TEMPLATES,
  networkPolicies: NETWORK_POLICIES,
  policies: POLICIES,
  monitoring: MONITORING,
  argoCd: ARGO_CD,
} satisfies Rows<RemediationProps>;
