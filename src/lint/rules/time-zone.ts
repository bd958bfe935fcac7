import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import { asString, type Part, partAt, partsAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';
import { dependencies, triggers } from '../sensor';

/** A time zone that does not exist. */
export const timeZone: ObjectRule = {
  id: 'time-zone',
  severity: 'error',
  summary: 'A time zone is unknown',
  why: 'The controller rejects a Sensor with it (validateEventTimeFilter and validateTriggerTemplate in pkg/reconciler/sensor/validate.go). A calendar with it does not start (StartListening in pkg/eventsources/sources/calendar/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { path, value } of object['kind'] === 'Sensor'
      ? timeZonesOfSensor(object)
      : timeZonesOfEventSource(object)) {
      for (const field of ['timezone', 'schedule', 'cron']) {
        const zone = zoneIn(field, asString(value[field]));
        if (zone === undefined || isKnownTimeZone(zone)) continue;
        report([...path, field], `unknown time zone ${quote(zone)}`, {
          value: value[field],
          help: 'expected a name such as "Europe/Berlin"',
        });
      }
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

/** The zone in a field, or the one in front of a schedule: `TZ=Europe/Berlin 0 3 * * *`. */
function zoneIn(field: string, text: string | undefined): string | undefined {
  return field === 'timezone' ? text : /^(?:CRON_)?TZ=(\S*)\s/.exec(text ?? '')?.[1];
}

// Go reads a file with the name of the zone, so case counts. To Go, '' is UTC and Local is the zone of the machine.
function isKnownTimeZone(zone: string): boolean {
  if (['', 'Local'].includes(zone)) return true;
  try {
    const { timeZone: name } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    return /^[A-Za-z]/.test(zone) && (name === zone || name.toLowerCase() !== zone.toLowerCase());
  } catch {
    return false;
  }
}
