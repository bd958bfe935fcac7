import { eventsOf } from '../event-source';
import { asString, type Part, partAt, partsAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';
import { dependencies, triggers } from '../sensor';

/** A time zone that there is not. */
export const timeZone: ObjectRule = {
  id: 'time-zone',
  severity: 'error',
  summary: 'A time zone is not known',
  why: 'A sensor with one is rejected (validateEventTimeFilter and validateTriggerTemplate in pkg/reconciler/sensor/validate.go), a calendar with one does not start (StartListening in pkg/eventsources/sources/calendar/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { path, value } of object['kind'] === 'Sensor'
      ? timeZonesOfSensor(object)
      : timeZonesOfEventSource(object)) {
      const zone = asString(value['timezone']);
      if (zone === undefined || isKnownTimeZone(zone)) continue;
      report([...path, 'timezone'], 'Time zone is not known', zone, 'a name such as "Europe/Berlin"');
    }
  },
};

function timeZonesOfSensor(sensor: PlainObject): Part[] {
  return [
    ...dependencies(sensor).map((dependency) => partAt(dependency, 'filters', 'time')),
    ...triggers(sensor)
      .flatMap((trigger) => partsAt(trigger, 'template', 'conditionsReset'))
      .map((reset) => partAt(reset, 'byTime')),
  ].filter((one) => one !== undefined);
}

function timeZonesOfEventSource(source: PlainObject): Part[] {
  return eventsOf(source).filter(({ kind }) => kind === 'calendar');
}

// Go reads files named like the zones, so the letters' case counts; to it, nothing is UTC and Local the machine's.
function isKnownTimeZone(zone: string): boolean {
  if (['', 'Local'].includes(zone)) return true;
  try {
    const { timeZone: name } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    return /^[A-Za-z]/.test(zone) && (name === zone || name.toLowerCase() !== zone.toLowerCase());
  } catch {
    return false;
  }
}
