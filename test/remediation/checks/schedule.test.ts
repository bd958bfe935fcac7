import { isSchedule } from '../../../src/remediation/checks/schedule';

// What robfig/cron v3 makes of each, which the CronJob controller uses: ParseStandard, and whether Next ever comes.

test.each([
  '*/5 * * * *',
  ' 0  0 1 1 0 ',
  '59 23 31 12 6',
  '0,30 8-18/2 * JAN-MAR mon',
  '5/10 * ? * ?',
  '*/60 */24 */31 */12 */7',
  '0 0 29 2 *',
  '0 0 31 2 MON',
  '0 0 31 2 */2',
  '0 0 31 1,2 *',
  '00 007 * * *',
])('%j is one', (schedule) => {
  expect(isSchedule(schedule)).toBe(true);
});

test.each([
  ['99 * * * *', 'there is no minute 99'],
  ['60 * * * *', 'nor 60'],
  ['0 24 * * *', 'hours end at 23'],
  ['0 0 0 * *', 'days begin at 1'],
  ['0 0 32 * *', 'and end at 31'],
  ['0 0 * 0 *', 'months begin at 1'],
  ['0 0 * 13 *', 'and end at 12'],
  ['0 0 * * 7', 'Sunday is 0'],
  ['0 0 * * DAY', 'no such day'],
  ['0 0 * MON *', 'a day is no month'],
  ['*/0 * * * *', 'a step of nothing'],
  ['*/99 * * * *', 'a step longer than an hour'],
  ['30-10 * * * *', 'a range that ends before it begins'],
  ['1-2-3 * * * *', 'two ranges in one'],
  ['1/2/3 * * * *', 'two steps in one'],
  ['*-5 * * * *', 'a range from everything'],
  ['1, * * * *', 'nothing after a comma'],
  ['-1 * * * *', 'less than 0'],
  ['0 0 31 2 *', 'a day that never comes'],
  ['0 0 31 4,6,9,11 *', 'nor this'],
  ['* * * *', 'four fields'],
  ['* * * * * *', 'six fields'],
  ['@hourly', 'a word'],
  ['TZ=UTC * * * * *', 'a time zone'],
  ['', 'nothing'],
  [5, 'no text'],
])('%j is none: %s', (schedule, _) => {
  expect(isSchedule(schedule)).toBe(false);
});
