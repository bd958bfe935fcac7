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

let loaded: Table | undefined;

/** The table is large, and most objects are not about GitHub. The type puts the file into the package. */
function table(): Table {
  if (loaded === undefined) {
    const file: typeof import('../../../imports/github-payloads.json') = require('../../../imports/github-payloads.json');
    loaded = file as unknown as Table;
  }
  return loaded;
}

/** Lists of names of events, each once: what is found out about one is kept with it. */
const LISTS = new Map<string, readonly string[]>();

/** The list of these names of events. Equal ones are one list. */
export function eventList(names: readonly string[]): readonly string[] {
  const key = names.join();
  const known = LISTS.get(key);
  if (known !== undefined) return known;
  LISTS.set(key, names);
  return names;
}

let all: readonly string[] | undefined;

/** The names of GitHub's events, as in the header `X-GitHub-Event`. */
export function githubEventNames(): readonly string[] {
  all ??= eventList(Object.keys(table().events));
  return all;
}

/** A function of a list of events and a key, which does its work once for each. */
export function keptByEvents<Value>(
  work: (events: readonly string[], key: string) => Value,
): (events: readonly string[], key: string) => Value {
  const kept = new WeakMap<readonly string[], Map<string, Value>>();
  return (events, key) => {
    const ofEvents = kept.get(events) ?? new Map<string, Value>();
    kept.set(events, ofEvents);
    const known = ofEvents.get(key);
    if (known !== undefined) return known;
    const value = work(events, key);
    ofEvents.set(key, value);
    return value;
  };
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
  return lookUpOnce(events, JSON.stringify(keys));
}

/** The texts that each of some events may have at a path of keys, for those that have some of their own. */
export function textsOfEach(
  events: readonly string[],
  keys: readonly string[],
): readonly (readonly string[])[] {
  return textsOnce(events, JSON.stringify(keys));
}

const textsOnce = keptByEvents((events, key) =>
  events.flatMap((event) => {
    const found = search([event], JSON.parse(key) as string[]);
    return isMissing(found) || found.texts === undefined ? [] : [found.texts];
  }),
);

const lookUpOnce = keptByEvents((events, key) => search(events, JSON.parse(key) as string[]));

function search(events: readonly string[], keys: readonly string[]): Found | Missing {
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
