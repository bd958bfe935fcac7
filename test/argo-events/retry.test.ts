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

  const steps = 'allowed: an integer from 1 to 2147483647';
  const duration = 'allowed: numbers with units, such as "10s" or "1m30s"';
  const factor = 'allowed: a number of at least 1';
  const jitter = 'allowed: a number of at least 0';

  test.each<[object, string]>([
    [{ steps: 0 }, `retry.steps is not allowed: 0, ${steps}`],
    [{ steps: 1.5 }, `retry.steps is not allowed: 1.5, ${steps}`],
    [{ steps: 2 ** 31 }, `retry.steps is not allowed: 2147483648, ${steps}`],
    [{ steps: undefined }, 'retry lacks a field: "steps"'],
    [{ duration: '5' }, `retry.duration is not allowed: "5", ${duration}`],
    [{ duration: 'soon' }, `retry.duration is not allowed: "soon", ${duration}`],
    [{ duration: '' }, `retry.duration is not allowed: "", ${duration}`],
    [{ duration: '-1s' }, `retry.duration is not allowed: "-1s", ${duration}`],
    [{ duration: 5 }, `retry.duration is not allowed: 5, ${duration}`],
    [{ duration: '9999999h' }, `retry.duration is not allowed: "9999999h", ${duration}`],
    [{ factor: 0.5 }, `retry.factor is not allowed: 0.5, ${factor}`],
    [{ factor: '2.0' }, `retry.factor is not allowed: "2.0", ${factor}`],
    [{ factor: Number.NaN }, `retry.factor is not allowed: NaN, ${factor}`],
    [{ factor: Number.POSITIVE_INFINITY }, `retry.factor is not allowed: Infinity, ${factor}`],
    [{ jitter: -0.1 }, `retry.jitter is not allowed: -0.1, ${jitter}`],
    [{ jitter: Number.NaN }, `retry.jitter is not allowed: NaN, ${jitter}`],
    [{ jitter: null }, `retry.jitter is not allowed: null, ${jitter}`],
    [{ factors: 2 }, 'retry has an unknown field: "factors", did you mean "factor"?'],
    [{ limit: 2 }, 'retry has an unknown field: "limit", allowed: "steps", "duration", "factor" or "jitter"'],
  ])('refuses %p', (wrong, message) => {
    expect(() => backoff({ ...RETRY, ...wrong })).toThrow(`[retry] ${message}`);
  });

  test.each([null, '3 times', [3]])('refuses %p, which is no object', (wrong) => {
    expect(() => backoff(wrong as unknown as Retry)).toThrow(
      `[retry] retry is not allowed: ${JSON.stringify(wrong)}, allowed: an object with steps and duration`,
    );
  });

  test('says everything that is wrong at once', () => {
    const wrong = { steps: 0, duration: '5', factor: 0, jitter: -1 };
    expect(() => backoff(wrong)).toThrow(/steps.*\n.*duration.*\n.*factor.*\n.*jitter/);
  });
});
