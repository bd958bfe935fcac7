import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import type { ObjectRule } from '../rule';
import { stringsIn } from '../sensor';

/** A day off that is none. */
export const exclusionDate: ObjectRule = {
  id: 'exclusion-date',
  severity: 'error',
  summary: 'An exclusion date of a calendar is not in the form that the engine reads',
  why: 'A text without EXDATE: in front is ignored, so the events of that day come. With it, each time has to be as 20261225T000000Z, or the calendar does not start (ParseExclusionDates in pkg/shared/util/recurrence.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const event of eventsOf(source)) {
      if (event.kind !== 'calendar') continue;
      for (const { index, text } of stringsIn(event, 'exclusionDates')) {
        const times = text.replace(PREFIX, '').split(',');
        if (text.startsWith(PREFIX) && times.every(isTime)) continue;
        const effect = text.startsWith(PREFIX)
          ? 'so the calendar does not start'
          : 'so the events of that day come';
        report([...event.path, 'exclusionDates', index], `the engine cannot read ${quote(text)}, ${effect}`, {
          value: text,
          help: `write ${quote(`${PREFIX}${(times.length === 1 && meant(text)) || EXAMPLE}`)}`,
        });
      }
    }
  },
};

const PREFIX = 'EXDATE:';
const EXAMPLE = '20261225T000000Z';

function isTime(text: string): boolean {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1);
  if (parts === undefined) return false;
  const [year, month, day, hour, minute, second] = parts;
  return isDate(`${year}-${month}-${day}`) && `${hour}` < '24' && `${minute}` < '60' && `${second}` < '60';
}

function isDate(date: string): boolean {
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
}

/** The time of a day that is written in another form: 2026-12-25, 20261225, or a line such as EXDATE;VALUE=DATE:20261225. */
function meant(text: string): string | undefined {
  const [, year, month, day] = /(?<!\d)(\d{4})-?(\d\d)-?(\d\d)(?!\d)/.exec(text) ?? [];
  return isDate(`${year}-${month}-${day}`) ? `${year}${month}${day}T000000Z` : undefined;
}
