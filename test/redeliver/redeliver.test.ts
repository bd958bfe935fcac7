import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { run } from '../../scripts/redeliver';
import type { Attempt } from '../../scripts/redeliver/attempts';
import { type Answer, type Answers, attempt, closedPort, json, server } from './server';

const github = server();
const HOOKS = 'GET /repos/acme/shop/hooks?per_page=100';
const DELIVERIES = '/repos/acme/shop/hooks/7/deliveries';
const hook = (id: number, ...events: string[]) => ({
  id,
  events,
  config: { url: `https://${id}.example.com` },
});
const hooks = (...list: readonly unknown[]): Answer => ({ body: JSON.stringify(list) });
const attemptsPath = (id: string) => `POST ${DELIVERIES}/${id}/attempts`;
const accepted: Answer = { status: 202 };

/** What the program leaves with and prints, with the address of the server as API. Refused are calls without an answer. */
async function redeliver(
  answers: Answers,
  argv: readonly string[] = [],
  env: Record<string, string> = {},
  pause = 0,
) {
  github.answer(answers);
  const printed = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[stream] += text.replaceAll(github.url(), 'API');
    },
  });
  const code = await run(['--repository', 'acme/shop', ...argv], {
    env: { GITHUB_API_URL: github.url(), GITHUB_TOKEN: 'ghp_1', ...env },
    stdout: into('stdout'),
    stderr: into('stderr'),
    pause,
  });
  return { code, ...printed };
}

/** A webhook with these attempts, newest first, which takes each redelivery. */
function listing(...attempts: readonly Attempt[]): Record<string, Answer> {
  return {
    [HOOKS]: hooks(hook(7, 'issue_comment')),
    [`GET ${DELIVERIES}?per_page=100`]: { body: json(attempts) },
    ...Object.fromEntries(attempts.map(({ id }) => [attemptsPath(id), accepted])),
  };
}

const failed = attempt({ id: '3804004623172239366', guid: 'failed' });
const fine = attempt({ id: '3804004623172239367', guid: 'fine', status: 'OK', status_code: 200 });
const later = { delivered_at: '2026-01-02T04:00:00Z' };
const posts = () => github.calls.filter((call) => call.startsWith('POST'));

describe('redelivers', () => {
  test('what has not arrived, and nothing else', async () => {
    expect(await redeliver(listing(fine, failed))).toEqual({
      code: 0,
      stdout: 'redelivered 2026-01-02T03:04:05Z failed 502 failed to connect\n2 events: 1 of 1 redelivered\n',
      stderr: '',
    });
    expect(posts()).toEqual([attemptsPath(failed.id)]);
    expect([...github.authorizations]).toEqual(['Bearer ghp_1']);
  });

  test('a pull request that was closed', async () => {
    const closed = attempt({ event: 'pull_request', action: 'closed', guid: 'closed' });
    expect((await redeliver(listing(closed, fine))).stdout).toContain(
      'closed 502 failed to connect\n2 events: 1 of 1 redelivered\n',
    );
    expect(posts()).toEqual([attemptsPath(closed.id)]);
  });

  test('nothing that a later attempt has brought', async () => {
    const again = attempt({ ...fine, ...later, guid: failed.guid });
    expect(await redeliver(listing(again, failed))).toMatchObject({
      code: 0,
      stdout: '1 event: 0 of 0 redelivered\n',
    });
    expect(posts()).toEqual([]);
  });

  test('the newest of several attempts, once', async () => {
    const again = attempt({ ...failed, ...later, id: '3804004623172239399' });
    expect((await redeliver(listing(again, failed))).stdout).toContain('1 event: 1 of 1');
    expect(posts()).toEqual([attemptsPath(again.id)]);
  });

  test('from all pages, and gives the token to no other host', async () => {
    const answers = {
      ...listing(failed),
      [`GET ${DELIVERIES}?per_page=100`]: {
        body: json([fine]),
        headers: {
          link: '<https://evil.example.com/prev>; rel="prev", <https://evil.example.com/repositories/1/hooks/7/deliveries?per_page=100&cursor=v1_9>; rel="next"',
        },
      },
      [`GET ${DELIVERIES}?per_page=100&cursor=v1_9`]: { body: json([failed]) },
    };
    expect((await redeliver(answers)).stdout).toContain('2 events: 1 of 1 redelivered\n');
  });

  test('one after the other, with a pause between two', async () => {
    const begin = performance.now();
    await redeliver(listing(attempt({ id: '2', guid: 'b' }), attempt({ id: '1', guid: 'a' })), [], {}, 200);
    expect(posts()).toEqual([attemptsPath('1'), attemptsPath('2')]);
    // A timer may end a millisecond early.
    expect(performance.now() - begin).toBeGreaterThan(198);
  });

  test('nothing in a dry run', async () => {
    expect(await redeliver(listing(fine, failed), ['--dry-run'])).toEqual({
      code: 0,
      stdout: 'to redeliver 2026-01-02T03:04:05Z failed 502 failed to connect\n2 events: 1 to redeliver\n',
      stderr: '',
    });
    expect(posts()).toEqual([]);
  });
});

describe('--since', () => {
  const recent = attempt({ id: '9', guid: 'recent', delivered_at: new Date().toISOString() });

  test('leaves out what is older, and asks for no more pages then', async () => {
    const answers = listing(recent, failed);
    const first = `GET ${DELIVERIES}?per_page=100`;
    answers[first] = { ...answers[first], headers: { link: '<https://x?cursor=v1_9>; rel="next"' } };
    expect(await redeliver(answers, ['--since', '1h'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 event: 1 of 1 redelivered\n'),
    });
    expect(posts()).toEqual([attemptsPath(recent.id)]);
  });

  test.each([
    ['59m', 0],
    ['61m', 1],
    ['1h', 0],
    ['2h', 1],
    ['1d', 1],
  ])('%s: %d', async (since, count) => {
    const hourAgo = new Date(Date.now() - 3_601_000).toISOString();
    const { stdout } = await redeliver(listing(attempt({ delivered_at: hourAgo })), ['--since', since]);
    expect(stdout).toContain(`: ${count} of ${count} redelivered`);
  });

  test('with --all also redelivers what has arrived', async () => {
    const old = attempt({ ...fine, id: '8', guid: 'old' });
    const arrived = attempt({ ...recent, guid: 'arrived', status: 'OK', status_code: 200 });
    expect((await redeliver(listing(arrived, old), ['--since', '1h', '--all'])).stdout).toContain(
      `redelivered ${arrived.delivered_at} arrived 200 OK\n1 event: 1 of 1`,
    );
    expect(posts()).toEqual([attemptsPath(arrived.id)]);
  });
});

describe('a redelivery that is refused', () => {
  const second = attempt({ id: '3', guid: 'second', ...later });

  test('does not hold up the next one, and is told', async () => {
    const answers = { ...listing(second, failed), [attemptsPath(failed.id)]: { status: 422, body: 'no' } };
    expect(await redeliver(answers)).toEqual({
      code: 1,
      stdout: 'redelivered 2026-01-02T04:00:00Z second 502 failed to connect\n2 events: 1 of 2 redelivered\n',
      stderr: `[${attemptsPath(failed.id).replace('POST ', 'POST API')}] GitHub refuses: "422 no"\n`,
    });
  });

  test('is one that GitHub does not answer with 202', async () => {
    const answers = { ...listing(failed), [attemptsPath(failed.id)]: { status: 200 } };
    expect(await redeliver(answers)).toMatchObject({ code: 1 });
  });

  test.each([
    [429, {}, '60'],
    [429, { 'retry-after': '7' }, '7'],
    [403, { 'retry-after': '7' }, '7'],
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, '60'],
  ])('for there are too many calls (%d, %j) is the last one', async (status, headers, seconds) => {
    const body = '{"message":"Too fast."}';
    const answers = { ...listing(second, failed), [attemptsPath(failed.id)]: { status, headers, body } };
    const { code, stdout, stderr } = await redeliver(answers);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '2 events: 0 of 2 redelivered\n' });
    expect(stderr).toContain(
      `GitHub limits the calls: "${status} Too fast."; the next one may come in ${seconds} seconds\n`,
    );
    expect(posts()).toEqual([attemptsPath(failed.id)]);
  });
});

describe('the webhook', () => {
  test.each(['issue_comment', '*'])('is the only one for %s', async (event) => {
    const answers = { ...listing(failed), [HOOKS]: hooks(hook(6, 'push'), hook(7, 'push', event)) };
    expect(await redeliver(answers)).toMatchObject({ code: 0 });
  });

  test('has to be named when there are several', async () => {
    expect(await redeliver({ [HOOKS]: hooks(hook(6, '*'), hook(7, 'issue_comment')) })).toEqual({
      code: 3,
      stdout: '',
      stderr:
        '[--hook] 2 webhooks are for issue comments; choose one: 6 (https://6.example.com), 7 (https://7.example.com)\n',
    });
  });

  test('is not looked for when it is named', async () => {
    expect(await redeliver(listing(failed), ['--hook', '7'])).toMatchObject({ code: 0 });
    expect(github.calls).not.toContain(HOOKS);
  });

  test('has to be there', async () => {
    expect(await redeliver({ [HOOKS]: hooks(hook(6, 'push')) })).toMatchObject({
      code: 3,
      stderr: '[--repository] "acme/shop" has no webhook for issue comments\n',
    });
  });
});

describe('does not run', () => {
  const rights = 'a token in GITHUB_TOKEN that may read and write the webhooks of the repository';

  test.each([
    [401, 'Bad credentials', 'expected a token in GITHUB_TOKEN that GitHub knows'],
    [403, 'Resource not accessible', `expected ${rights}`],
    [404, 'Not Found', `expected what is there, and ${rights}`],
  ])('when GitHub answers %d', async (status, message, help) => {
    const body = JSON.stringify({ message });
    expect(await redeliver({ [HOOKS]: { status, body } })).toEqual({
      code: 3,
      stdout: '',
      stderr: `[${HOOKS.replace('GET ', 'GET API')}] GitHub refuses: "${status} ${message}"; ${help}\n`,
    });
  });

  test.each(['<html>', '{"a":1}'])('when the answer is %s', async (body) => {
    expect(await redeliver({ [HOOKS]: { body } })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`the answer is no list: ${JSON.stringify(body)}`),
    });
  });

  test('when there is no answer', async () => {
    const closed = await closedPort();
    const refused = (host: string) =>
      redeliver({}, [], { GITHUB_API_URL: `http://${host}:${closed}/api/v3/` });
    const call = (host: string) => `[GET http://${host}:${closed}/api/v3/repos/acme/shop/hooks?per_page=100]`;
    expect(await refused('127.0.0.1')).toEqual({
      code: 3,
      stdout: '',
      stderr: `${call('127.0.0.1')} no answer: connect ECONNREFUSED 127.0.0.1:${closed}\n`,
    });
    expect((await refused('localhost')).stderr).toMatch(/no answer: .*ECONNREFUSED/);
  });

  test('without a token', async () => {
    expect(await redeliver({}, [], { GITHUB_TOKEN: '' })).toMatchObject({
      code: 3,
      stderr:
        '[GITHUB_TOKEN] no token; expected a token that may read and write the webhooks of the repository\n',
    });
  });

  test.each(['api.github.com', 'http://', 'ftp://x'])('with the API at %s', async (url) => {
    expect(await redeliver({}, [], { GITHUB_API_URL: url })).toMatchObject({
      code: 3,
      stderr: `[GITHUB_API_URL] "${url}" is no address of an API; expected one such as "https://github.example.com/api/v3"\n`,
    });
  });
});

describe('bad usage', () => {
  test.each([
    [['--repository', 'shop'], 'Such as "acme/shop".'],
    [['--repository', 'acme/shop/../..'], 'Such as "acme/shop".'],
    [['--hook', '07'], 'A number: the last part of the address of its settings.'],
    [['--since', '5'], 'A whole number with a unit: 30m, 6h or 2d.'],
    [['--since', '0h'], 'A whole number with a unit: 30m, 6h or 2d.'],
    [['--since', '-1h'], 'A whole number with a unit: 30m, 6h or 2d.'],
    [['--all'], "error: option '--all' needs '--since <duration>'"],
    [['rest'], 'error: too many arguments'],
  ])('%j', async (argv, message) => {
    const { code, stderr } = await redeliver({}, argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(github.calls).toEqual([]);
  });

  test('is no repository at all, and --help is none', async () => {
    const none = { env: {}, stdout: { write: () => {} }, stderr: { write: () => {} }, pause: 0 };
    expect(await run([], none)).toBe(2);
    expect(await run(['--help'], none)).toBe(0);
  });
});

test('as a program it redelivers all of them though its reader has had enough, as head has', async () => {
  const second = attempt({ ...failed, id: '3804004623172239400', guid: 'second' });
  github.answer(listing(second, failed));
  const argv = [
    '--import',
    'tsx',
    join(__dirname, '../../scripts/redeliver.ts'),
    '--repository',
    'acme/shop',
  ];
  const env = { ...process.env, GITHUB_API_URL: github.url(), GITHUB_TOKEN: 'ghp_1' };
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(posts()).toHaveLength(2);
}, 60_000);
