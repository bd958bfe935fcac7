import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TIGHTENINGS } from '../../scripts/imports/tightenings';
import { CRON, DURATION, FILE_OPERATIONS, TIME_OF_DAY } from '../../scripts/imports/tightenings/patterns';

describe('the table of tightenings', () => {
  test('says of each why', () => {
    for (const { type, reason } of TIGHTENINGS) expect(`${type}: ${reason}`).toMatch(/: \S+/);
  });

  test('is in the committed types', () => {
    const types = readFileSync(join(__dirname, '../../imports/argo-events.ts'), 'utf8');
    for (const { type } of TIGHTENINGS)
      expect(types).toMatch(new RegExp(`^export (interface|type) ${type} `, 'm'));
  });
});

describe('the pattern of', () => {
  test.each([
    [
      'a duration',
      DURATION,
      ['0', '10s', '1h30m', '1.5h', '.5s', '100ms', '5us', '5µs', '5μs'],
      ['', '5', '-5s', '5 s', 'soon', '1d'],
    ],
    [
      'a cron',
      CRON,
      ['*/5 * * * *', ' 0 8 * * 1-5 ', 'TZ=Europe/Berlin 0 8 * * *', 'CRON_TZ=UTC 0 8 * * *'],
      ['', '@daily', '* * * *', '0 * * * * *'],
    ],
    [
      'a time of day',
      TIME_OF_DAY,
      ['00:00:00', '8:05:00', '23:59:59', '08:00:00.5'],
      ['24:00:00', '08:00', '08:5:00', ''],
    ],
    ['file operations', FILE_OPERATIONS, ['CREATE', 'CREATE|WRITE'], ['create', 'CREATE|', 'DELETE', '']],
  ])('%s', (_, pattern, good, bad) => {
    expect(good.filter((text) => !new RegExp(pattern, 'u').test(text))).toEqual([]);
    expect(bad.filter((text) => new RegExp(pattern, 'u').test(text))).toEqual([]);
  });
});
