import type { Reference } from '../argo-events/references/reference';
import type { Raw } from '../argo-events/references/slot';
import type { Retry } from '../argo-events/retry';
import type { ResourceTemplate, SecretKey } from '../argo-events/triggers';
import type { PodTemplates } from './pod-template';

/** The remediation loop. Every prop has the value of the task as its default. */
export interface RemediationProps {
  /**
   * What every object, label and consumer of the loop is named after: `pr-comment-<name>` the sensor,
   * `<name>-state` its event source, `task-<id>-<name>-state` the ConfigMaps. Several loops live side by side
   * under several names. Changing it later loses what waits on the bus. `remediation` when left out.
   */
  readonly name?: string;
  /** The repository whose comments count, `owner/name`, in any case; `5dlabs/cto` when left out. */
  readonly repository?: string;
  /** The namespace of the sensor and the event sources; `github-webhooks` when left out. */
  readonly sensorNamespace?: string;
  /** The namespace of the CodeRuns and the state; `agent-platform` when left out. */
  readonly agentNamespace?: string;
  /** The event source that receives GitHub's webhooks; `github` when left out. */
  readonly eventSourceName?: string;
  /** Its event for comments; `issue_comment` when left out. */
  readonly eventName?: string;
  /** The bus; `default` when left out. */
  readonly eventBusName?: string;
  /** The text that makes a comment a request for remediation; `🔴 Required Changes` when left out. */
  readonly marker?: string;
  /** The accounts whose comments count, each once; the logins `5DLabs-Tess` and `5DLabs-Tess[bot]` when left out. */
  readonly reviewers?: readonly Reviewer[];
  /** The CodeRun of an iteration; the task's own, `taskCodeRun`, when left out. */
  readonly codeRun?: CodeRunTemplate;
  /**
   * Which other CodeRuns of a task a new iteration cancels, each field with its default when left out; none with
   * `false`, and then the loop makes no Jobs. The quality agents of the task, Cleo and Tess, when left out.
   */
  readonly cancelledAgents?: Partial<CancelledAgents> | false;
  /** After how many iterations a task is exhausted, until a person raises its `max_iterations`; 10 when left out. */
  readonly maxIterations?: number;
  /** How the creation of a CodeRun is tried again; 3 × 10s × 2.0 with jitter 0.1 when left out. */
  readonly retry?: Retry;
  /**
   * How the storing of a comment is tried again, while the comments behind it wait; 24 × 2s × 1.2 with jitter
   * 0.1, which is eleven to twelve minutes, when left out.
   */
  readonly recordRetry?: Retry;
  /**
   * The labels that the loop moves on the PR, no two of them alike, for GitHub does not tell case apart; each has its
   * default when left out.
   */
  readonly labels?: Partial<PullRequestLabels>;
  /** Without a slash at the end; `https://api.github.com` when left out. */
  readonly githubApiUrl?: string;
  /**
   * The Secret, in the sensor's namespace, with the whole Authorization header for GitHub's API, such as
   * `Bearer ghp_…`; `github-token`, `authorization` when left out.
   */
  readonly githubToken?: SecretKey;
  /** The Secret, in the sensor's namespace, that signs the webhooks; `github-webhook`, `secret` when left out. */
  readonly webhookSecret?: SecretKey;
  /** An image with kubectl and a POSIX shell, pinned by digest; alpine/k8s when left out. */
  readonly kubectlImage?: string;
  /**
   * How tasks are looked at again that wait although nothing moves; each field has its default when left out. The
   * watchdog, which replaces sensors that hang, has a schedule of its own.
   */
  readonly resync?: Partial<Resync>;
  /**
   * How many sensors share the tasks; 1 when left out: the task's one sensor does everything, which is 0.5 comments a
   * second. With more, `pr-comment-<name>` only stores comments, and `pr-comment-<name>-loop-<i>` do the rest, each for
   * its part of the tasks and with five API calls a second of its own. For bursts: GitHub's own limit of 5,000 calls an
   * hour, of which a comment takes three, allows 0.46 comments a second.
   */
  readonly shards?: number;
  /** The account of the sensor's pods; the platform's `argo-events-sa` when left out. */
  readonly serviceAccount?: SensorAccount;
  /** What your cluster asks of pods, such as tolerations or a proxy; nothing when left out. */
  readonly podTemplate?: PodTemplates;
  /** The JetStream bus of the prerequisites; each field has its default when left out. */
  readonly bus?: BusProps;
  /**
   * Whether the API server is told, by admission policies, to refuse what the loop never writes; true when left
   * out. They are objects of the cluster and need Kubernetes 1.30: without rights on the cluster, or on an older
   * one, render the loop without them.
   */
  readonly policies?: boolean;
  /**
   * Whether other sensors make Jobs in `agentNamespace` under the account of `serviceAccount` too; false when left
   * out. With false, the policies refuse every Job of that account but the one that cancels quality agents. With true,
   * whoever may use the account runs any image there, unless something else of the cluster refuses it. Such a Job may
   * use any ServiceAccount and any Secret of that namespace, and the files of the nodes.
   */
  readonly otherJobs?: boolean;
  /**
   * Whether other sensors write ConfigMaps in `agentNamespace` under the account of `serviceAccount` too; true when
   * left out, unless that account is dedicated. With true, whoever may use the account changes any ConfigMap there that
   * is not a state, `kube-root-ca.crt` and the settings of agents among them. With false, the policies refuse all but
   * states.
   */
  readonly otherConfigMaps?: boolean;
  /**
   * Fields of a CodeRun's `spec` that are not in the template because your CRD fills them in with a default, such as
   * `['contextVersion']`. The policies refuse a new CodeRun with any other additional field. None when left out.
   */
  readonly codeRunDefaults?: readonly string[];
  /**
   * Labels and annotations that admission webhooks of your cluster add to ConfigMaps, CodeRuns and the pod templates
   * of Jobs, such as `['team', 'kyverno.io/created-by']`. The policies refuse any other that is not the loop's. The
   * keys that the loop sets itself are not allowed here. None when left out.
   */
  readonly injectedMetadata?: readonly string[];
}

/**
 * An account of GitHub whose comments count: its login, compared whole and in any case, as GitHub does; that of an app
 * is the app's slug and `[bot]`. With an id, the comment's account must have both, so that somebody who takes a login
 * over counts no longer. `https://api.github.com/users/<login>` tells the id.
 */
export type Reviewer = string | { readonly login: string; readonly id: number };

/** How tasks are looked at again that wait although nothing moves. */
export interface Resync {
  /** In cron's five fields, in which Sunday is 0; every five minutes when left out. */
  readonly schedule: string;
  /** The most tasks that are touched each time, those longest unchanged first; 20 when left out. */
  readonly batch: number;
  /**
   * Seconds. A task is touched when it has not changed for so long; each touch doubles it for that task, up to 64
   * times. 300 when left out.
   */
  readonly pause: number;
}

/** Which CodeRuns of a task are deleted when an iteration of it starts: they have all of these labels. */
export interface CancelledAgents {
  /** The types of their agents; `cleo` and `tess` when left out. */
  readonly agentTypes: readonly string[];
  /** The label that says the type; `agent-type` when left out. */
  readonly label: string;
  /** The labels of one that is at work; `status: running` when left out. With `{}`, those that are done go too. */
  readonly running: Readonly<Record<string, string>>;
}

/** The account of the sensor's pods, in the sensor's namespace. */
export interface SensorAccount {
  /** The name of the ServiceAccount. */
  readonly name: string;
  /** Whether the account is the loop's alone, and rendered with it; it belongs to the platform when left out. */
  readonly dedicated?: boolean;
}

/** The JetStream bus of the prerequisites. */
export interface BusProps {
  /**
   * A version of the controller's own list, `eventBus.jetstream.versions` in its ConfigMap; `2.10.29` when left out, which
   * the manifests of v1.9.10 and v1.9.11 have. Argo Events v1.9.6 to v1.9.9 have `2.9.16`, which lacks fixes of NATS.
   */
  readonly version?: string;
  /**
   * The volume of each pod. With `false` events are kept in an emptyDir, and those on the bus are lost with two of the
   * three pods. A volume of 10Gi of the cluster's default StorageClass when left out.
   */
  readonly persistence?: Persistence | false;
}

/** A volume. */
export interface Persistence {
  /** The StorageClass; the cluster's default when left out. */
  readonly storageClassName?: string;
  /** A quantity of at least `1Gi` as Kubernetes writes it; `10Gi` when left out. */
  readonly size?: string;
}

/** Labels on a pull request. */
export interface PullRequestLabels {
  /** Removed when an iteration starts; `ready-for-qa` when left out. */
  readonly readyForQa: string;
  /** Added when an iteration starts; `remediation-in-progress` when left out. */
  readonly inProgress: string;
  /** Followed by the number of the iteration, moved along with it; at most 40 characters, `iteration-` when left out. */
  readonly iterationPrefix: string;
  /** Added when the last iteration is used up; `remediation-exhausted` when left out. */
  readonly exhausted: string;
  /** Added when a comment could not be stored; `remediation-not-stored` when left out. */
  readonly notStored: string;
}

/**
 * The CodeRun of an iteration, made of the run's data. The loop puts in the name, the namespace, the owner and
 * the labels and annotations that it finds the run by. To change the task's own, build on {@link taskCodeRun}: the
 * policies go on to check what is as there.
 */
export type CodeRunTemplate = (run: RemediationRun) => ResourceTemplate;

/**
 * What is known of an iteration, for the template of its CodeRun: texts, and numbers for fields that want integers. A
 * label, an annotation or an environment variable wants a text.
 */
export interface RemediationRun {
  /** The task, digits. */
  readonly task: Reference<string>;
  /**
   * The same as an integer, exact up to its 18 digits, in the API server too. What reads numbers as floating point, as
   * JavaScript does, rounds it beyond 16 digits: use {@link task} there.
   */
  readonly taskNumber: Raw<number>;
  /** The number of the PR, digits. */
  readonly pr: Reference<string>;
  /** The same as an integer, of at most 9 digits. */
  readonly prNumber: Raw<number>;
  /** The id of the comment, digits. */
  readonly comment: Reference<string>;
  /** The same as an integer, of at most 15 digits. */
  readonly commentNumber: Raw<number>;
  /** The iteration, digits, from 1. */
  readonly iteration: Reference<string>;
  /** The same as an integer. */
  readonly iterationNumber: Raw<number>;
  /** The maximum that held when the iteration was assigned, digits. */
  readonly maxIterations: Reference<string>;
  /** The same as an integer. */
  readonly maxIterationsNumber: Raw<number>;
  /** PR and comment in one: `42-2345678901`. */
  readonly deduplicationKey: Reference<string>;
}
