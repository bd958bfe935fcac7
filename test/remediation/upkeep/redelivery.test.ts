import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CronJob } from '../../../src/argo-events/kubernetes';
import type { RemediationProps } from '../../../src/remediation/props';
import { type Answer, type Answers, closedPort, server } from '../../redeliver/server';
import { renderLoop } from '../rendered';

const github = server();
const TOKEN = 'github_pat_1-x.y';
const DELIVERIES = '/repos/5dlabs/cto/hooks/7/deliveries';

/** An attempt to deliver an event, as GitHub lists it. */
interface Attempt {
  readonly id: string;
  readonly guid: string;
  readonly delivered_at: string;
  readonly redelivery: boolean;
  readonly status_code: number;
  readonly event: string;
  readonly action: string | null;
  readonly repository_id: number | null;
}

/** A failed first attempt for a new comment, so many minutes ago, but for what is given. */
function attempt(minutes: number, differences: Partial<Attempt> = {}): Attempt {
  return {
    id: '3804004623172239366',
    guid: 'aaaa-1',
    delivered_at: `${new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)}Z`,
    redelivery: false,
    status_code: 502,
    event: 'issue_comment',
    action: 'created',
    repository_id: 1,
    ...differences,
  };
}

/** Ids are numbers in what GitHub writes. */
const json = (list: readonly unknown[]) => JSON.stringify(list).replace(/"id":"(\d+)"/g, '"id":$1');

const page = (list: readonly Attempt[], next?: string): Answer => ({
  body: json(list),
  ...(next && {
    headers: {
      link: `<https://evil.example.com/x?cursor=v1_prev>; rel="prev", <https://evil.example.com/x${next}>; rel="next"`,
    },
  }),
});

/** The webhook 7 with these attempts, the newest first, which takes each redelivery. */
function listing(...attempts: readonly Attempt[]): Record<string, Answer | readonly Answer[]> {
  return {
    [`GET ${DELIVERIES}?per_page=100`]: page(attempts),
    ...Object.fromEntries(attempts.map(({ id }) => [post(id), { status: 202 }])),
  };
}

const post = (id: string, deliveries = DELIVERIES) => `POST ${deliveries}/${id}/attempts`;
const posted = () =>
  github.calls.filter((call) => call.startsWith('POST')).map((call) => call.split('/').at(-2));

interface Options {
  readonly props?: RemediationProps['redelivery'];
  readonly others?: RemediationProps;
  /** In place of those of the CronJob. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the Secret has. */
  readonly secret?: string;
  /** Programs before those of this machine, by name: shell scripts. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** Runs the script of the CronJob: what it leaves with and prints, with the address of the server as API. */
async function redeliver(answers: Answers, options: Options = {}) {
  github.answer(answers);
  const { props = { webhook: '7' }, others, env = {}, secret = `Bearer ${TOKEN}\n`, programs = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'redelivery-'));
  try {
    writeFileSync(join(folder, 'token'), secret);
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    }
    const [container] = podOf({ ...others, redelivery: props })?.containers ?? [];
    const variables = Object.fromEntries(
      (container?.env ?? []).map(({ name, value }) => [name, value ?? '']),
    );
    const child = spawn('/bin/sh', ['-c', String(container?.args?.[0])], {
      env: {
        PATH: `${folder}:${process.env['PATH']}`,
        ...variables,
        HOOKS: variables['HOOKS']?.replace('https://api.github.com', github.url()) ?? '',
        TOKEN: join(folder, 'token'),
        PAUSE: '0',
        RETRY: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (printed.stdout += data));
    child.stderr.on('data', (data) => (printed.stderr += data));
    const code = await new Promise<number | null>((ended) => child.on('close', ended));
    const of = (text: string) => text.replaceAll(github.url(), 'API');
    return { code, stdout: of(printed.stdout), stderr: of(printed.stderr) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function podOf(props: RemediationProps) {
  const cronJob = renderLoop(props)['remediation-redelivery-cronjob'] as unknown as CronJob | undefined;
  return cronJob?.spec?.jobTemplate.spec?.template.spec;
}

// The newest attempt of all decides whether the receiver is there: this one says that it is.
const fine = attempt(1, { id: '9', guid: 'fine', status_code: 200 });

describe('sends again', () => {
  test('what has not arrived, and nothing else', async () => {
    const failed = attempt(5);
    expect(await redeliver(listing(fine, failed))).toEqual({
      code: 0,
      stdout: `redelivered aaaa-1 of ${failed.delivered_at}, after 1: 502\n2 events, 1 redelivered, 0 refused\n`,
      stderr: '',
    });
    expect(github.calls).toEqual([`GET ${DELIVERIES}?per_page=100`, post(failed.id)]);
    expect([...github.authorizations]).toEqual([`Bearer ${TOKEN}`]);
  });

  test.each([0, 199, 302, 400, 502])('what was answered with %d', async (status_code) => {
    await redeliver(listing(fine, attempt(5, { status_code })));
    expect(posted()).toHaveLength(1);
  });

  test.each([
    ['later', attempt(5, { id: '5', redelivery: true, status_code: 200 }), attempt(9)],
    ['earlier', attempt(5, { id: '5', redelivery: true }), attempt(9, { status_code: 204 })],
  ])('nothing of which an attempt has arrived, %s', async (_, ...attempts) => {
    expect(await redeliver(listing(fine, ...attempts))).toMatchObject({
      code: 0,
      stdout: '2 events, 0 redelivered, 0 refused\n',
    });
  });

  test('the newest of several attempts, once', async () => {
    await redeliver(listing(fine, attempt(5, { id: '5', redelivery: true }), attempt(9)));
    expect(posted()).toEqual(['5']);
  });

  test('from all pages, and asks no other host', async () => {
    const answers = {
      ...listing(fine, attempt(5)),
      [`GET ${DELIVERIES}?per_page=100`]: page([fine], '?per_page=100&cursor=v1_9'),
      [`GET ${DELIVERIES}?per_page=100&cursor=v1_9`]: page([attempt(5)]),
    };
    expect(await redeliver(answers)).toMatchObject({ code: 0 });
    expect(posted()).toEqual([attempt(5).id]);
  });

  test('only what the loop reads', async () => {
    const pulls = ['closed', 'reopened', 'synchronize'].map((action, index) =>
      attempt(5, { id: String(index + 2), guid: action, event: 'pull_request', action }),
    );
    const others = [
      attempt(5, { id: '5', guid: 'edited', action: 'edited' }),
      attempt(5, { id: '6', guid: 'ping', event: 'ping', action: null }),
    ];
    await redeliver(listing(fine, ...pulls, ...others));
    expect(posted()).toEqual([]);
    github.calls.length = 0;
    const pullRequests = { pullRequests: { eventSourceName: 'github', eventName: 'x', isExternal: true } };
    await redeliver(listing(fine, ...pulls, ...others), {
      others: pullRequests as unknown as RemediationProps,
    });
    expect(posted()).toEqual(['2', '3']);
  });
});

describe('how far back it looks', () => {
  test('an event of before is left alone, and no more pages are asked for', async () => {
    const old = attempt(72 * 60 + 1, { id: '2', guid: 'old' });
    const answers = {
      ...listing(fine, attempt(5), old),
      [`GET ${DELIVERIES}?per_page=100`]: page([fine, attempt(5), old], '?cursor=x'),
    };
    expect(await redeliver(answers)).toMatchObject({ code: 0 });
    expect(posted()).toEqual([attempt(5).id]);
  });

  test('so is one whose first attempt was before: it is not tried for ever', async () => {
    const again = attempt(5, { redelivery: true });
    expect(await redeliver(listing(fine, again))).toMatchObject({ code: 0 });
    expect(posted()).toEqual([]);
  });

  test('the prop says how far', async () => {
    const props = { webhook: '7', hours: 1 };
    await redeliver(listing(fine, attempt(59, { id: '2' }), attempt(61, { id: '3', guid: 'old' })), {
      props,
    });
    expect(posted()).toEqual(['2']);
  });
});

describe('how many', () => {
  const events = ['a', 'b', 'c'].map((guid, index) => attempt(9 - index, { id: String(index + 2), guid }));

  test('those first that were tried least often, then the oldest, up to the batch', async () => {
    const again = attempt(3, { id: '5', guid: 'a', redelivery: true });
    await redeliver(listing(fine, again, ...[...events].reverse()), { props: { webhook: '7', batch: 2 } });
    expect(posted()).toEqual(['3', '4']);
  });

  test('one while the newest attempt has failed: the receiver may be away', async () => {
    await redeliver(listing(...[...events].reverse()));
    expect(posted()).toEqual(['2']);
  });

  test('with a pause in between', async () => {
    const begin = performance.now();
    await redeliver(listing(fine, ...[...events].reverse()), { env: { PAUSE: '0.3' } });
    expect(posted()).toEqual(['2', '3', '4']);
    expect(performance.now() - begin).toBeGreaterThan(600);
  });
});

describe('it fails', () => {
  test('when an event has not arrived for an hour, and tries it all the same', async () => {
    const late = attempt(61);
    expect(await redeliver(listing(fine, late))).toMatchObject({
      code: 1,
      stderr: `has not arrived for more than an hour: aaaa-1 of ${late.delivered_at}, after 1: 502\n`,
    });
    expect(posted()).toEqual([late.id]);
  });

  test('when a redelivery is refused, and goes on with the next one', async () => {
    const second = attempt(4, { id: '3', guid: 'b' });
    const answers = {
      ...listing(fine, second, attempt(5)),
      [post(attempt(5).id)]: { status: 404, body: '{"message":"Not\\u0007 Found"}' },
    };
    expect(await redeliver(answers)).toEqual({
      code: 1,
      stdout: `redelivered b of ${second.delivered_at}, after 1: 502\n3 events, 1 redelivered, 1 refused\n`,
      stderr: `GitHub refuses ${post(attempt(5).id).replace('POST ', 'POST API')}: 404 Not Found; expected what is there, and a token that may read and write its webhooks\n`,
    });
  });

  test.each([401, 403])('when the token is refused (%d), at once', async (status) => {
    const second = attempt(4, { id: '3', guid: 'b' });
    const answers = { ...listing(fine, second, attempt(5)), [post(attempt(5).id)]: { status } };
    expect(await redeliver(answers)).toMatchObject({
      code: 1,
      stdout: '3 events, 0 redelivered, 1 refused\n',
    });
  });

  test.each([
    [301, '; the repository may have another name now, see the prop github.repository'],
    [401, '; expected a token that GitHub knows'],
    [404, '; expected what is there, and a token that may read and write its webhooks'],
    [418, ''],
  ])('when GitHub does not list them (%d)', async (status, help) => {
    const body = '{"message":"No."}';
    const headers = { location: `${github.url()}/elsewhere` };
    expect(await redeliver({ [`GET ${DELIVERIES}?per_page=100`]: { status, body, headers } })).toEqual({
      code: 1,
      stdout: '',
      stderr: `GitHub refuses GET API${DELIVERIES}: ${status} No.${help}\n`,
    });
    expect(github.calls).toHaveLength(1);
  });

  test.each(['<html>', '{"a":1}', '[{"id":1}]', '[{"id":1,"guid":"a b"}]', '["x"]'])(
    'when the answer is %s',
    async (body) => {
      expect(await redeliver({ [`GET ${DELIVERIES}?per_page=100`]: { body } })).toEqual({
        code: 1,
        stdout: '',
        stderr: `the answer of GitHub to GET API${DELIVERIES} is no such list\n`,
      });
    },
  );

  test('when nobody answers', async () => {
    const HOOKS = `http://127.0.0.1:${await closedPort()}/hooks`;
    const { code, stderr } = await redeliver({}, { env: { HOOKS } });
    expect(code).toBe(1);
    expect(stderr).toContain(`no answer from GitHub to GET ${HOOKS}/7/deliveries\n`);
  });

  test.each([
    ['ghp_1', 'the Secret has no whole Authorization header; expected one such as "Bearer github_pat_..."'],
    ['', 'the Secret has no whole Authorization header; expected one such as "Bearer github_pat_..."'],
    ['Bearer a"\nurl = "https://evil.example.com', 'the Secret has characters that are in no token'],
    ['Bearer a\nurl', 'the Secret has characters that are in no token'],
  ])('when the Secret is %j, and calls nobody', async (secret, message) => {
    expect(await redeliver(listing(fine), { secret })).toEqual({
      code: 1,
      stdout: '',
      stderr: `${message}\n`,
    });
    expect(github.calls).toEqual([]);
  });

  test('with an image that has no jq', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'path-'));
    writeFileSync(join(folder, 'curl'), '#!/bin/sh\n', { mode: 0o755 });
    const { code, stderr } = await redeliver({}, { env: { PATH: folder } });
    rmSync(folder, { recursive: true });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'the image has no jq; set the prop redelivery.image\n',
    });
  });

  test('with an old curl', async () => {
    const curl = "printf '[]\\n200|%%header{retry-after}|%%header{x}|%%header{y}|%%header{link}'";
    expect(await redeliver({}, { programs: { curl } })).toMatchObject({
      code: 1,
      stderr: 'the curl of the image is older than 7.84; set the prop redelivery.image\n',
    });
  });
});

describe('when GitHub has trouble', () => {
  const list = `GET ${DELIVERIES}?per_page=100`;
  const calls = (call: string) => github.calls.filter((one) => one === call).length;

  test.each([
    [429, { 'retry-after': '2' }, '2'],
    [403, { 'retry-after': '2' }, '2'],
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, '60'],
    [429, {}, '60'],
  ])('and limits the calls (%d, %j), it waits and goes on', async (status, headers, seconds) => {
    const failed = attempt(5);
    const answers = listing(fine, failed);
    answers[list] = [{ status, headers }, page([fine, failed])];
    answers[post(failed.id)] = [{ status, headers }, { status: 202 }];
    const programs = { sleep: 'echo "slept $1"' };
    expect(await redeliver(answers, { programs })).toEqual({
      code: 0,
      stdout: [
        `GitHub limits the calls; the next one comes in ${seconds} seconds\nslept ${seconds}\n`.repeat(2),
        `redelivered aaaa-1 of ${failed.delivered_at}, after 1: 502\n2 events, 1 redelivered, 0 refused\n`,
      ].join(''),
      stderr: '',
    });
  });

  test('and limits the calls until a time, it waits until then', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 600);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    const answers = { ...listing(fine), [list]: [{ status: 403, headers }, page([fine])] };
    const { stdout } = await redeliver(answers, { programs: { sleep: 'echo "slept $1"' } });
    expect(Number(/slept (\d+)/.exec(stdout)?.[1])).toBeGreaterThan(595);
  });

  test('and limits the calls for too long, it fails and calls no more', async () => {
    const answers = { ...listing(fine), [list]: { status: 429, headers: { 'retry-after': '3601' } } };
    expect(await redeliver(answers)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'GitHub limits the calls; the next one may come in 3601 seconds\n',
    });
    expect(calls(list)).toBe(1);
  });

  test('and answers 5xx, it asks twice more', async () => {
    const failed = attempt(5);
    const answers = listing(fine, failed);
    answers[list] = [{ status: 502 }, { status: 503 }, page([fine, failed])];
    answers[post(failed.id)] = [{ status: 500 }, { status: 202 }];
    expect(await redeliver(answers)).toMatchObject({ code: 0 });
    expect([calls(list), calls(post(failed.id))]).toEqual([3, 2]);
  });

  test('and answers no better, it stops: the next run goes on', async () => {
    const failed = [attempt(4, { id: '3', guid: 'b' }), attempt(5)];
    const answers = listing(fine, ...failed);
    answers[post(attempt(5).id)] = { status: 503 };
    expect(await redeliver(answers)).toMatchObject({
      code: 1,
      stdout: '3 events, 0 redelivered, 1 refused\n',
    });
    expect(calls(post(attempt(5).id))).toBe(3);
    expect(calls(post('3'))).toBe(0);
  });
});

describe('the webhook', () => {
  const hooks = (path: string, ...list: readonly unknown[]): Answers => ({
    [`GET ${path}?per_page=100`]: { body: JSON.stringify(list) },
  });
  const hook = (id: number, ...events: string[]) => ({ id, events, config: { url: 'https://x?secret=1' } });

  test.each(['issue_comment', '*'])('is the only one for %s', async (event) => {
    const answers = {
      ...listing(fine, attempt(5)),
      ...hooks('/repos/5dlabs/cto/hooks', hook(6, 'push'), hook(7, event)),
    };
    expect(await redeliver(answers, { props: {} })).toMatchObject({ code: 0 });
    expect(posted()).toHaveLength(1);
  });

  test.each([
    [[hook(6, 'push')], 'no webhook of API/repos/5dlabs/cto/hooks is for issue comments'],
    [
      [hook(6, '*'), hook(7, 'issue_comment')],
      'several webhooks of API/repos/5dlabs/cto/hooks are for issue comments; set the prop redelivery.webhook to one of: 6 7',
    ],
  ])('has to be one: %j', async (list, message) => {
    const answers = hooks('/repos/5dlabs/cto/hooks', ...list);
    expect(await redeliver(answers, { props: {} })).toEqual({ code: 1, stdout: '', stderr: `${message}\n` });
  });

  test('of an organization: of its deliveries, those for the repository', async () => {
    const path = '/orgs/5dlabs/hooks/8/deliveries';
    const answers = {
      ...hooks('/orgs/5dlabs/hooks', hook(8, '*')),
      [`GET ${path}?per_page=100`]: page([
        fine,
        attempt(4, { id: '2', guid: 'none', repository_id: null }),
        attempt(4, { id: '3', guid: 'other', repository_id: 2 }),
        attempt(5),
      ]),
      [post(attempt(5).id, path)]: { status: 202 },
    };
    const props = { organization: { repositoryId: 1 } };
    expect(await redeliver(answers, { props })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 events, 1 redelivered'),
    });
    expect(posted()).toEqual([attempt(5).id]);
  });
});

test('no list of processes, and nothing that it prints, has the token', async () => {
  const curl = `printf '%s ' "$@" >> "$ARGUMENTS"; PATH=\${PATH#*:} exec curl "$@"`;
  const folder = mkdtempSync(join(tmpdir(), 'arguments-'));
  const ARGUMENTS = join(folder, 'all');
  writeFileSync(ARGUMENTS, '');
  const { stdout, stderr } = await redeliver(listing(fine, attempt(61)), {
    env: { ARGUMENTS },
    programs: { curl },
  });
  const passed = readFileSync(ARGUMENTS, 'utf8');
  rmSync(folder, { recursive: true });
  expect(passed).toContain('--request POST');
  for (const text of [passed, stdout, stderr]) expect(text).not.toContain(TOKEN);
});

describe('the CronJob', () => {
  test('is not there by default, nor is anything of it', () => {
    expect(Object.keys(renderLoop()).filter((name) => name.includes('redelivery'))).toEqual([]);
  });

  test('comes with an account that may do nothing, and without a token of it', () => {
    const objects = renderLoop({ redelivery: {} });
    expect(Object.keys(objects).filter((name) => name.includes('redelivery'))).toEqual([
      'remediation-redelivery-cronjob',
      'remediation-redelivery-serviceaccount',
    ]);
    expect(objects['remediation-redelivery-serviceaccount']).toMatchObject({
      metadata: { namespace: 'github-webhooks' },
      automountServiceAccountToken: false,
    });
    expect(podOf({ redelivery: {} })).toMatchObject({
      serviceAccountName: 'remediation-redelivery',
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
    });
  });

  test('mounts one key of the Secret, and has it in no variable', () => {
    const pod = podOf({ redelivery: { token: { name: 'hooks', key: 'header' } } });
    expect(pod?.volumes).toEqual([
      { name: 'token', secret: { secretName: 'hooks', items: [{ key: 'header', path: 'authorization' }] } },
    ]);
    expect(pod?.containers[0]?.volumeMounts).toEqual([
      { name: 'token', mountPath: '/etc/github', readOnly: true },
    ]);
    expect(pod?.containers[0]?.env?.filter(({ valueFrom }) => valueFrom)).toEqual([]);
  });

  test('has the image of the other CronJobs, or its own', () => {
    const image = `registry.example.com/curl:1@sha256:${'0'.repeat(64)}`;
    const imageOf = (props: RemediationProps) => podOf(props)?.containers[0]?.image;
    expect(imageOf({ redelivery: {}, kubectlImage: image })).toBe(image);
    expect(imageOf({ redelivery: { image } })).toBe(image);
  });

  test('runs one at a time, and no longer than it may wait and work', () => {
    const { spec } = renderLoop({ redelivery: { schedule: '7 * * * *' } })[
      'remediation-redelivery-cronjob'
    ] as unknown as CronJob;
    expect(spec).toMatchObject({
      schedule: '7 * * * *',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { activeDeadlineSeconds: 5400, backoffLimit: 0 } },
    });
  });
});
