import { remembered } from '../remember';
import { type EventPart, eventsOf, webhookOf } from './event-source';
import { nameOf, namespaceOf } from './objects';
import { asList, asObject, asString, partsAt, rootPart, valueAt } from './plain';
import type { ObjectSet, PlainObject } from './rule';

/** A port of a Service, and the port of the pods that it leads to. */
export interface ServicePort {
  /** Its index in the list of ports. */
  readonly index: number;
  readonly name?: string;
  readonly port: unknown;
  /** A number, or the name of a port, as text. */
  readonly target: string;
}

/** The name of the Service that the controller makes of an event source (buildService in pkg/reconciler/eventsource/resource.go). */
export function generatedService(source: PlainObject): string {
  return `${nameOf(source)}${GENERATED}`;
}

/** The event source whose Service has this name; undefined for other names. */
export function sourceOfService(service: string): string | undefined {
  return service.endsWith(GENERATED) ? service.slice(0, -GENERATED.length) : undefined;
}

const GENERATED = '-eventsource-svc';

/** The ports at a path in an object: those of a Service, or those of the Service of an event source. */
export function portsAt(object: PlainObject, ...keys: string[]): ServicePort[] {
  return partsAt(rootPart(object), ...keys).map(({ value }, index) => {
    const name = asString(value['name']);
    const { port, targetPort } = value;
    return { index, ...(name !== undefined && { name }), port, target: String(targetPort || port) };
  });
}

/** The events of an event source that have a port, and the port. */
export function listening(source: PlainObject): { readonly event: EventPart; readonly port: string }[] {
  return eventsOf(source).flatMap((event) => {
    const port = asString(webhookOf(event)?.value['port']);
    return port ? { event, port } : [];
  });
}

/** The ports of the pods of an event source on which something listens. The metrics' one has a name too. */
export function openPorts(source: PlainObject): string[] {
  return [...new Set(listening(source).map(({ port }) => port)), '7777', 'metrics'];
}

/** The labels of the pods of an event source (Reconcile in pkg/reconciler/eventsource/controller.go, buildDeploymentSpec in resource.go). */
function podLabels(source: PlainObject): PlainObject {
  const name = nameOf(source);
  return {
    ...asObject(valueAt(source, 'spec', 'template', 'metadata', 'labels')),
    controller: 'eventsource-controller',
    'eventsource-name': name,
    'owner-name': name,
  };
}

/** The event sources whose pods each Service selects. */
export const selectedSources = remembered(
  (known: ObjectSet): ReadonlyMap<PlainObject, readonly PlainObject[]> => {
    const byLabel = new Map<string, PlainObject[]>();
    for (const source of known.ofKind('EventSource')) {
      for (const label of Object.entries(podLabels(source))) {
        const key = JSON.stringify(label);
        byLabel.set(key, [...(byLabel.get(key) ?? []), source]);
      }
    }
    return new Map(
      known.ofKind('Service').map((service) => {
        const labels = Object.entries(selectorOf(service));
        // The rarest label leaves the fewest to look at.
        const [candidates = []] = labels
          .map((label) => byLabel.get(JSON.stringify(label)) ?? [])
          .sort((a, b) => a.length - b.length);
        const sources = candidates.filter(
          (source) =>
            mayBeTogether(source, service) &&
            labels.every(([key, value]) => podLabels(source)[key] === value),
        );
        return [service, sources];
      }),
    );
  },
);

/** The Services that select the pods of each event source. */
export const servicesOf = remembered((known: ObjectSet): ReadonlyMap<PlainObject, readonly PlainObject[]> => {
  const services = new Map<PlainObject, PlainObject[]>();
  for (const [service, sources] of selectedSources(known)) {
    for (const source of sources) services.set(source, [...(services.get(source) ?? []), service]);
  }
  return services;
});

/** The labels that a Service selects by. */
export function selectorOf(service: PlainObject): PlainObject {
  return asObject(valueAt(service, 'spec', 'selector'));
}

/** Whether nothing is known of where a Service leads: it is declared only, or has no selector. */
export function leadsAnywhere(service: PlainObject): boolean {
  return Object.keys(selectorOf(service)).length === 0;
}

/** Whether two objects may be in one namespace: one without namespace may be in any. */
export function mayBeTogether(one: PlainObject, other: PlainObject): boolean {
  const [a, b] = [namespaceOf(one), namespaceOf(other)];
  return a === '' || b === '' || a === b;
}

/** Whether the spec of an object is known. One that is declared only has none. */
export function hasSpec(object: PlainObject): boolean {
  return Object.keys(asObject(object['spec'])).length > 0;
}

/** Whether an event source has a Service made by the controller. */
export function hasGeneratedService(source: PlainObject): boolean {
  return asList(valueAt(source, 'spec', 'service', 'ports')).length > 0;
}
