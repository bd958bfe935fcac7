import { busOf } from '../objects';
import { valueAt } from '../plain';
import type { SetRule } from '../rule';
import { triggers } from '../sensor';

/** atLeastOnce on a bus that does not support it. */
export const stanAtLeastOnce: SetRule = {
  id: 'stan-at-least-once',
  severity: 'warning',
  summary: 'A trigger of a Sensor on a STAN bus (nats) has atLeastOnce',
  why: 'The sensor logs that it ignores atLeastOnce there. In v1.9.11 it clears the field only in a copy of the trigger, so retries and a dlqTrigger still work. That is a mistake, which any version may fix (Start in pkg/sensors/cmd/start.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const bus = busOf(known, sensor);
      if (!bus || valueAt(bus, 'spec', 'nats') === undefined) continue;
      for (const { path, value } of triggers(sensor)) {
        if (value['atLeastOnce'] !== true) continue;
        reportOn(sensor)([...path, 'atLeastOnce'], 'a STAN bus is said to ignore atLeastOnce', {
          value: true,
          help: 'use a bus of JetStream',
        });
      }
    }
  },
};
