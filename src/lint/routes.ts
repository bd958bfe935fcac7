import type { FieldPath } from '../findings/finding';
import { namespaceOf } from './objects';
import { asString, membersAt, type Part, partAt, partsAt, rootPart, valueAt } from './plain';
import type { ObjectSet, PlainObject } from './rule';

/** Where requests for a path go. */
export interface Route {
  /** The path of the name of the Service in the object. */
  readonly place: FieldPath;
  readonly service: string;
  readonly namespace: string;
  /** The number or the name of a port of the Service; undefined if it names none. */
  readonly port: string | undefined;
  /** The path of the port. */
  readonly portPlace: FieldPath;
  /** The path of requests, if they arrive with it. */
  readonly path?: { readonly place: FieldPath; readonly text: string; readonly isPrefix: boolean };
}

/** The routes of all Ingresses and HTTPRoutes, with their objects. */
export function routesIn(objects: ObjectSet): { readonly object: PlainObject; readonly route: Route }[] {
  const of = (kind: string, read: (object: PlainObject) => Route[]) =>
    objects.ofKind(kind).flatMap((object) => read(object).map((route) => ({ object, route })));
  return [...of('Ingress', routesOfIngress), ...of('HTTPRoute', routesOfHttpRoute)];
}

function routesOfIngress(ingress: PlainObject): Route[] {
  const root = rootPart(ingress);
  // An annotation may say that the path is changed on the way.
  const annotations = membersAt(root, 'metadata', 'annotations').map(({ name }) => name);
  const isChanged = annotations.some((name) =>
    /rewrite|middleware|strip|snippet|regex|transform|root/i.test(name),
  );
  const paths = partsAt(root, 'spec', 'rules').flatMap((rule) => partsAt(rule, 'http', 'paths'));
  const fallbacks = ['defaultBackend', 'backend'].map((field) => partAt(root, 'spec', field));
  return [
    ...paths.flatMap((part) => backendOf(ingress, partAt(part, 'backend'), isChanged ? undefined : part)),
    ...fallbacks.flatMap((backend) => backendOf(ingress, backend, undefined)),
  ];
}

/** A backend of an Ingress, in the form of networking.k8s.io/v1 or in the older one. */
function backendOf(ingress: PlainObject, backend: Part | undefined, path: Part | undefined): Route[] {
  if (backend === undefined) return [];
  const service = partAt(backend, 'service');
  const [named, nameField] = service ? [service, 'name'] : [backend, 'serviceName'];
  const portKeys = service
    ? ['port', valueAt(service.value, 'port', 'name') === undefined ? 'number' : 'name']
    : ['servicePort'];
  const name = asString(named.value[nameField]);
  if (!name) return [];
  const request = path && requestPath(path);
  return [
    {
      place: [...named.path, nameField],
      service: name,
      namespace: namespaceOf(ingress),
      port: portText(valueAt(named.value, ...portKeys)),
      portPlace: [...named.path, ...portKeys],
      ...(request && { path: request }),
    },
  ];
}

function requestPath({ path, value }: Part): Route['path'] {
  const text = asString(value['path']);
  const type = asString(value['pathType']);
  // What a controller makes of other characters is its own.
  if (text === undefined || !/^\/[\w./~-]*$/.test(text)) return undefined;
  return { place: [...path, 'path'], text, isPrefix: type !== 'Exact' };
}

function routesOfHttpRoute(route: PlainObject): Route[] {
  return partsAt(rootPart(route), 'spec', 'rules').flatMap((rule) => {
    const backends = partsAt(rule, 'backendRefs').filter(
      ({ value }) => [undefined, 'Service'].includes(asString(value['kind'])) && !asString(value['group']),
    );
    const matches = partsAt(rule, 'matches').flatMap((match) => matchedPath(match) ?? []);
    const [match] = matches.length === 1 && partsAt(rule, 'filters').length === 0 ? matches : [];
    return backends.flatMap(({ path, value }) => {
      const service = asString(value['name']);
      if (!service) return [];
      return {
        place: [...path, 'name'],
        service,
        namespace: asString(value['namespace']) ?? namespaceOf(route),
        port: portText(value['port']),
        portPlace: [...path, 'port'],
        ...(match && { path: match }),
      };
    });
  });
}

function matchedPath(match: Part): Route['path'] {
  const path = partAt(match, 'path');
  const text = asString(path?.value['value']);
  const type = asString(path?.value['type']) ?? 'PathPrefix';
  if (path === undefined || text === undefined || !['PathPrefix', 'Exact'].includes(type)) return undefined;
  return { place: [...path.path, 'value'], text, isPrefix: type === 'PathPrefix' };
}

function portText(port: unknown): string | undefined {
  return typeof port === 'number' || typeof port === 'string' ? String(port) : undefined;
}
