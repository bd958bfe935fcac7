import { backoff, type Retry } from '../../src/argo-events/retry';

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
