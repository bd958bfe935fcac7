import type { k8s } from 'cdk8s-plus-28';

/**
 * A type of cdk8s-plus as plain JSON. cdk8s-plus has classes for quantities, times and int-or-strings; in JSON they are
 * strings or numbers.
 */
export type PlainJson<T> = T extends k8s.Quantity
  ? string
  : T extends k8s.IntOrString
    ? string | number
    : T extends Date
      ? string
      : T extends readonly (infer Element)[]
        ? PlainJson<Element>[]
        : T extends object
          ? { [Key in keyof T]: PlainJson<T[Key]> }
          : T;

type KubernetesKind<Props, ApiVersion extends string, Name extends string> = {
  apiVersion: ApiVersion;
  kind: Name;
} & PlainJson<Props>;

// Kubernetes kinds as plain objects, for `resource<Kind>(…)` and for events about such objects.

/** A ConfigMap. */
export type ConfigMap = KubernetesKind<k8s.KubeConfigMapProps, 'v1', 'ConfigMap'>;
/** A Job. */
export type Job = KubernetesKind<k8s.KubeJobProps, 'batch/v1', 'Job'>;
/** A CronJob. */
export type CronJob = KubernetesKind<k8s.KubeCronJobProps, 'batch/v1', 'CronJob'>;
/** A Deployment. */
export type Deployment = KubernetesKind<k8s.KubeDeploymentProps, 'apps/v1', 'Deployment'>;
/** A Role. */
export type Role = KubernetesKind<k8s.KubeRoleProps, 'rbac.authorization.k8s.io/v1', 'Role'>;
/** The `spec` of a pod. */
export type PodSpec = PlainJson<k8s.PodSpec>;

/** The Event of the core API, which `kubectl get events` shows. cdk8s-plus has only the Event of events.k8s.io. */
export type CoreEvent = {
  apiVersion: 'v1';
  kind: 'Event';
  metadata: PlainJson<k8s.ObjectMeta>;
  /** The object that the Event is about. It has to be in the namespace of the Event. */
  involvedObject: PlainJson<k8s.ObjectReference>;
  reason: string;
  message: string;
  type: 'Normal' | 'Warning';
  source: { component: string };
  firstTimestamp?: string;
  lastTimestamp?: string;
  count?: number;
};
