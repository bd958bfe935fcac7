import type { Container, Template } from '../../imports/argo-events';

/** What a cluster asks of a pod, each field as Kubernetes has it. */
export interface PodTemplate {
  /** Secrets of the pod's namespace with the credentials of registries; none when left out. */
  readonly imagePullSecrets?: NonNullable<Template['imagePullSecrets']>;
  /** Labels that the node has to have; any node when left out. */
  readonly nodeSelector?: NonNullable<Template['nodeSelector']>;
  /** Taints of nodes that the pod tolerates; none when left out. */
  readonly tolerations?: NonNullable<Template['tolerations']>;
  /** Nodes and pods that it is to be near to or far from; none when left out. */
  readonly affinity?: NonNullable<Template['affinity']>;
  /** The name of a PriorityClass; the cluster's default when left out. */
  readonly priorityClassName?: string;
  /**
   * Environment variables, such as those of a proxy; none beside the loop's own when left out. `HTTPS_PROXY` holds for
   * the API server too: have `$(KUBERNETES_SERVICE_HOST)` in `NO_PROXY`.
   */
  readonly env?: NonNullable<Container['env']>;
  /** Of the container; the loop's own when left out. */
  readonly resources?: NonNullable<Container['resources']>;
}

/** The pods of sensors, which alone talk to GitHub. */
export interface SensorPodTemplate extends PodTemplate {
  /**
   * The key of a ConfigMap, in the sensor's namespace, with CA certificates (PEM) that are trusted beside those of the
   * image: of a GitHub Enterprise Server, or of a proxy that breaks TLS. It is read when a pod starts. None when left out.
   */
  readonly caBundle?: ConfigMapKey;
}

/** A key of a ConfigMap. */
export interface ConfigMapKey {
  /** The name of the ConfigMap. */
  readonly name: string;
  /** The key. */
  readonly key: string;
}

/**
 * What a cluster asks of the pods: of all of them, those of the bus included, which have no `env` and their own
 * `resources`. A field of one kind of pods takes the place of the same field of all.
 */
export interface PodTemplates extends PodTemplate {
  /** Of the sensors; what is said of all pods when left out. */
  readonly sensors?: SensorPodTemplate;
  /** Of the event sources; what is said of all pods when left out. */
  readonly eventSources?: PodTemplate;
  /** Of the CronJobs and of the Jobs that cancel quality agents; what is said of all pods when left out. */
  readonly jobs?: PodTemplate;
}

/** What all pods have from the props, whatever runs in them. */
export type Placement = Pick<
  PodTemplate,
  'imagePullSecrets' | 'nodeSelector' | 'tolerations' | 'affinity' | 'priorityClassName'
>;

/** What the pods of one kind have from the props. */
export function podTemplateOf<Kind extends 'sensors' | 'eventSources' | 'jobs'>(
  { sensors, eventSources, jobs, ...all }: PodTemplates,
  kind: Kind,
): NonNullable<PodTemplates[Kind]> {
  return { ...all, ...{ sensors, eventSources, jobs }[kind] };
}

/** The part that says where the pod runs and how its images are pulled: the same fields in every kind of pod. */
export function placementOf({
  imagePullSecrets,
  nodeSelector,
  tolerations,
  affinity,
  priorityClassName,
}: PodTemplate): Placement {
  return {
    ...(imagePullSecrets && { imagePullSecrets }),
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations }),
    ...(affinity && { affinity }),
    ...(priorityClassName !== undefined && { priorityClassName }),
  };
}

/** Of the pod, as the restricted Pod Security Standard asks for it: the images name no user, so it would be root. */
export const RESTRICTED_POD_SECURITY = {
  runAsNonRoot: true,
  runAsUser: 65534,
  runAsGroup: 65534,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** Of each container. */
export const RESTRICTED_CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} satisfies Container['securityContext'];
