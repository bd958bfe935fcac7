import { describe, quote } from '../../findings/words';
import { namespaceOf } from '../objects';
import { asString, partAt, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, isSetByParameter, triggers } from '../sensor';

/** A Kubernetes Event that the API server refuses. */
export const eventNamespace: ObjectRule = {
  id: 'event-namespace',
  severity: 'error',
  summary: 'A k8s trigger creates an Event in another namespace than that of its involvedObject',
  why: 'The engine sends the object as it is (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go). The API server accepts an Event only in the namespace of its involvedObject, or in default if the involvedObject has none.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const resource = partAt(actionPart(trigger, 'k8s') ?? trigger, 'source', 'resource');
      if (resource?.value['kind'] !== 'Event' || resource.value['apiVersion'] !== 'v1') continue;
      if (NAMESPACE_FIELDS.some((place) => isSetByParameter(trigger, `k8s.source.resource.${place}`)))
        continue;
      const own = asString(valueAt(resource.value, 'metadata', 'namespace')) || namespaceOf(sensor);
      const involved = valueAt(resource.value, 'involvedObject', 'namespace');
      if (involved === own || (!involved && own === 'default')) continue;
      const place = [...resource.path, 'involvedObject', 'namespace'];
      const of = involved ? `of ${describe(involved)}` : 'without namespace';
      report(place, `an Event of namespace ${quote(own)} cannot be about an object ${of}`, {
        value: involved,
        help: `write ${quote(own)}`,
      });
    }
  },
};

const NAMESPACE_FIELDS = ['metadata.namespace', 'involvedObject.namespace'];
