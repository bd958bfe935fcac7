import { quote } from '../../findings/words';
import { seconds } from '../duration';
import { eventsOf } from '../event-source';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';

/** An interval that is no pause. */
export const calendarInterval: ObjectRule = {
  id: 'calendar-interval',
  severity: 'error',
  summary: 'The interval of a calendar is shorter than a second',
  why: 'The engine counts from the start of a second: the next event of an interval below one second is in the past, so it sends events without a pause (resolveSchedule and StartListening in pkg/eventsources/sources/calendar/start.go, Next of ConstantDelaySchedule in robfig/cron).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { kind, path, value } of eventsOf(source)) {
      const interval = asString(value['interval']);
      // With a schedule, the engine does not read it.
      if (kind !== 'calendar' || !interval || asString(value['schedule'])) continue;
      const length = seconds(interval);
      if (length === undefined || length >= 1) continue;
      report([...path, 'interval'], `an interval of ${quote(interval)} sends events without a pause`, {
        value: interval,
        help: 'expected "1s" or more',
      });
    }
  },
};
