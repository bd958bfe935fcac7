import { quote } from '../../findings/words';
import { asString, partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies } from '../sensor';

/** A time filter without any time in it. */
export const timeWindow: ObjectRule = {
  id: 'time-window',
  severity: 'error',
  summary: 'A time filter starts and stops at the same time',
  why: 'The controller rejects the Sensor (validateEventTimeFilter in pkg/reconciler/sensor/validate.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const dependency of dependencies(sensor)) {
      const time = partAt(dependency, 'filters', 'time');
      const stop = asString(time?.value['stop']);
      if (!time || stop === undefined || padHour(stop) !== padHour(asString(time.value['start']))) continue;
      report([...time.path, 'stop'], `the filter stops when it starts, at ${quote(stop)}`, {
        value: stop,
        help: 'expected another time',
      });
    }
  },
};

// The engine takes 8:00:00 as 08:00:00.
function padHour(time: string | undefined): string | undefined {
  return time?.replace(/^(?=\d:)/, '0');
}
