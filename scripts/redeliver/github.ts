import { quote } from '../../src/findings/words';

/** The part of GitHub's REST API that is needed here. Paths begin with a slash. */
export interface GitHub {
  /** The pages of a list. Their ids are texts. */
  pages<Item>(path: string): AsyncGenerator<Item[]>;
  /** Asks for something that is done later: GitHub answers 202. */
  request(path: string): Promise<void>;
}

/** A call that did not do what it should. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Whether there were too many calls, so that the next ones would be refused too. */
  readonly limited: boolean;

  /**
   * @param about the call, the option or the variable
   * @param help what to do
   */
  constructor(about: string, what: string, help?: string, limited = false) {
    const line = `[${about}] ${what}${help === undefined ? '' : `; ${help}`}`;
    super(line.replace(/\s*[\r\n\u0085\u2028\u2029]+\s*/g, ' '));
    this.limited = limited;
  }
}

interface Answer {
  readonly call: string;
  readonly text: string;
  /** The query of the next page of a list. */
  readonly next: string | undefined;
}

/**
 * Makes a client.
 *
 * @param api such as `https://api.github.com`
 * @param token goes nowhere else: of the address of a next page only the query is taken
 */
export function github(api: string, token: string): GitHub {
  const base = api.replace(/\/+$/, '');

  async function ask(method: string, path: string, wanted: number): Promise<Answer> {
    const call = `${method} ${base}${path}`;
    const headers = { Accept: 'application/vnd.github+json', Authorization: `Bearer ${token}` };
    try {
      const response = await fetch(base + path, { method, headers, signal: AbortSignal.timeout(30_000) });
      const text = await response.text();
      if (response.status === wanted) return { call, text, next: nextPage(response.headers.get('link')) };
      throw refusal(call, response, text);
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal(call, `no answer: ${reason(error)}`);
    }
  }

  async function* pages<Item>(path: string): AsyncGenerator<Item[]> {
    let query: string | undefined = '?per_page=100';
    while (query !== undefined) {
      const answer = await ask('GET', path + query, 200);
      yield parseList<Item>(answer);
      query = answer.next;
    }
  }

  return { pages, request: async (path) => void (await ask('POST', path, 202)) };
}

/** The query of the page that a Link header calls the next. */
function nextPage(link: string | null): string | undefined {
  return /<[^>]*(\?[^>]*)>; *rel="next"/.exec(link ?? '')?.[1];
}

function parseList<Item>({ call, text }: Answer): Item[] {
  try {
    // Ids of deliveries have 19 digits, of which a number keeps 16: the result would be the id of none. In JSON a quote
    // within a text has a backslash before it, so that what is found here stands outside of texts.
    const list: unknown = JSON.parse(text.replace(/"id": *(\d+)/g, '"id":"$1"'));
    if (Array.isArray(list)) return list;
  } catch {
    // Said below.
  }
  throw new Refusal(call, `the answer is no list: ${quote(text)}`);
}

function refusal(call: string, { status, headers }: Response, text: string): Refusal {
  const value = quote(`${status} ${messageOf(text)}`);
  const wait = headers.get('retry-after');
  const usedUp = headers.get('x-ratelimit-remaining') === '0';
  if (status === 429 || (status === 403 && (wait !== null || usedUp))) {
    const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
    const seconds = wait ?? Math.max(60, Math.ceil((reset - Date.now()) / 1000));
    return new Refusal(
      call,
      `GitHub limits the calls: ${value}`,
      `the next one may come in ${seconds} seconds`,
      true,
    );
  }
  const help: Readonly<Record<number, string>> = {
    401: 'expected a token in GITHUB_TOKEN that GitHub knows',
    403: 'expected a token in GITHUB_TOKEN that may read and write the webhooks of the repository',
    404: 'expected what is there, and a token in GITHUB_TOKEN that may read and write the webhooks of the repository',
  };
  return new Refusal(call, `GitHub refuses: ${value}`, help[status]);
}

/** What GitHub says in the body of its refusal; what stands between may send anything. */
function messageOf(text: string): string {
  try {
    return String((JSON.parse(text) as { message: unknown }).message);
  } catch {
    return text;
  }
}

/** Why there is no answer: fetch keeps it one level deeper. */
function reason(error: unknown): string {
  const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
  // A host with several addresses has an error for each of them, and for all together a code alone.
  return cause?.message || cause?.code || message;
}
