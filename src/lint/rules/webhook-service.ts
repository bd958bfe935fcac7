import { webhookOf } from '../event-source';
import { namespaceOf } from '../objects';
import type { SetRule } from '../rule';
import { hasGeneratedService, leadsAnywhere, listening, openPorts, portsAt, servicesOf } from '../services';

/** A port that no request reaches. */
export const webhookService: SetRule = {
  id: 'webhook-service',
  severity: 'warning',
  summary: 'An EventSource listens on a port to which no Service leads',
  why: 'The controller makes a Service only for the ports in spec.service (buildService in pkg/reconciler/eventsource/resource.go). Without one, senders have to know the address of the pod, which changes.',
  checkAll: (objects, reportOn, known) => {
    const vague = new Set(known.ofKind('Service').filter(leadsAnywhere).map(namespaceOf));
    for (const source of objects.ofKind('EventSource')) {
      const namespace = namespaceOf(source);
      if (vague.has(namespace) || vague.has('') || (namespace === '' && vague.size > 0)) continue;
      const services = servicesOf(known).get(source) ?? [];
      // Without any Service for its pods there may be one elsewhere.
      if (!known.complete && services.length === 0 && !hasGeneratedService(source)) continue;
      // One that leads to a port on which nothing listens is the cause, of which the rule service-target speaks.
      const open = openPorts(source);
      const targets = services.flatMap((service) => portsAt(service, 'spec', 'ports'));
      if (targets.some(({ target }) => !open.includes(target))) continue;
      const reached = new Set([
        ...portsAt(source, 'spec', 'service', 'ports').map(({ target }) => target),
        ...targets.map(({ target }) => target),
      ]);
      for (const { event, port } of listening(source)) {
        const webhook = webhookOf(event);
        if (reached.has(port) || webhook === undefined) continue;
        reached.add(port);
        reportOn(source)([...webhook.path, 'port'], `no Service leads to port ${port}`, {
          value: port,
          help: `add { port: ${port}, targetPort: ${port} } to spec.service.ports`,
        });
      }
    }
  },
};
