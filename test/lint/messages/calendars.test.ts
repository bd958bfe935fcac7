import { eventSource, lines, triggering } from '../objects';

const clock = (night: object) => eventSource({ calendar: { night } });
const PLACE = 'spec.calendar.night';
const FIVE =
  'expected minute, hour, day of the month, month and day of the week, such as "30 9 * * 1-5" [cron-schedule]';

const resetting = (cron: string) =>
  triggering({ template: { name: 't', log: {}, conditionsReset: [{ byTime: { cron } }] } });

test('cron-schedule: what the engine cannot read', () => {
  expect(lines('cron-schedule', clock({ schedule: '0 25 * * *' }))).toEqual([
    `[${PLACE}.schedule] the engine cannot read "0 25 * * *": "25" is no hour, which is from 0 to 23; ${FIVE}`,
  ]);
  expect(lines('cron-schedule', resetting('0 0 * * 7'))).toEqual([
    `[spec.triggers.0.template.conditionsReset.0.byTime.cron] the engine cannot read "0 0 * * 7": "7" is no day of the week, which is from 0 to 6; ${FIVE}`,
  ]);
});

test('cron-schedule: what never comes', () => {
  expect(lines('cron-schedule', clock({ schedule: '0 0 30 2 *' }))).toEqual([
    `[${PLACE}.schedule] the time "0 0 30 2 *" never comes [cron-schedule]`,
  ]);
});

test('cron-schedule: not said of an event of another kind, nor of what the schema refuses', () => {
  expect(lines('cron-schedule', eventSource({ generic: { night: { schedule: '0 25 * * *' } } }))).toEqual([]);
  expect(lines('cron-schedule', clock({ schedule: '@daily' }))).toEqual([]);
});

test.each(['0s', '500ms', '0.9s', '0'])('calendar-interval: %s', (interval) => {
  expect(lines('calendar-interval', clock({ interval }))).toEqual([
    `[${PLACE}.interval] an interval of "${interval}" sends events without a pause; expected "1s" or more [calendar-interval]`,
  ]);
});

test.each([
  { interval: '1s' },
  { interval: '1h' },
  { interval: 'soon' },
  { interval: '' },
  { interval: '0s', schedule: '* * * * *' },
])('calendar-interval: not said of %j', (calendar) => {
  expect(lines('calendar-interval', clock(calendar))).toEqual([]);
});

const configMap = { name: 'clock-state' };

test.each<[object, string]>([
  [
    { schedule: '0 3 * * *', interval: '10s' },
    'interval] no effect beside the schedule "0 3 * * *"; keep one of them, or make an event of its own for the interval',
  ],
  [
    { schedule: 'TZ=UTC 0 3 * * *', timezone: 'Asia/Tokyo' },
    'timezone] no effect beside the time zone in the schedule; keep one of them',
  ],
  [{ interval: '10s', timezone: 'UTC' }, 'timezone] no effect on an interval; remove it'],
  [
    { schedule: '0 3 * * *', persistence: { configMap, catchup: { maxDuration: '24h' } } },
    'persistence.catchup.maxDuration] no effect while catching up is not enabled; set enabled: true beside it',
  ],
  [
    { schedule: '0 3 * * *', persistence: { catchup: { enabled: true } } },
    'persistence.catchup.enabled] no effect without a ConfigMap that holds the last event; set persistence.configMap.name',
  ],
])('calendar-ignored: %j', (calendar, said) => {
  expect(lines('calendar-ignored', clock(calendar))).toEqual([`[${PLACE}.${said} [calendar-ignored]`]);
});

test.each([
  { schedule: '0 3 * * *', interval: '' },
  { schedule: '0 3 * * *', timezone: 'UTC' },
  { interval: '10s' },
  { schedule: '0 3 * * *', persistence: { configMap, catchup: { enabled: true, maxDuration: '24h' } } },
  { schedule: '0 3 * * *', persistence: { configMap } },
])('calendar-ignored: not said of %j', (calendar) => {
  expect(lines('calendar-ignored', clock(calendar))).toEqual([]);
});

const IGNORED = 'so the events of that day come';
const STOPS = 'so the calendar does not start';

test.each([
  ['2026-12-25', IGNORED, 'EXDATE:20261225T000000Z'],
  ['20261225', IGNORED, 'EXDATE:20261225T000000Z'],
  ['EXDATE;VALUE=DATE:20261225', IGNORED, 'EXDATE:20261225T000000Z'],
  ['2026-12-25T00:00:00Z', IGNORED, 'EXDATE:20261225T000000Z'],
  ['Christmas', IGNORED, 'EXDATE:20261225T000000Z'],
  ['RDATE:20260704T000000Z', IGNORED, 'EXDATE:20260704T000000Z'],
  ['EXDATE:20261224', STOPS, 'EXDATE:20261224T000000Z'],
  ['EXDATE:2026-12-24', STOPS, 'EXDATE:20261224T000000Z'],
  ['EXDATE:20261224T000000Z, 20261225T000000Z', STOPS, 'EXDATE:20261225T000000Z'],
  ['EXDATE:20260230T000000Z', STOPS, 'EXDATE:20261225T000000Z'],
])('exclusion-date: %s', (date, effect, meant) => {
  expect(lines('exclusion-date', clock({ exclusionDates: [date] }))).toEqual([
    `[${PLACE}.exclusionDates.0] the engine cannot read "${date}", ${effect}; write "${meant}" [exclusion-date]`,
  ]);
});

test.each(['EXDATE:20261225T000000Z', 'EXDATE:20261224T000000Z,20261225T120000Z'])(
  'exclusion-date: not said of %s',
  (date) => {
    expect(lines('exclusion-date', clock({ exclusionDates: [date] }))).toEqual([]);
  },
);
