import { valueAt } from '../plain';
import type { ObjectRule } from '../rule';

/** Replicas of less than 1, which stop nothing. */
export const replicasZero: ObjectRule = {
  id: 'replicas-zero',
  severity: 'error',
  summary: 'Replicas are less than 1',
  why: 'The engine takes them as 1, so nothing stops (GetReplicas in pkg/apis/events/v1alpha1/sensor_types.go and pkg/apis/events/v1alpha1/eventsource_types.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    const replicas = valueAt(object, 'spec', 'replicas');
    if (typeof replicas !== 'number' || replicas >= 1) return;
    report(['spec', 'replicas'], `${replicas} counts as 1`, { value: replicas, help: 'expected at least 1' });
  },
};
