import type { CronJob } from '../../../src/argo-events/kubernetes';
import { renderLoop } from '../rendered';
import { runScript } from './script';

// As the sensor logs it: test/e2e/watchdog_test.go sees that it does.
const LOST =
  '{"level":"info","ts":"2026-01-02T03:04:05.678Z","logger":"argo-events.sensor","caller":"sensors/listener.go:335",' +
  '"msg":"reconnected to EventBus.","sensorName":"pr-comment-remediation","connection":"{}"}';
const WELL = '{"level":"info","logger":"argo-events.sensor","msg":"Successfully processed trigger"}';

// Prints a log by the name of its pod; there is none of a pod that is not known.
const KUBECTL =
  'case "$1 $2" in "get pods") cat list ;; "get deployments") cat deployments ;; logs*) cat "$(basename "$2")" ;; esac';

function watchdog(
  logs: Readonly<Record<string, string>>,
  unreadable: readonly string[] = [],
  deployments: readonly string[] = [],
) {
  const list = [...unreadable, ...Object.keys(logs)].map((name) => `pod/${name}\n`).join('');
  return runScript('remediation-watchdog-cronjob', KUBECTL, {
    ...logs,
    list,
    deployments: deployments.map((sensor) => `${sensor}\n`).join(''),
  });
}

/** The pods that are deleted, of those with these logs. */
function deleted(...asked: Parameters<typeof watchdog>): (string | undefined)[] {
  return watchdog(...asked)
    .calls.filter(([verb]) => verb === 'delete')
    .map(([, pod]) => pod);
}

test('a pod that had to connect to the bus again is replaced, another one is left alone', () => {
  expect(deleted({ a: WELL, b: `${WELL}\n${LOST}\n${WELL}`, c: '' })).toEqual(['pod/b']);
});

test.each([
  ['the text alone', 'reconnected to EventBus.'],
  ['a line that is no JSON', 'panic: "msg":"reconnected to EventBus."'],
  [
    'an event that is quoted in a message',
    `{"level":"warn","ts":"x","caller":"y","msg":${JSON.stringify(`Event [{"body":${LOST}}] discarded`)}}`,
  ],
  ['the whole line, quoted', `{"level":"info","ts":"x","msg":${JSON.stringify(LOST)}}`],
  ['the whole line, in a field before', `{"level":"info","x":${JSON.stringify(LOST)},"msg":"y"}`],
  ['another message that begins like it', LOST.replace('EventBus.', 'EventBus. Not')],
  ['another level', LOST.replace('"info"', '"warn"')],
])('a pod that logs %s is left alone', (_, line) => {
  expect(deleted({ a: line })).toEqual([]);
});

test('a pod whose log cannot be read is left alone, and the others are looked at', () => {
  expect(deleted({ b: LOST }, ['a'])).toEqual(['pod/b']);
});

test('no pods are nothing to do', () => {
  expect(deleted({})).toEqual([]);
});

test('it looks at the pods of the loop alone, in their namespace, and at the last hour of their logs', () => {
  expect(watchdog({ a: LOST }).calls.map((call) => call.join(' '))).toEqual([
    'get deployments --namespace github-webhooks --selector app=remediation-sensor --output ' +
      'jsonpath={range .items[*]}{.metadata.labels.sensor-name}{"\\n"}{end}',
    'get pods --namespace github-webhooks --selector app=remediation-sensor --output name',
    'logs pod/a --namespace github-webhooks --since 1h',
    'delete pod/a --namespace github-webhooks --ignore-not-found --wait=false',
  ]);
});

test('the Deployments of a sensor that has several are deleted, all of them', () => {
  expect(
    watchdog({ a: WELL }, [], ['loop-1', 'loop-0', 'storer', 'loop-1', 'loop-0', 'loop-0'])
      .calls.filter(([verb]) => verb === 'delete')
      .map((call) => call.join(' ')),
  ).toEqual(
    ['loop-0', 'loop-1'].map(
      (sensor) =>
        'delete deployments --namespace github-webhooks --selector ' +
        `app=remediation-sensor,sensor-name=${sensor} --ignore-not-found --wait=false`,
    ),
  );
});

test('it says so when it could not look', () => {
  expect(runScript('remediation-watchdog-cronjob', 'exit 1', {}).status).not.toBe(0);
});

test('it runs every five minutes, however rare the resync is: it looks at one hour of logs', () => {
  const objects = renderLoop({ resync: { schedule: '0 3 * * *' } });
  const schedule = (name: string) => (objects[name] as unknown as CronJob).spec?.schedule;
  expect(schedule('remediation-resync-cronjob')).toBe('0 3 * * *');
  expect(schedule('remediation-watchdog-cronjob')).toBe('*/5 * * * *');
});
