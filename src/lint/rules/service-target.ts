import { joinOr, quote } from '../../findings/words';
import { nameOf, namespaceOf } from '../objects';
import { asString } from '../plain';
import { reportUnknownNames } from '../resolve';
import type { ObjectSet, PlainObject, Report, SetRule } from '../rule';
import { hasSpec, openPorts, portsAt, selectedSources, selectorOf } from '../services';

/** A Service that leads nowhere. */
export const serviceTarget: SetRule = {
  id: 'service-target',
  severity: 'error',
  summary:
    'A Service for the pods of an EventSource finds none of them, or leads to a port on which they do not listen',
  why: 'The pods have the labels controller, eventsource-name and owner-name, and those of spec.template.metadata (Reconcile in pkg/reconciler/eventsource/controller.go, buildDeploymentSpec in resource.go there). They listen only on the ports of their webhooks, and on 7777 for metrics.',
  checkAll: (objects, reportOn, known) => {
    for (const service of objects.ofKind('Service')) {
      const sources = selectedSources(known).get(service) ?? [];
      if (sources.length > 0) checkPorts(service, sources, reportOn(service));
      else checkSelector(service, known, reportOn(service));
    }
  },
};

function checkPorts(service: PlainObject, sources: readonly PlainObject[], report: Report): void {
  if (!sources.every(hasSpec)) return;
  const open = [...new Set(sources.flatMap(openPorts))];
  for (const { index, port, target } of portsAt(service, 'spec', 'ports')) {
    if (open.includes(target)) continue;
    const isNamed = target !== String(port);
    report(
      ['spec', 'ports', index, isNamed ? 'targetPort' : 'port'],
      `the EventSource ${quote(nameOf(sources[0] ?? {}))} does not listen on port ${target}`,
      { value: target, help: `expected ${joinOr(open)}` },
    );
  }
}

/** The labels name an event source, and no pod has them. */
function checkSelector(service: PlainObject, known: ObjectSet, report: Report): void {
  const selector = selectorOf(service);
  const label = LABELS.find((one) => asString(selector[one]));
  const isOfSensor = selector['controller'] === 'sensor-controller' || asString(selector['sensor-name']);
  if (label === undefined || isOfSensor) return;
  if (label === 'owner-name' && selector['controller'] === undefined) return;
  const name = asString(selector[label]) ?? '';
  const namespace = namespaceOf(service);
  const path = ['spec', 'selector', label];
  if (known.ofKind('EventSource', { namespace, name }).length === 0) {
    reportUnknownNames(known, [{ kind: 'EventSource', name, namespace, path }], report);
    return;
  }
  report(['spec', 'selector'], `no pod of the EventSource ${quote(name)} has all of these labels`, {
    value: selector,
    help: `keep eventsource-name: ${name}, or add the others to its spec.template.metadata.labels`,
  });
}

const LABELS = ['eventsource-name', 'owner-name'] as const;
