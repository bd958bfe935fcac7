import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { FieldPath, Finding } from '../findings/finding';
import { finding } from '../findings/refuse';
import { quote } from '../findings/words';
import { objectSet } from '../lint/object-set';
import { sharedServerOf } from '../lint/objects';
import type { ObjectSet, PlainObject } from '../lint/rule';
import { renderedObject } from '../rendered';
import type { EventReference } from './dependency';
import { externalsOf } from './external';
import { type KnownSource, sourcesOf } from './sources';

/** An event that a sensor waits for, and the name of its dependency. */
export interface EventUse {
  readonly dependency: string;
  /** The path of the dependency in the Sensor. */
  readonly path: FieldPath;
  readonly event: EventReference<unknown>;
}

/**
 * What is wrong with events of other namespaces. The controller connects a sensor and an event source to a bus of their own
 * namespace (reconcile in pkg/reconciler/sensor/controller.go, Reconcile in pkg/reconciler/eventsource/resource.go), so the
 * sensor gets no event of another one. Only two buses that are one server carry it across.
 */
export function eventsOutOfReach(
  root: IConstruct,
  sensor: KnownSource,
  uses: readonly EventUse[],
): Finding[] {
  return uses.flatMap(({ dependency, path, event }) => {
    const source = sourceElsewhere(root, sensor.namespace, event);
    if (source === undefined) return [];
    const buses = busesOf(root);
    const server = sharedServerOf(buses, placed(sensor));
    if (server !== undefined && server === sharedServerOf(buses, placed(source))) return [];
    const message =
      `the EventSource ${quote(source.name)} is in namespace ${quote(source.namespace)}, but the sensor is in ` +
      `${quote(sensor.namespace)}, and gets only events of its own namespace`;
    const help =
      event.namespace === undefined
        ? `put both in one namespace, or if there is another ${quote(source.name)} in ${quote(sensor.namespace)}, declare it with declareExternal(…)`
        : 'put both in one namespace';
    return finding('event-namespaces', message, { subject: `dependency ${quote(dependency)}`, path, help });
  });
}

/** The event source of a reference, if it is surely in another namespace. */
function sourceElsewhere(
  root: IConstruct,
  namespace: string,
  { eventSourceName: name, namespace: given, isExternal }: EventReference<unknown>,
): KnownSource | undefined {
  const known = sourcesOf(root, name);
  if (given !== undefined) {
    if (given === namespace) return undefined;
    return known.find((one) => one.namespace === given) ?? { name, namespace: given };
  }
  // A name alone. If nothing is known of it, or if it does not say that it is made elsewhere, the rules look it up.
  if (!isExternal || known.some((one) => one.namespace === namespace)) return undefined;
  return known[0];
}

function busesOf(root: IConstruct): ObjectSet {
  const made = root.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .filter(({ kind }) => kind === 'EventBus');
  return objectSet([...made.map(renderedObject), ...externalsOf(root)], true);
}

function placed({ namespace, eventBusName }: KnownSource): PlainObject {
  return { metadata: { namespace }, spec: { eventBusName } };
}
