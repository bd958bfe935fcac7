import type { k8s } from 'cdk8s-plus-28';

/**
 * A type of cdk8s-plus as plain JSON. cdk8s-plus has classes for quantities, times and int-or-strings; in JSON they are
 * strings or numbers.
 */
export type Plain<T> = T extends k8s.Quantity
  ? string
  : T extends k8s.IntOrString
    ? string | number
    : T extends Date
      ? string
      : T extends readonly (infer Element)[]
        ? Plain<Element>[]
        : T extends object
          ? { [Key in keyof T]: Plain<T[Key]> }
          : T;

type Kind<Props, ApiVersion extends string, Name extends string> = {
  apiVersion: ApiVersion;
  kind: Name;
} & Plain<Props>;

// Kubernetes kinds as plain objects, for `resource<Kind>(…)` and for events about such objects.

/** A ConfigMap. */
export type ConfigMap = Kind<k8s.KubeConfigMapProps, 'v1', 'ConfigMap'>;
/** A Job. */
export type Job = Kind<k8s.KubeJobProps, 'batch/v1', 'Job'>;
/** A CronJob. */
export type CronJob = Kind<k8s.KubeCronJobProps, 'batch/v1', 'CronJob'>;
/** A Role. */
export type Role = Kind<k8s.KubeRoleProps, 'rbac.authorization.k8s.io/v1', 'Role'>;
/** The `spec` of a pod. */
export type PodSpec = Plain<k8s.PodSpec>;

/** The Event of the core API, which `kubectl get events` shows. cdk8s-plus has only the Event of events.k8s.io. */
export type CoreEvent = {
  apiVersion: 'v1';
  kind: 'Event';
  metadata: Plain<k8s.ObjectMeta>;
  /** The object that the Event is about. It has to be in the namespace of the Event. */
  involvedObject: Plain<k8s.ObjectReference>;
  reason: string;
  message: string;
  type: 'Normal' | 'Warning';
  source: { component: string };
  firstTimestamp?: string;
  lastTimestamp?: string;
  count?: number;
};
