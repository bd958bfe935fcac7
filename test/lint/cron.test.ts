import { NEVER, scheduleFault } from '../../src/lint/cron';

// The suite on the engine tries the same schedules on the engine's parser (TestSchedules).
import schedules from './schedules.json';

test.each(schedules.read)('%j is read', (schedule) => {
  expect(scheduleFault(schedule)).toBeUndefined();
});

test.each(schedules.never)('%j never comes', (schedule) => {
  expect(scheduleFault(schedule)).toBe(NEVER);
});

test.each(schedules.refused)('%j is refused', (schedule) => {
  expect(scheduleFault(schedule)).toEqual(expect.any(String));
});

test.each([
  ['0 25 * * *', '"25" is no hour, which is from 0 to 23'],
  ['0 0 0 * *', '"0" is no day of the month, which is from 1 to 31'],
  ['0 0 * * 7', '"7" is no day of the week, which is from 0 to 6'],
  ['every 0 * * *', '"every" is no minute, which is from 0 to 59'],
  ['*/0 * * * *', '"*/0" is no minute'],
  ['30-10 * * * *', '"30-10" ends before it begins'],
])('%j: %s', (schedule, reason) => {
  expect(scheduleFault(schedule)).toBe(reason);
});

test.each(['@daily', '* * * *', '0 * * * * *', ''])('%j: the schema says it', (schedule) => {
  expect(scheduleFault(schedule)).toBeUndefined();
});
