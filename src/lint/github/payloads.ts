/** What may be at a place of a payload; `fields` and `item` are places in the table. */
interface Row {
  /** The texts; `true` for any. */
  readonly text?: readonly string[] | true;
  readonly number?: true;
  readonly boolean?: true;
  readonly fields?: Readonly<Record<string, number>>;
  readonly item?: number;
  /** Nothing is known of what is here. */
  readonly open?: true;
}

interface Table {
  readonly events: Readonly<Record<string, number>>;
  readonly rows: readonly Row[];
}

/** The table is large, and most objects are not about GitHub. The type puts the file into the package. */
function table(): Table {
  const file: typeof import('../../../imports/github-payloads.json') = require('../../../imports/github-payloads.json');
  return file as unknown as Table;
}

/** The names of GitHub's events, as in the header `X-GitHub-Event`. */
export function githubEventNames(): readonly string[] {
  return Object.keys(table().events);
}

/** What is at a path of the payloads of some events. */
export interface Found {
  /** What it may be: `text`, `number`, `boolean`, `list`, `object`. Empty if nothing is known of it. */
  readonly forms: readonly Form[];
  /** The texts that it may be; undefined if it may be any, or no text. */
  readonly texts?: readonly string[];
}

export type Form = 'text' | 'number' | 'boolean' | 'list' | 'object';

/** The key of a path that no payload has. */
export interface Missing {
  /** Its index in the path. */
  readonly index: number;
  /** What is there in place of an object with this key. */
  readonly forms: readonly Form[];
  /** The keys that are there. */
  readonly known: readonly string[];
}

// The event source adds them (HandleRoute in pkg/eventsources/sources/github/start.go).
const ADDED = ['X-GitHub-Event', 'X-GitHub-Delivery'];

/** What the payloads of some events have at a path of keys, or the key that none of them has. */
export function lookUp(events: readonly string[], keys: readonly string[]): Found | Missing {
  const { events: places, rows } = table();
  let here: readonly Row[] = rowsAt(rows, new Set(events.map((event) => places[event])));
  if (keys[0] !== undefined && ADDED.includes(keys[0])) here = [{ fields: {}, open: true }];
  for (const [index, key] of keys.entries()) {
    // The number of items of a list.
    if (here.some(({ open }) => open) || key === '#') return { forms: [] };
    const below = new Set(
      here.flatMap(({ fields, item }) => [fieldOf(fields, key), /^\d+$/.test(key) ? item : undefined]),
    );
    const next = rowsAt(rows, below);
    if (next.length === 0) return { index, forms: formsOf(here), known: knownKeys(here, index) };
    here = next;
  }
  if (here.some(({ open }) => open)) return { forms: [] };
  return { forms: formsOf(here), ...textsOf(here) };
}

function textsOf(rows: readonly Row[]): Pick<Found, 'texts'> {
  const texts = new Set<string>();
  for (const { text } of rows) {
    if (text === true) return {};
    for (const one of text ?? []) texts.add(one);
  }
  return texts.size > 0 ? { texts: [...texts] } : {};
}

function fieldOf(fields: Row['fields'], key: string): number | undefined {
  return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function rowsAt(rows: readonly Row[], places: ReadonlySet<number | undefined>): Row[] {
  return [...places].flatMap((place) => (place === undefined ? [] : (rows[place] ?? [])));
}

function knownKeys(rows: readonly Row[], index: number): string[] {
  return [
    ...new Set([...rows.flatMap(({ fields }) => Object.keys(fields ?? {})), ...(index === 0 ? ADDED : [])]),
  ];
}

function formsOf(rows: readonly Row[]): Form[] {
  const has = (form: Form, is: (row: Row) => unknown): Form[] => (rows.some(is) ? [form] : []);
  return [
    ...has('text', ({ text }) => text),
    ...has('number', ({ number }) => number),
    ...has('boolean', ({ boolean }) => boolean),
    ...has('list', ({ item }) => item !== undefined),
    ...has('object', ({ fields }) => fields),
  ];
}

/** Whether a key is missing. */
export function isMissing(found: Found | Missing): found is Missing {
  return 'index' in found;
}
