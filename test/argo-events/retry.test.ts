import { backoff, type Retry } from '../../src/argo-events/retry';
import { longestPause, seconds } from '../../src/lint/duration';

const RETRY: Retry = { steps: 3, duration: '10s' };

describe('backoff', () => {
  test('has numbers as numbers: a quoted factor fails at every action', () => {
    expect(backoff({ steps: 3, duration: '10s', factor: 2, jitter: 0.1 })).toEqual({
      steps: 3,
      duration: '10s',
      factor: 2,
      jitter: 0.1,
    });
  });

  test('leaves to the engine what is not given', () => {
    expect(backoff(RETRY)).toEqual(RETRY);
  });

  test('keeps a jitter of nothing, which is not what the engine takes when there is none', () => {
    expect(backoff({ ...RETRY, jitter: 0 })).toEqual({ ...RETRY, jitter: 0 });
  });

  test.each<[Partial<Retry>, string]>([
    [{ steps: 0 }, 'The steps of a retry are "0": a positive integer is needed'],
    [{ steps: 1.5 }, 'The steps of a retry are "1.5": a positive integer is needed'],
    [
      { duration: '5' },
      'The duration of a retry is "5": numbers with units are needed, such as "10s" or "1m30s"',
    ],
    [{ duration: 'soon' }, 'The duration of a retry is "soon": numbers with units'],
    [{ duration: '' }, 'The duration of a retry is "": numbers with units'],
    [{ duration: '-1s' }, 'The duration of a retry is "-1s": numbers with units'],
    [{ factor: 0.5 }, 'The factor of a retry is "0.5": a number of at least 1 is needed'],
    [{ factor: Number.NaN }, 'The factor of a retry is "NaN": a number of at least 1 is needed'],
    [
      { factor: Number.POSITIVE_INFINITY },
      'The factor of a retry is "Infinity": a number of at least 1 is needed',
    ],
    [{ jitter: -0.1 }, 'The jitter of a retry is "-0.1": a number of at least 0 is needed'],
    [{ jitter: Number.NaN }, 'The jitter of a retry is "NaN": a number of at least 0 is needed'],
  ])('refuses %p', (wrong, message) => {
    expect(() => backoff({ ...RETRY, ...wrong })).toThrow(message);
  });
});

describe('longestPause', () => {
  test.each<[string, Parameters<typeof longestPause>[0], number]>([
    ['one pause fewer than steps', { steps: 3, duration: '10s', jitter: 0 }, 20],
    ['none for one step', { steps: 1, duration: '10s' }, 0],
    ['each longer than the one before', { steps: 4, duration: '1s', factor: 2, jitter: 0 }, 7],
    ['the jitter at its longest', { steps: 2, duration: '10s', jitter: 0.1 }, 11],
    ['the defaults of the engine: five steps, a second, up to twice', {}, 8],
  ])('%s', (_, retry, expected) => {
    expect(longestPause(retry)).toBeCloseTo(expected, 9);
  });
});

describe('seconds', () => {
  test.each([
    ['10s', 10],
    ['1m30s', 90],
    ['1.5h', 5400],
    ['.5s', 0.5],
    ['500ms', 0.5],
    ['2us', 2e-6],
    ['2µs', 2e-6],
    ['3ns', 3e-9],
    ['0', 0],
  ])('%s is %d', (duration, expected) => {
    expect(seconds(duration)).toBeCloseTo(expected, 12);
  });

  test.each(['5', '', 's', '1 s', '1d', '1S', '+1s', '1s ', '1,5s'])(
    '"%s" is no duration of Go',
    (duration) => {
      expect(seconds(duration)).toBeUndefined();
    },
  );
});
