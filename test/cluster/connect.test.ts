import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ApiError } from '../../src/cluster/cluster';
import { healthy, state } from '../status/objects';
import { fakeCluster } from './fake';

// test/e2e asks a real API server, over TLS and with its own kubeconfig.

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
let api: Server;
let web: Server;

beforeAll(async () => {
  const cluster = fakeCluster(healthy([state(7, {})]));
  api = createServer((request, answer) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (request.headers.authorization !== 'Bearer good') {
      answer.writeHead(401).end(JSON.stringify({ kind: 'Status', message: 'Unauthorized' }));
      return;
    }
    cluster
      .request({
        method: 'GET',
        path: pathname.replace(/^\/prefix/, ''),
        query: Object.fromEntries(searchParams),
      })
      .then((body) => answer.end(body))
      .catch((error: ApiError) =>
        answer.writeHead(error.status).end(JSON.stringify({ message: error.message })),
      );
  });
  web = createServer((_, answer) => answer.end('<html>Welcome</html>'));
  for (const server of [api, web]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterAll(() => {
  for (const server of [api, web]) server.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const url = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A kubeconfig with one context of that name. */
function config(name: string, server: string, user: object = { token: 'good' }) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
}

test('the kubeconfig is that of kubectl, and what is wrong with it is said in one line', async () => {
  const good = file('good', config('good', url(api)));
  const other = file('other', config('other', `${url(api)}/prefix/`));
  const plain = config('x', 'http://127.0.0.1:1');
  const cases: [object, string | RegExp][] = [
    [{ options: { kubeconfig: good } }, 'good: task-7-remediation-state'],
    [{ options: {}, KUBECONFIG: good }, 'good: task-7-remediation-state'],
    [
      { options: {}, KUBECONFIG: [join(folder, 'none'), other, good].join(delimiter) },
      'other: task-7-remediation-state',
    ],
    [
      { options: { context: 'good' }, KUBECONFIG: [other, good].join(delimiter) },
      'good: task-7-remediation-state',
    ],
    [{ options: {}, KUBECONFIG: [good, good].join(delimiter) }, 'good: task-7-remediation-state'],
    [
      { options: {} },
      /^ClusterError: There is no kubeconfig: KUBECONFIG names no file .* Name one with --kubeconfig$/,
    ],
    [{ options: {}, KUBECONFIG: '/none/at-all' }, /^ClusterError: There is no kubeconfig: /],
    [
      { options: { kubeconfig: '/none/at-all' } },
      "ClusterError: Cannot read the kubeconfig /none/at-all: ENOENT: no such file or directory, open '/none/at-all'",
    ],
    [{ options: { kubeconfig: folder } }, /^ClusterError: Cannot read the kubeconfig .*: EISDIR/],
    [
      { options: { kubeconfig: file('broken', '{ clusters: [') } },
      /^ClusterError: Cannot read the kubeconfig .*\/broken: unexpected end of the stream [^\n]*$/,
    ],
    [
      { options: { kubeconfig: file('half', '{ clusters: [{ name: x }] }') } },
      `ClusterError: Cannot read the kubeconfig ${folder}/half: clusters[0].cluster is missing`,
    ],
    [
      { options: { kubeconfig: file('empty', '') } },
      `ClusterError: Cannot read the kubeconfig ${folder}/empty: it is no kubeconfig`,
    ],
    ...['[]', 'kubeconfig', '{ clusters: 7, contexts: x, users: {} }'].map(
      (text, index): [object, string] => [
        { options: { kubeconfig: file(`odd-${index}`, text) } },
        `ClusterError: The kubeconfig ${folder}/odd-${index} has no context`,
      ],
    ),
    [
      { options: { kubeconfig: good, context: 'night' } },
      `ClusterError: There is no context "night" in the kubeconfig ${good}. It has: "good"`,
    ],
    [
      { options: { kubeconfig: file('no-current', { ...plain, 'current-context': undefined }) } },
      `ClusterError: The kubeconfig ${folder}/no-current has no current context. Choose one with --context: "x"`,
    ],
    [
      { options: { kubeconfig: file('no-cluster', { ...plain, clusters: [] }) } },
      `ClusterError: Context "x" names the cluster "x", which the kubeconfig ${folder}/no-cluster does not have`,
    ],
    [
      { options: { kubeconfig: file('refused', plain) } },
      'ClusterError: Cannot reach the API server http://127.0.0.1:1 of context "x": connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      { options: { kubeconfig: file('unknown', config('x', 'https://api.invalid:6443')) } },
      /^ClusterError: Cannot reach the API server https:\/\/api\.invalid:6443 of context "x": getaddrinfo \w+ api\.invalid$/,
    ],
    [
      { options: { kubeconfig: file('tls', config('x', url(api).replace('http', 'https'))) } },
      /^ClusterError: Cannot reach the API server https:\/\/127\.0\.0\.1:\d+ of context "x": .*(?:SSL|EPROTO|hang up)/,
    ],
    [
      { options: { kubeconfig: file('no-url', config('x', 'nonsense')) } },
      'ClusterError: The server of context "x" is no URL: "nonsense"',
    ],
    [
      { options: { kubeconfig: file('web', config('x', url(web))) } },
      'ClusterError: The server has sent no JSON: it is no API server of Kubernetes',
    ],
    [
      { options: { kubeconfig: file('revoked', config('x', url(api), { token: 'bad' })) } },
      'ApiError: The API server does not accept the credentials of context "x" (401): cannot list configmaps in namespace agent-platform',
    ],
    [
      { options: { kubeconfig: file('exec', config('x', url(api), execUser('exit 3'))) } },
      'ClusterError: Cannot get the credentials of context "x": the program that gives them failed, and said nothing',
    ],
    [
      {
        options: {
          kubeconfig: file('expired', config('x', url(api), execUser('echo Log in again >&2; exit 1'))),
        },
      },
      'ClusterError: Cannot get the credentials of context "x": Log in again',
    ],
    [
      {
        options: {
          kubeconfig: file(
            'absent',
            config('x', url(api), { exec: { ...execUser('').exec, command: 'no-such-program' } }),
          ),
        },
      },
      /^ClusterError: Cannot get the credentials of context "x": .*no-such-program/,
    ],
    [
      {
        options: {
          kubeconfig: file('exec-good', config('x', url(api), execUser(`echo '${CREDENTIAL}'`))),
        },
      },
      'x: task-7-remediation-state',
    ],
  ];
  const program = spawn(
    process.execPath,
    ['--import', 'tsx', join(__dirname, 'program.ts'), JSON.stringify(cases.map(([one]) => one))],
    { env: { PATH: process.env['PATH'], HOME: folder }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const told = JSON.parse(await text(program.stdout)) as string[];
  expect(told).toHaveLength(cases.length);
  cases.forEach(([one, expected], index) => {
    const got = `${JSON.stringify(one)}\n${told[index]}`;
    if (typeof expected === 'string') expect(got).toBe(`${JSON.stringify(one)}\n${expected}`);
    else expect(told[index]).toMatch(expected);
  });
}, 60_000);

const CREDENTIAL = JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: { token: 'good' },
});

function execUser(script: string) {
  return {
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'sh',
      args: ['-c', script],
      interactiveMode: 'Never',
    },
  };
}
