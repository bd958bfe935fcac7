import type { Payloads } from './read';
import { merge, type Shape } from './shape';

/** A shape in the table; `fields` and `item` are places in its list. */
interface Row {
  text?: readonly string[] | true;
  number?: true;
  boolean?: true;
  fields?: Readonly<Record<string, number>>;
  item?: number;
  open?: true;
}

/** The payloads as a list in which each shape stands once, and the place of the payload of each event in it. */
export function tableOf(payloads: Payloads): { events: Record<string, number>; rows: Row[] } {
  const places = new Map<string, number>();
  const rows: Row[] = [];
  const place = (shape: Shape): number => {
    const row = rowOf(shape, place);
    const key = JSON.stringify(row);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, rows.length);
    return rows.push(row) - 1;
  };
  shareCommonParts(payloads);
  const events = [...payloads]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, shape]) => [name, place(shape)] as const);
  return { events: Object.fromEntries(events), rows };
}

// What nearly every payload has. The document describes it in several ways, of which the payloads of one event have one or more.
const COMMON = ['repository', 'sender', 'organization', 'installation', 'enterprise'];

function shareCommonParts(payloads: Payloads): void {
  for (const key of COMMON) {
    const all = [...payloads.values()].flatMap(({ fields }) => fields?.get(key) ?? []).reduce(merge, {});
    for (const { fields } of payloads.values()) if (fields?.has(key)) fields.set(key, all);
  }
}

function rowOf(shape: Shape, place: (shape: Shape) => number): Row {
  const { text, number, boolean, fields, item, open } = shape;
  const isOpen = open || (fields !== undefined && fields.size === 0);
  return {
    ...(text && { text: text === 'any' ? true : [...text].sort() }),
    ...(number && { number }),
    ...(boolean && { boolean }),
    ...(fields &&
      fields.size > 0 && {
        fields: Object.fromEntries(
          [...fields].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, place(inner)]),
        ),
      }),
    ...(item && { item: place(item) }),
    ...(isOpen && { open: true as const }),
  };
}
