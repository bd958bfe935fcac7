import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Attempt } from '../../scripts/redeliver/attempts';

/** An attempt of a new comment that did not arrive, but for what is given. */
export function attempt(differences: Partial<Attempt> = {}): Attempt {
  return {
    id: '3804004623172239366',
    guid: 'a',
    delivered_at: '2026-01-02T03:04:05Z',
    status: 'failed to connect',
    status_code: 502,
    event: 'issue_comment',
    action: 'created',
    ...differences,
  };
}

/** Attempts as GitHub writes them: ids are numbers, whatever their length. */
export function json(attempts: readonly Attempt[]): string {
  return JSON.stringify(attempts).replace(/"id":"(\d+)"/g, '"id":$1');
}

/** What is answered to a call, such as `GET /repos/acme/shop/hooks?per_page=100`; of several, one after the other. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[]>>;
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server for each test, what it has been asked, and with which Authorization. What it has no answer for gets a 404. */
export function server() {
  const calls: string[] = [];
  const authorizations = new Set<string | undefined>();
  let answers: Answers = {};
  const answerTo = (call: string, before: number): Answer => {
    const given = answers[call] ?? { status: 404, body: '{"message":"Not Found"}' };
    if (!('length' in given)) return given;
    return given[Math.min(before, given.length - 1)] ?? {};
  };
  const http = createServer((request: IncomingMessage, response: ServerResponse) => {
    const call = `${request.method} ${request.url}`;
    calls.push(call);
    authorizations.add(request.headers.authorization);
    const {
      status = 200,
      headers = {},
      body = '{}',
    } = answerTo(call, calls.filter((one) => one === call).length - 1);
    response.writeHead(status, { ...headers, connection: 'close' }).end(body);
  });
  beforeAll(() => new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening)));
  afterAll(() => new Promise((closed) => http.close(closed)));
  beforeEach(() => {
    calls.length = 0;
    authorizations.clear();
  });
  return {
    calls,
    authorizations,
    answer: (to: Answers) => {
      answers = to;
    },
    url: () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
  };
}

/** A port at which nobody listens. */
export async function closedPort(): Promise<number> {
  const http = createServer();
  await new Promise<void>((listening) => http.listen(0, listening));
  const { port } = http.address() as AddressInfo;
  await new Promise((closed) => http.close(closed));
  return port;
}
