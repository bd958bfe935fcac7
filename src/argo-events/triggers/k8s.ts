import type { K8SResourcePolicy, StandardK8STrigger } from '../../../imports/argo-events';
import { type Permission, pluralOf } from '../permissions';
import { extractParameters, type Json } from '../references/parameters';
import { isSlot, type Templated, type TemplatedJson } from '../references/slot';
import { throwFinding } from '../references/throw-finding';
import type { Action } from './action';

/** A Kubernetes object in which any value may come from the event. Its kind and API version may not. */
export interface ResourceTemplate {
  /** Version, or group/version. */
  readonly apiVersion: string;
  /** The kind, of which the engine guesses the plural. */
  readonly kind: string;
  readonly [field: string]: TemplatedJson;
}

/** Checks an object against the type of its kind: `resource<ConfigMap>({ … })`. */
export function resource<T extends { apiVersion: string; kind: string }>(
  template: Templated<T> & { readonly apiVersion: string; readonly kind: string },
): ResourceTemplate {
  return template as unknown as ResourceTemplate;
}

/** When writing an object counts as done. */
export interface K8sOptions {
  /**
   * Waits until the object has these labels, looking again by the backoff (5 times, one or two seconds apart, when that
   * is left out); for no labels when left out. When they do not come, the action counts as done all the same, unless
   * `errorOnBackoffTimeout` is set: then it has failed, and a retry writes the object again. An object that is gone is
   * a failure at once (pkg/sensors/policy/resource-labels.go).
   */
  readonly policy?: K8SResourcePolicy;
}

/**
 * Creates the object; fails when it exists. The engine adds labels `events.argoproj.io/*`, one with a time
 * stamp (Execute in pkg/sensors/triggers/standard-k8s). One API call.
 */
export function create(template: ResourceTemplate, options: K8sOptions = {}): Action {
  return k8sAction('create', template, options, ['create']);
}

/**
 * Creates the object, or changes it by a JSON merge patch when it exists. With a name from the event this is
 * an idempotent create: the same patch twice changes nothing. Two API calls.
 */
export function patch(template: ResourceTemplate, options: K8sOptions = {}): Action {
  return k8sAction('patch', template, options, ['get', 'create', 'patch']);
}

/** Creates the object, or merges it into the one that exists and writes that back. Two API calls. */
export function update(template: ResourceTemplate, options: K8sOptions = {}): Action {
  return k8sAction('update', template, options, ['get', 'create', 'update']);
}

/** Deletes the object of that name; done when there is none. The engine knows no deletion by labels. */
export function remove(template: ResourceTemplate): Action {
  return k8sAction('delete', template, {}, ['get', 'delete']);
}

function k8sAction(
  operation: NonNullable<StandardK8STrigger['operation']>,
  template: ResourceTemplate,
  { policy }: K8sOptions,
  verbs: readonly string[],
): Action {
  return {
    bind: ({ namespace }) => {
      const { constant, parameters } = extractParameters(template);
      const object = constant as { readonly [key: string]: Json };
      return {
        template: {
          k8s: {
            operation,
            source: { resource: object as NonNullable<StandardK8STrigger['source']>['resource'] & object },
            ...(parameters.length > 0 && { parameters: [...parameters] }),
          },
        },
        // The controller writes both anyway, the backoff as null, and inside the list of triggers that is a difference for
        // every apply. An empty backoff stays, and is the same as none.
        ...(policy && { policy: { k8s: { backoff: {}, errorOnBackoffTimeout: false, ...policy } } }),
        permissions: permissionsFor(template, namespace, [
          ...new Set([...verbs, ...(policy ? ['get'] : [])]),
        ]),
      };
    },
  };
}

/** The kinds without namespace that the engine knows (clusterResources in standard-k8s.go). */
const CLUSTER_KINDS = ['Namespace', 'Node'];

function permissionsFor(
  template: ResourceTemplate,
  namespace: string,
  verbs: readonly string[],
): Permission[] {
  if (isSlot(template['metadata'])) {
    throwFinding(
      template.kind,
      `The metadata of the ${template.kind} comes from the event as a whole, so no Role can be derived: write its fields`,
    );
  }
  const metadata = (template['metadata'] ?? {}) as Readonly<Record<string, TemplatedJson>>;
  const { name, namespace: target = namespace } = metadata;
  const [group] = template.apiVersion.includes('/') ? template.apiVersion.split('/') : [''];
  const where = CLUSTER_KINDS.includes(template.kind) ? undefined : target;
  if (where !== undefined && typeof where !== 'string') {
    throwFinding(
      template.kind,
      `The namespace of the ${template.kind} comes from the event, so no Role can be derived: write it as a string`,
    );
  }
  return verbs.map((verb) => ({
    apiGroup: group ?? '',
    resource: pluralOf(template.kind),
    verb,
    // A name can limit every verb but create, which the API server authorizes before it knows the name.
    ...(typeof name === 'string' && verb !== 'create' && { resourceName: name }),
    ...(where !== undefined && { namespace: where }),
  }));
}
