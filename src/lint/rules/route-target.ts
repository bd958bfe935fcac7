import { joinOr, quote } from '../../findings/words';
import { webhookOf } from '../event-source';
import { nameOf } from '../objects';
import { asString } from '../plain';
import { reportUnknownNames } from '../resolve';
import { type Route, routesIn } from '../routes';
import type { ObjectSet, PlainObject, Report, SetRule } from '../rule';
import {
  generatedService,
  hasGeneratedService,
  hasSpec,
  listening,
  portsAt,
  type ServicePort,
  selectedSources,
  sourceOfService,
} from '../services';

/** An Ingress or an HTTPRoute that leads nowhere. */
export const routeTarget: SetRule = {
  id: 'route-target',
  severity: 'error',
  summary:
    'An Ingress or HTTPRoute leads to no Service of an EventSource, to no port of it, or to a path without event',
  why: 'The controller makes the Service <name>-eventsource-svc only of an EventSource with spec.service, with the ports that stand there (buildService in pkg/reconciler/eventsource/resource.go). The server answers 404 for any path but the endpoints of its events (startServer in pkg/eventsources/common/webhook/webhook.go).',
  checkAll: (objects, reportOn, known) => {
    for (const { object, route } of routesIn(objects)) checkRoute(route, known, reportOn(object));
  },
};

function checkRoute(route: Route, known: ObjectSet, report: Report): void {
  const { place, service, namespace } = route;
  const written = known.ofKind('Service', { namespace, name: service });
  // With several namesakes it is not known which one is meant.
  const [only, ...others] = written;
  if (only !== undefined) {
    const sources = selectedSources(known).get(only) ?? [];
    if (others.length === 0 && sources.length > 0)
      checkPorts(route, portsAt(only, 'spec', 'ports'), sources, report);
    return;
  }
  const name = sourceOfService(service);
  if (name === undefined) {
    const [meant] = known.ofKind('EventSource', { namespace, name: service }).filter(hasGeneratedService);
    if (meant !== undefined)
      report(place, `the Service of the EventSource ${quote(service)} has another name`, {
        value: service,
        help: `write ${quote(generatedService(meant))}`,
      });
    else reportMissing(route, known, report);
    return;
  }
  const sources = known.ofKind('EventSource', { namespace, name });
  if (sources.length === 0) {
    reportUnknownNames(known, [{ kind: 'EventSource', name, namespace, path: place }], report);
    return;
  }
  if (!sources.every(hasSpec)) return;
  if (!sources.some(hasGeneratedService)) {
    report(place, `the EventSource ${quote(name)} has no Service`, {
      value: service,
      help: 'set its spec.service.ports',
    });
    return;
  }
  const ports = sources.flatMap((source) => portsAt(source, 'spec', 'service', 'ports'));
  checkPorts(route, ports, sources, report);
}

/** A Service that is nowhere, and whose name begins with that of an EventSource. Others may have a controller that makes them. */
function reportMissing({ place, service, namespace }: Route, known: ObjectSet, report: Report): void {
  if (!known.complete) return;
  const [meant] = known
    .ofKind('EventSource', { namespace })
    .filter((source) => hasGeneratedService(source) && service.startsWith(nameOf(source)));
  if (meant === undefined) return;
  report(place, `no Service ${quote(service)} in namespace ${quote(namespace)}`, {
    value: service,
    help: `the Service of the EventSource ${quote(nameOf(meant))} is ${quote(generatedService(meant))}`,
  });
}

function checkPorts(
  { service, port, portPlace, path }: Route,
  ports: readonly ServicePort[],
  sources: readonly PlainObject[],
  report: Report,
): void {
  if (port === undefined || ports.length === 0) return;
  const found = ports.filter((one) => one.name === port || String(one.port) === port);
  if (found.length === 0) {
    const names = ports.map((one) => one.name ?? String(one.port));
    report(portPlace, `the Service ${quote(service)} has no port ${port}`, {
      value: port,
      help: `expected ${joinOr([...new Set(names)])}`,
    });
    return;
  }
  if (path === undefined || !sources.every(hasSpec)) return;
  const targets = found.map(({ target }) => target);
  const endpoints = sources
    .flatMap(listening)
    .filter((one) => targets.includes(one.port))
    .flatMap(({ event }) => asString(webhookOf(event)?.value['endpoint']) ?? []);
  if (endpoints.length === 0 || endpoints.some((endpoint) => leadsTo(path, endpoint))) return;
  report(
    path.place,
    `no event of the EventSource ${quote(nameOf(sources[0] ?? {}))} has an endpoint at ${quote(path.text)}`,
    {
      value: path.text,
      help: `expected ${joinOr(endpoints)}`,
    },
  );
}

function leadsTo({ text, isPrefix }: NonNullable<Route['path']>, endpoint: string): boolean {
  const prefix = text.replace(/\/$/, '');
  // The router takes braces for a variable.
  return (
    endpoint.includes('{') ||
    endpoint === text ||
    (isPrefix && (endpoint === prefix || endpoint.startsWith(`${prefix}/`)))
  );
}
