import { isObject } from '../plain';
import { groupOf } from '../root-fields';
import type { PlainObject } from '../rule';
import type { Needs } from './permission';
import { pluralOf } from './plural';
import type { IsFromEvent } from './workflow';

/** The only kinds that the engine knows to have no namespace (clusterResources in standard-k8s.go). */
export const CLUSTER_KINDS: readonly string[] = ['Namespace', 'Node'];

/** What each operation asks of the API server (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go). */
const VERBS = {
  create: ['create'],
  update: ['get', 'create', 'update'],
  patch: ['get', 'create', 'patch'],
  delete: ['get', 'delete'],
} as const;

/**
 * The permissions for a trigger in the engine's own form.
 *
 * @param trigger the field `k8s` of the trigger template, in which any value may come from the event
 * @param sensorNamespace the namespace of an object without one
 * @param hasPolicy whether the engine then looks for labels of the object (pkg/sensors/policy/resource-labels.go)
 */
export function k8sNeeds(
  { operation = 'create', source }: PlainObject,
  sensorNamespace: string,
  hasPolicy: boolean,
  isFromEvent: IsFromEvent,
): Needs {
  const fieldsOf = (value: unknown) => (isObject(value) && !isFromEvent(value) ? value : undefined);
  const object = fieldsOf(fieldsOf(source)?.['resource']);
  if (object === undefined) return { permissions: [], unknown: 'its object is not in the sensor' };
  const { kind, apiVersion, metadata = {} } = object;
  const verbs =
    typeof operation === 'string' && operation in VERBS ? VERBS[operation as keyof typeof VERBS] : [];
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || verbs.length === 0)
    return { permissions: [], unknown: 'its kind or its operation is not known' };
  const { name, namespace } = fieldsOf(metadata) ?? {};
  const isOfCluster = CLUSTER_KINDS.includes(kind);
  const where = namespace || sensorNamespace;
  if (isFromEvent(metadata) || (!isOfCluster && typeof where !== 'string'))
    return { permissions: [], unknown: 'the namespace of its object comes from the event' };
  return {
    permissions: [...new Set([...verbs, ...(hasPolicy ? ['get'] : [])])].map((verb) => ({
      apiGroup: groupOf(object),
      resource: pluralOf(kind),
      verb,
      // A Role can limit every verb but create to a name: the API server authorizes create before it knows the name.
      ...(typeof name === 'string' && name !== '' && verb !== 'create' && { resourceName: name }),
      ...(!isOfCluster && { namespace: where as string }),
    })),
  };
}
