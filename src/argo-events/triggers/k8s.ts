import type { K8SResourcePolicy, StandardK8STrigger, TriggerPolicy } from '../../../imports/argo-events';
import { reject } from '../../findings/refuse';
import { CLUSTER_KINDS, k8sNeeds } from '../../lint/rights/k8s';
import type { Permission } from '../../lint/rights/permission';
import { extractParameters, type Json } from '../references/parameters';
import { isSlot, type JsonWithSlots, type WithSlots } from '../references/slot';
import type { Action } from './action';

/** A Kubernetes object in which any value may come from the event, except `kind` and `apiVersion`. */
export interface TriggerResource {
  /** `<version>` or `<group>/<version>`, such as `v1` or `batch/v1`. */
  readonly apiVersion: string;
  /** The kind. The engine guesses the plural from it. */
  readonly kind: string;
  readonly [field: string]: JsonWithSlots;
}

/**
 * Checks an object against the type of its kind, in the compiler. It returns the object as it is.
 *
 * @example
 * ```ts
 * const { issue } = request.data.body;
 * const job = resource<Job>({
 *   apiVersion: 'batch/v1',
 *   kind: 'Job',
 *   metadata: { name: text`triage-${issue.number}`, namespace: 'shop' },
 *   spec: {
 *     ttlSecondsAfterFinished: 300,
 *     template: {
 *       spec: {
 *         restartPolicy: 'Never',
 *         containers: [{ name: 'triage', image: 'registry.example.com/triage:1', args: [issue.title] }],
 *       },
 *     },
 *   },
 * });
 * sensor.do('work', { conditions: request, action: create(job) });
 * ```
 * ```yaml
 * spec:
 *   ttlSecondsAfterFinished: 300
 *   template:
 *     spec:
 *       restartPolicy: Never
 *       containers:
 *         - name: triage
 *           image: registry.example.com/triage:1
 *           args:
 *             - ""
 * ```
 */
export function resource<T extends { apiVersion: string; kind: string }>(
  object: WithSlots<T> & { readonly apiVersion: string; readonly kind: string },
): TriggerResource {
  return object as unknown as TriggerResource;
}

/** Options of an action that writes a Kubernetes object. */
export interface K8sOptions {
  /**
   * Waits until the object has these labels. `backoff` says how often the engine looks: without it, 5 times with pauses
   * of one to two seconds. If the labels do not come, the action is a success all the same, unless
   * `errorOnBackoffTimeout` is true: then it has failed, and a retry writes the object again. If the object is gone,
   * the action fails at once (pkg/sensors/policy/resource-labels.go).
   *
   * @default none: the action is a success as soon as the object is written
   */
  readonly policy?: K8SResourcePolicy;
}

/**
 * Creates the object. It fails if the object exists. The engine adds the labels `events.argoproj.io/*`, one of them
 * with a time stamp (Execute in pkg/sensors/triggers/standard-k8s). It makes one API call.
 *
 * @example
 * ```ts
 * sensor.do('record', {
 *   conditions: request,
 *   action: create({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { generateName: 'request-', namespace: 'shop' },
 *     data: { author: request.data.body.comment.user.login },
 *   }),
 * });
 * ```
 * ```yaml
 * k8s:
 *   operation: create
 * ```
 */
export function create(resource: TriggerResource, options: K8sOptions = {}): Action {
  return k8sAction('create', resource, options);
}

/**
 * Creates the object, or changes the existing one with a JSON merge patch. With a name from the event it is an
 * idempotent create: the same patch twice changes nothing. It makes two API calls.
 *
 * @example
 * ```ts
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: text`request-${request.data.body.comment.id}`, namespace: 'shop' },
 *     data: { author: request.data.body.comment.user.login },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.comment.user.login
 *   dest: data.author
 * ```
 */
export function patch(resource: TriggerResource, options: K8sOptions = {}): Action {
  return k8sAction('patch', resource, options);
}

/**
 * Creates the object, or merges it into the existing one and writes the whole object back. It makes two API calls.
 *
 * @example
 * ```ts
 * sensor.do('remember', {
 *   conditions: request,
 *   action: update({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { author: request.data.body.comment.user.login },
 *   }),
 * });
 * ```
 * ```yaml
 * k8s:
 *   operation: update
 * ```
 */
export function update(resource: TriggerResource, options: K8sOptions = {}): Action {
  return k8sAction('update', resource, options);
}

/**
 * Deletes the object of that name. It is a success if there is none. The engine cannot delete by labels.
 *
 * @example
 * ```ts
 * sensor.do('forget', {
 *   conditions: request,
 *   action: remove({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *   }),
 * });
 * ```
 * ```yaml
 * k8s:
 *   operation: delete
 * ```
 */
export function remove(resource: TriggerResource): Action {
  return k8sAction('delete', resource);
}

function k8sAction(
  operation: NonNullable<StandardK8STrigger['operation']>,
  resource: TriggerResource,
  { policy }: K8sOptions = {},
): Action {
  return {
    bind: ({ namespace }) => {
      const { constant, parameters } = extractParameters(resource);
      const object = constant as { readonly [key: string]: Json };
      return {
        template: {
          k8s: {
            operation,
            source: { resource: object as NonNullable<StandardK8STrigger['source']>['resource'] & object },
            ...(parameters.length > 0 && { parameters: [...parameters] }),
          },
        },
        ...(policy && { policy: labelPolicy(policy) }),
        permissions: permissionsFor(operation, resource, namespace, policy !== undefined),
      };
    },
  };
}

/**
 * A policy with the fields that the controller writes back into the Sensor, the backoff as null. Without them, every apply
 * would find a difference. An empty backoff stays as it is, and means the same as none.
 */
export function labelPolicy(policy: K8SResourcePolicy): TriggerPolicy {
  return { k8s: { backoff: {}, errorOnBackoffTimeout: false, ...policy } };
}

function permissionsFor(
  operation: NonNullable<StandardK8STrigger['operation']>,
  resource: TriggerResource,
  namespace: string,
  hasPolicy: boolean,
): readonly Permission[] {
  if (isSlot(resource['metadata'])) {
    reject(
      'permissions',
      `the metadata of the ${resource.kind} comes from the event as a whole, so no Role can be derived`,
      {
        help: 'write name and namespace as fields',
      },
    );
  }
  const metadata = (resource['metadata'] ?? {}) as Readonly<Record<string, JsonWithSlots>>;
  const { namespace: target = namespace } = metadata;
  const where = CLUSTER_KINDS.includes(resource.kind) ? undefined : target;
  if (where !== undefined && typeof where !== 'string') {
    reject(
      'permissions',
      `the namespace of the ${resource.kind} comes from the event, so no Role can be derived`,
      {
        help: 'write it as a string',
      },
    );
  }
  return k8sNeeds({ operation, source: { resource } }, namespace, hasPolicy, isSlot).permissions;
}
