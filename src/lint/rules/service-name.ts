import { quote } from '../../findings/words';
import { nameOf } from '../objects';
import { asList, valueAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';

/** A name from which the controller cannot make a Service. */
export const serviceName: ObjectRule = {
  id: 'service-name',
  severity: 'error',
  summary: 'The name of an EventSource or EventBus gives an invalid name of a Service',
  why: 'The controller makes a Service whose name has the name of the object and a prefix or suffix (buildService in pkg/reconciler/eventsource/resource.go, generateJetStreamServiceName in pkg/reconciler/eventbus/installer/jetstream.go, generateServiceName in pkg/reconciler/eventbus/installer/nats.go). Names of Services are more restricted than those of other objects.',
  kinds: ['EventSource', 'EventBus'],
  check: (object, report) => {
    const service = serviceOf(object, nameOf(object));
    if (service === undefined || (service.length <= 63 && /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(service)))
      return;
    report(['metadata', 'name'], `the Service would be called ${quote(service)}, which Kubernetes refuses`, {
      value: service,
      help: 'expected a letter, then letters, digits and -, of at most 63 in all',
    });
  },
};

function serviceOf(object: PlainObject, name: string): string | undefined {
  if (object['kind'] === 'EventSource') {
    return asList(valueAt(object, 'spec', 'service', 'ports')).length > 0
      ? `${name}-eventsource-svc`
      : undefined;
  }
  if (valueAt(object, 'spec', 'jetstream') !== undefined) return `eventbus-${name}-js-svc`;
  return valueAt(object, 'spec', 'nats', 'native') === undefined ? undefined : `eventbus-${name}-stan-svc`;
}
