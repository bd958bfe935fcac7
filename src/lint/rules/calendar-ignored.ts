import { quote } from '../../findings/words';
import { type EventPart, eventsOf } from '../event-source';
import { asString, valueAt } from '../plain';
import type { ObjectRule, Report } from '../rule';

/** A field of a calendar that the engine does not read. */
export const calendarIgnored: ObjectRule = {
  id: 'calendar-ignored',
  severity: 'warning',
  summary: 'A calendar has a field that has no effect beside another one, or without it',
  why: 'A schedule wins over an interval (resolveSchedule in pkg/eventsources/sources/calendar/start.go). The time zone is that of the schedule, and catching up needs the ConfigMap that holds the last event (StartListening and getExecutionTime there).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const event of eventsOf(source)) {
      if (event.kind === 'calendar') checkCalendar(event, report);
    }
  },
};

function checkCalendar({ path, value }: EventPart, report: Report): void {
  const [schedule, interval, zone] = ['schedule', 'interval', 'timezone'].map((field) =>
    asString(value[field]),
  );
  if (schedule && interval) {
    report([...path, 'interval'], `no effect beside the schedule ${quote(schedule)}`, {
      value: interval,
      help: 'keep one of them, or make an event of its own for the interval',
    });
  }
  if (!schedule && interval && zone) {
    report([...path, 'timezone'], 'no effect on an interval', { value: zone, help: 'remove it' });
  }
  if (schedule && zone && /^(?:CRON_)?TZ=/.test(schedule)) {
    report([...path, 'timezone'], 'no effect beside the time zone in the schedule', {
      value: zone,
      help: 'keep one of them',
    });
  }
  const catchup = [...path, 'persistence', 'catchup'];
  if (valueAt(value, 'persistence', 'catchup', 'enabled') !== true) {
    const maxDuration = asString(valueAt(value, 'persistence', 'catchup', 'maxDuration'));
    if (!maxDuration) return;
    report([...catchup, 'maxDuration'], 'no effect while catching up is not enabled', {
      value: maxDuration,
      help: 'set enabled: true beside it',
    });
  } else if (!asString(valueAt(value, 'persistence', 'configMap', 'name'))) {
    report([...catchup, 'enabled'], 'no effect without a ConfigMap that holds the last event', {
      value: true,
      help: 'set persistence.configMap.name',
    });
  }
}
