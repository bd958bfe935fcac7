import { longestPause, seconds } from '../../src/lint/duration';

test.each([
  ['10s', 10],
  ['1m30s', 90],
  ['1.5h', 5400],
  ['.5s', 0.5],
  ['500ms', 0.5],
  ['2us', 2e-6],
  ['2µs', 2e-6],
  ['2μs', 2e-6],
  ['3ns', 3e-9],
  ['0', 0],
])('%s', (duration, expected) => {
  expect(seconds(duration)).toBeCloseTo(expected, 12);
});

test.each(['', '5', '5 s', '-5s', '1d', 'soon', 's', '1S', '+1s', '1s ', '1,5s', '9999999h'])(
  '%j is no duration',
  (duration) => {
    expect(seconds(duration)).toBeUndefined();
  },
);

test.each([
  ['what the engine takes for nothing', {}, 4 * 2],
  ['growing pauses', { steps: 4, duration: '10s', factor: 2, jitter: 0 }, 70],
  ['jitter', { steps: 3, duration: '10s', factor: 1, jitter: 0.1 }, 22],
  ['a single step', { steps: 1, duration: '10s' }, 0],
  ['steps of 0, which are 5', { steps: 0, duration: '1s', jitter: 0 }, 4],
  ['a factor of 0, which is 1', { steps: 3, duration: '1s', factor: 0, jitter: 0 }, 2],
  ['a negative jitter, which is none', { steps: 2, duration: '1s', jitter: -1 }, 1],
  ['what is no duration', { duration: 'soon' }, 0],
])('the longest pause of %s', (_, retry, expected) => {
  expect(longestPause(retry)).toBeCloseTo(expected, 9);
});

test('the longest pause of very many steps is found in a moment', () => {
  expect(longestPause({ steps: Number.MAX_SAFE_INTEGER, duration: '1s' })).toBeGreaterThan(1e6);
});
