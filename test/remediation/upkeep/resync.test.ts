import { runScript } from './script';

const MINUTE = 60;

/** A line of the list: minutes since the last change, and the mark of earlier touches, quoted when there is one. */
function state(name: string, minutesAgo: number, mark?: string, olderMinutesAgo = 600): string {
  const time = (minutes: number) => new Date(Date.now() - minutes * MINUTE * 1000).toISOString().slice(0, 19);
  const quoted = mark === undefined ? '' : JSON.stringify(mark);
  return `${name}|${1000 + minutesAgo}|${time(olderMinutesAgo)}Z ${time(minutesAgo)}Z |${quoted}`;
}

/** What is written, with a kubectl that prints these lines, and refuses to write one of the states. */
function resync(lines: readonly string[], failing = '-'): string[][] {
  const kubectl = `case "$*" in label*) cat list ;; *"configmap ${failing} "*) exit 1 ;; esac`;
  const { calls } = runScript('remediation-resync-cronjob', kubectl, { list: lines.join('\n') });
  return calls.filter(([verb]) => verb === 'annotate');
}

function names(lines: readonly string[]): (string | undefined)[] {
  return resync(lines).map((call) => call[2]);
}

test('nothing that waits is nothing to do', () => {
  expect(names([])).toEqual([]);
});

test('a state that has just changed is left alone, for its events are on their way', () => {
  expect(names([state('task-1-remediation-state', 1), state('task-2-remediation-state', 7)])).toEqual([
    'task-2-remediation-state',
  ]);
});

test('the longest untouched come first, twenty at most', () => {
  const minutes = Array.from({ length: 23 }, (_, index) => 10 + ((index * 7) % 23));
  const longest = [...minutes].sort((a, b) => b - a).slice(0, 20);
  expect(names(minutes.map((ago) => state(`task-${ago}-s`, ago)))).toEqual(
    longest.map((ago) => `task-${ago}-s`),
  );
});

test('those that were touched least come first, so that what nothing can move does not stand before others', () => {
  const hogs = Array.from({ length: 20 }, (_, index) => state(`paused-${index}`, 400 + index, '9-1'));
  const touched = names([...hogs, state('stuck', 6), state('stuck-again', 11, '1-1')]);
  expect(touched.slice(0, 4)).toEqual(['stuck', 'stuck-again', 'paused-19', 'paused-18']);
  expect(touched).toHaveLength(20);
});

test('each touch doubles the pause, up to 64 times', () => {
  expect(names([state('once', 9, '1-1'), state('again', 11, '1-1')])).toEqual(['again']);
  expect(names([state('often', 318, '40-1'), state('late', 322, '40-1', 2000)])).toEqual(['late']);
});

test('a touch names the version that was seen, so that a state in motion refuses it', () => {
  const [call] = resync([state('task-1-remediation-state', 30, '2-1700000000')]);
  expect(call?.slice(0, 8)).toEqual([
    'annotate',
    'configmap',
    'task-1-remediation-state',
    '--namespace',
    'agent-platform',
    '--overwrite',
    '--resource-version',
    '1030',
  ]);
  expect(call?.[8]).toMatch(/^remediation\.5dlabs\.com\/resync=3-\d{10}$/);
});

test.each([
  'garbage',
  '08-1',
  '-1-1',
  '1e9-1',
  '9999-1',
  '$(reboot)-1',
  '3',
  'a|b',
  '2-1\nother|1||',
  '"2-1"',
])('a mark that is %s counts as none', (mark) => {
  const [call] = resync([state('task-1-remediation-state', 30, mark)]);
  expect(call?.[8]).toMatch(/resync=1-/);
});

test('a state without times is touched', () => {
  expect(names(['task-1-remediation-state|7||'])).toEqual(['task-1-remediation-state']);
});

test('one that refuses does not stop the others', () => {
  const lines = [state('first', 40), state('second', 30)];
  expect(resync(lines, 'first').map((call) => call[2])).toEqual(['first', 'second']);
});
