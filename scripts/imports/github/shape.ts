/** What may be at a place of a payload: any of the forms that it has here. */
export interface Shape {
  /** The texts, or `any`. */
  text?: Set<string> | 'any';
  number?: true;
  boolean?: true;
  /** An object, and what its keys hold. */
  fields?: Map<string, Shape>;
  /** A list, and what its items are. */
  item?: Shape;
  /** Nothing is said of what may be here. */
  open?: true;
}

/** Adds the forms of another shape. */
export function merge(into: Shape, other: Shape): Shape {
  if (other.text !== undefined)
    into.text =
      other.text === 'any' || into.text === 'any' ? 'any' : new Set([...(into.text ?? []), ...other.text]);
  if (other.number) into.number = true;
  if (other.boolean) into.boolean = true;
  if (other.open) into.open = true;
  if (other.item) into.item = merge(into.item ?? {}, other.item);
  if (other.fields) {
    into.fields ??= new Map();
    for (const [key, value] of other.fields) into.fields.set(key, merge(into.fields.get(key) ?? {}, value));
  }
  return into;
}

/**
 * Adds what a value has that GitHub has sent. A list of texts grows by its own: what the document lists is not any text
 * because one is missing there.
 */
export function learn(into: Shape, value: unknown): Shape {
  if (typeof value === 'string') {
    if (into.text instanceof Set) into.text.add(value);
    else into.text = 'any';
  } else if (typeof value === 'number') into.number = true;
  else if (typeof value === 'boolean') into.boolean = true;
  else if (Array.isArray(value)) {
    into.item ??= {};
    for (const item of value) learn(into.item, item);
  } else if (typeof value === 'object' && value !== null) {
    into.fields ??= new Map();
    for (const [key, inner] of Object.entries(value))
      into.fields.set(key, learn(into.fields.get(key) ?? {}, inner));
  }
  return into;
}
