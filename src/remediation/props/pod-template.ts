import type { Container, Template } from '../../../imports/argo-events';
import { podTemplateFindings } from '../../argo-events/checks';
import { within } from '../../findings/refuse';
import {
  checkEnv,
  checkPriorityClass,
  checkPullSecrets,
  checkResources,
  checkTolerations,
} from '../checks/pod-fields';
import { isDataKey, isSubdomain } from '../checks/values';
import { type Check, group, needed, optional, type Row, value } from './row';

/** What a cluster asks of a pod, each field as Kubernetes has it. */
export interface PodTemplate {
  /**
   * Secrets with the credentials of registries. Each has to be in the namespace of the pod: `namespaces.sensors`, and
   * `namespaces.agents` for the resync, the janitor and the cancelling Jobs.
   *
   * @default - none
   */
  readonly imagePullSecrets?: NonNullable<Template['imagePullSecrets']>;
  /**
   * Labels that the node has to have.
   *
   * @default - any node
   */
  readonly nodeSelector?: NonNullable<Template['nodeSelector']>;
  /**
   * Taints of nodes that the pod tolerates.
   *
   * @default - none
   */
  readonly tolerations?: NonNullable<Template['tolerations']>;
  /**
   * Nodes and pods that it is to be near to or far from.
   *
   * @default - none
   */
  readonly affinity?: NonNullable<Template['affinity']>;
  /**
   * The name of a PriorityClass.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
  /**
   * Environment variables, such as those of a proxy, beside the loop's own, which they cannot replace. Only the sensors
   * and the redelivery call GitHub. Calls to the API server go through the proxy too, unless `NO_PROXY` has its address,
   * `$(KUBERNETES_SERVICE_HOST)`.
   *
   * @default - none
   */
  readonly env?: NonNullable<Container['env']>;
  /**
   * Requests and limits of the container. Quantities are written as Kubernetes writes them: `500m`, not `0.5`. Other
   * forms are refused, because every apply would show a difference.
   *
   * @default - the loop's own
   */
  readonly resources?: NonNullable<Container['resources']>;
}

/** The pods of sensors, which talk to GitHub: the fields of any pod, and a CA bundle. */
export interface SensorPodTemplate extends PodTemplate {
  /**
   * The key of a ConfigMap, in the namespace `namespaces.sensors`, with CA certificates (PEM) that are trusted beside
   * those of the image: of a GitHub Enterprise Server, or of a proxy that breaks TLS. The redelivery trusts them too. A pod waits in
   * `ContainerCreating` until the ConfigMap exists, and reads it when it starts.
   *
   * @default - none
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
 * What a cluster asks of all pods. For `sensors`, `eventSources` and `jobs`, a field takes the place of the same field
 * of all pods. The pods of the bus have the fields of all pods but `env` and `resources`.
 */
export interface PodTemplates extends PodTemplate {
  /**
   * The pods of the sensors.
   *
   * @default - what is said of all pods
   */
  readonly sensors?: SensorPodTemplate;
  /**
   * The pods of the event sources.
   *
   * @default - what is said of all pods
   */
  readonly eventSources?: PodTemplate;
  /**
   * The pods of the CronJobs, of the Jobs that cancel quality agents, and of the exporter.
   *
   * @default - what is said of all pods
   */
  readonly jobs?: PodTemplate;
}

/** A field of a pod, or of its container: as the closed schema of the engine has it, and what else is wrong with it. */
function field<T>(name: keyof PodTemplate, also: Check['find'] = () => []): Row<T, T | undefined> {
  const isOfContainer = name === 'env' || name === 'resources';
  return optional({
    expected: 'as in Kubernetes',
    find: (place, given) => {
      const template = { [name]: given } as Template;
      const findings = podTemplateFindings(isOfContainer ? { container: template as Container } : template);
      // A path in a pod template begins with the name of the field, which ends the path of the prop.
      const start = isOfContainer ? 2 : 1;
      return [
        ...findings.map((found) => ({
          ...found,
          ...within(place, ...found.path.slice(start)),
        })),
        ...also(place, given),
      ];
    },
  });
}

const POD = {
  imagePullSecrets: field<NonNullable<Template['imagePullSecrets']>>('imagePullSecrets', checkPullSecrets),
  nodeSelector: field<NonNullable<Template['nodeSelector']>>('nodeSelector'),
  tolerations: field<NonNullable<Template['tolerations']>>('tolerations', checkTolerations),
  affinity: field<NonNullable<Template['affinity']>>('affinity'),
  priorityClassName: field<string>('priorityClassName', checkPriorityClass),
  env: field<NonNullable<Container['env']>>('env', checkEnv),
  resources: field<NonNullable<Container['resources']>>('resources', checkResources),
};

const CA_BUNDLE = group<ConfigMapKey>({
  name: needed(value(isSubdomain, 'the name of a ConfigMap')),
  key: needed(value(isDataKey, 'the key of a ConfigMap')),
});

export const POD_TEMPLATES = group<PodTemplates, PodTemplates>({
  ...POD,
  sensors: group<SensorPodTemplate, SensorPodTemplate>({ ...POD, caBundle: optional(CA_BUNDLE) }),
  eventSources: group<PodTemplate, PodTemplate>(POD),
  jobs: group<PodTemplate, PodTemplate>(POD),
});
