import { asString, valueAt } from '../plain';
import { CLUSTER_KINDS } from '../rights/k8s';
import type { ObjectRule } from '../rule';
import { actionPart, parameters, triggers } from '../sensor';

/** A live object that the engine cannot fetch. */
export const k8sLiveObject: ObjectRule = {
  id: 'k8s-live-object',
  severity: 'error',
  summary: 'A liveObject has no effect without update, or needs a name and a namespace in the source',
  why: 'Only update fetches the live object, before it applies the parameters of the action. So the source has to have the name and the namespace, even a namespace that could otherwise be left out (FetchResource in pkg/sensors/triggers/standard-k8s/standard-k8s.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const k8s = actionPart(trigger, 'k8s');
      const resource = valueAt(k8s?.value, 'source', 'resource');
      if (k8s?.value['liveObject'] !== true) continue;
      if (k8s.value['operation'] !== 'update') {
        report([...k8s.path, 'liveObject'], 'liveObject has no effect without operation: update', {
          value: true,
        });
      } else if (resource !== undefined) {
        // The engine applies the parameters of the trigger itself before that.
        if (parameters(trigger).some(({ target }) => target === 'template')) continue;
        for (const field of CLUSTER_KINDS.includes(asString(valueAt(resource, 'kind')) ?? '')
          ? ['name']
          : ['name', 'namespace']) {
          const value = valueAt(resource, 'metadata', field);
          if (asString(value)) continue;
          const place = [...k8s.path, 'source', 'resource', 'metadata', field];
          report(place, `the live object cannot be fetched without its ${field}`, {
            value: value,
            help: `set the ${field}`,
          });
        }
      }
    }
  },
};
