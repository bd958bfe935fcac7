import { quote } from '../../findings/words';
import { NEVER, scheduleFault } from '../cron';
import { eventsOf } from '../event-source';
import { asString, type Part, partAt, partsAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';
import { triggers } from '../sensor';

/** A schedule that the engine cannot read, or whose time never comes. */
export const cronSchedule: ObjectRule = {
  id: 'cron-schedule',
  severity: 'error',
  summary: 'A schedule has a number that its field cannot have, or a time that never comes',
  why: 'The controller rejects a Sensor with a schedule that robfig/cron cannot read (validateTriggerTemplate in pkg/reconciler/sensor/validate.go), and a calendar with one does not start. A calendar whose time never comes, such as February 30, sends events without a pause: the next time is the year 1, which is past (StartListening in pkg/eventsources/sources/calendar/start.go).',
  kinds: ['EventSource', 'Sensor'],
  check: (object, report) => {
    for (const { part, field } of object['kind'] === 'Sensor' ? ofSensor(object) : ofEventSource(object)) {
      const schedule = asString(part.value[field]);
      if (schedule === undefined) continue;
      const fault = scheduleFault(schedule);
      const place = [...part.path, field];
      if (fault === NEVER) report(place, `the time ${quote(schedule)} never comes`, { value: schedule });
      else if (fault !== undefined) {
        report(place, `the engine cannot read ${quote(schedule)}: ${fault}`, {
          value: schedule,
          help: 'expected minute, hour, day of the month, month and day of the week, such as "30 9 * * 1-5"',
        });
      }
    }
  },
};

interface Schedule {
  readonly part: Part;
  readonly field: string;
}

function ofSensor(sensor: PlainObject): Schedule[] {
  return triggers(sensor)
    .flatMap((trigger) => partsAt(trigger, 'template', 'conditionsReset'))
    .map((reset) => partAt(reset, 'byTime'))
    .flatMap((part) => (part === undefined ? [] : { part, field: 'cron' }));
}

function ofEventSource(source: PlainObject): Schedule[] {
  return eventsOf(source)
    .filter(({ kind }) => kind === 'calendar')
    .map((part) => ({ part, field: 'schedule' }));
}
