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

  const steps = 'expected an integer from 1 to 2147483647, not';
  const duration = 'expected numbers with units, such as "10s" or "1m30s", not';
  const factor = 'expected a number of at least 1, not';
  const jitter = 'expected a number of at least 0, not';

  test.each<[object, string]>([
    [{ steps: 0 }, `retry.steps: ${steps} 0 [props]`],
    [{ steps: 1.5 }, `retry.steps: ${steps} 1.5 [props]`],
    [{ steps: 2 ** 31 }, `retry.steps: ${steps} 2147483648 [props]`],
    [{ steps: undefined }, 'retry.steps: missing; expected an integer from 1 to 2147483647 [props]'],
    [{ duration: '5' }, `retry.duration: ${duration} "5" [props]`],
    [{ duration: 'soon' }, `retry.duration: ${duration} "soon" [props]`],
    [{ duration: '' }, `retry.duration: ${duration} "" [props]`],
    [{ duration: '-1s' }, `retry.duration: ${duration} "-1s" [props]`],
    [{ duration: 5 }, `retry.duration: ${duration} 5 [props]`],
    [{ duration: '9999999h' }, `retry.duration: ${duration} "9999999h" [props]`],
    [{ factor: 0.5 }, `retry.factor: ${factor} 0.5 [props]`],
    [{ factor: '2.0' }, `retry.factor: ${factor} "2.0" [props]`],
    [{ factor: Number.NaN }, `retry.factor: ${factor} NaN [props]`],
    [{ factor: Number.POSITIVE_INFINITY }, `retry.factor: ${factor} Infinity [props]`],
    [{ jitter: -0.1 }, `retry.jitter: ${jitter} -0.1 [props]`],
    [{ jitter: Number.NaN }, `retry.jitter: ${jitter} NaN [props]`],
    [{ jitter: null }, `retry.jitter: ${jitter} null [props]`],
    [{ factors: 2 }, 'retry: unknown field "factors"; did you mean "factor"? [props]'],
    [
      { limit: 2 },
      'retry: unknown field "limit"; expected "steps", "duration", "factor" or "jitter" [props]',
    ],
  ])('refuses %p', (wrong, message) => {
    expect(() => backoff({ ...RETRY, ...wrong })).toThrow(message);
  });

  test.each([
    [null, 'null'],
    ['3 times', 'a string'],
    [[3], 'a list'],
  ])('refuses %p, which is no object', (wrong, text) => {
    expect(() => backoff(wrong as unknown as Retry)).toThrow(
      `retry: expected an object with steps and duration, not ${text} [props]`,
    );
  });

  test('says everything that is wrong at once', () => {
    const wrong = { steps: 0, duration: '5', factor: 0, jitter: -1 };
    expect(() => backoff(wrong)).toThrow(/steps.*\n.*duration.*\n.*factor.*\n.*jitter/);
  });
});
