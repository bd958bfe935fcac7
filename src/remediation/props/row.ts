import { type Finding, finding, lacksField, unknownFields } from '../../validation';
import { type Fits, isBoolean, isName, isObject } from '../checks/values';

/** What a value may be. */
export interface Check {
  /** In words, for the messages and for the reference. */
  readonly allowed: string;
  /**
   * What is wrong with a given value. It can be of any type, because JavaScript and casts get past the types.
   *
   * @param path the path of the construct
   * @param name the name of the prop: `props.github.token`
   */
  readonly find: (path: string, name: string, value: unknown) => Finding[];
  /** If the value is an object: a row for each of its fields, by name. */
  readonly rows?: Table;
}

/** A row of a table of props: which values a prop may have, and its default. A *settled* value is the given one, or the default. */
export interface Row<Given, Settled = Given> extends Check {
  /** Whether the field is required. Optional when undefined. */
  readonly isNeeded?: boolean;
  /** Returns the given value, or else the default. */
  readonly settle: (given: Given | undefined) => Settled;
}

/** A row for each prop. TypeScript refuses a table in which a row is missing. */
export type Rows<Props, Settled = Readonly<Record<keyof Props, unknown>>> = {
  readonly [Name in keyof Props & string]: Row<
    Exclude<Props[Name], undefined>,
    Settled[Name & keyof Settled]
  >;
};

/** Rows of any props, by name. */
export type Table = Readonly<Record<string, Row<never, unknown>>>;

/** A prop with a default. */
export function prop<T>(value: T, check: Check): Row<T> {
  return { ...check, settle: (given) => given ?? value };
}

/** A prop without a default. */
export function optional<T>(check: Check): Row<T, T | undefined> {
  return { ...check, settle: (given) => given };
}

/** A required field. */
export function needed<T>(check: Check): Row<T> {
  return { ...check, isNeeded: true, settle: (given) => given as T };
}

/**
 * An object of props. A field that is left out gets its own default, also when the whole object is left out.
 *
 * @param also further findings about the object. It is called even if fields are wrong
 */
export function group<Props, Settled = Required<Props>>(
  rows: Rows<Props, Settled>,
  also: Check['find'] = () => [],
): Row<Props, Settled> {
  const table = rows as Table;
  const allowed = `an object of ${Object.keys(table).join(', ')}`;
  return {
    allowed,
    rows: table,
    find: (path, name, value) =>
      isObject(value)
        ? [...findIn(table, path, name, value), ...also(path, name, value)]
        : notAllowed(path, name, value, allowed),
    settle: (given) => settleAll(table, given ?? {}) as Settled,
  };
}

/** The same group, or `false` for none of it. `test/props.ts` needs a value for each of the two. */
export function orFalse<Props, Settled>(row: Row<Props, Settled>): Row<Props | false, Settled | false> {
  const allowed = `${row.allowed}, or false`;
  return {
    ...row,
    allowed,
    find: (path, name, value) => {
      if (value === false) return [];
      return isObject(value) ? row.find(path, name, value) : notAllowed(path, name, value, allowed);
    },
    settle: (given) => given !== false && row.settle(given),
  };
}

/** A check by a function. */
export function value(fits: Fits, allowed: string): Check {
  return {
    allowed,
    find: (path, name, given) => (fits(given) ? [] : notAllowed(path, name, given, allowed)),
  };
}

/** What most names of objects may be. */
export const DNS_LABEL = value(isName(63), 'a DNS label: a-z, 0-9 and - inside, at most 63 characters');

export const YES_OR_NO = value(isBoolean, 'true or false');

/**
 * A list.
 *
 * @param once what must differ between any two items, and the words for it. Items may be equal when this is left out
 */
export function listOf(
  item: Check,
  list: { readonly fits: Fits; readonly allowed: string },
  once?: { readonly of: (item: unknown) => unknown; readonly allowed: string },
): Check {
  return {
    allowed: list.allowed,
    find: (path, name, given) => {
      if (!list.fits(given)) return notAllowed(path, name, given, list.allowed);
      const items = given as readonly unknown[];
      return [...items.entries()].flatMap(([index, one]) => {
        const where = `${name}.${index}`;
        const findings = item.find(path, where, one);
        if (findings.length > 0 || once === undefined) return findings;
        const isAgain = items.slice(0, index).some((other) => once.of(other) === once.of(one));
        return isAgain ? [finding(path, `${where} is in the list already`, one, once.allowed)] : [];
      });
    },
  };
}

/** Everything that is wrong with an object of a table's props. */
export function findIn(table: Table, path: string, name: string, value: object): Finding[] {
  const given = value as Readonly<Record<string, unknown>>;
  return [
    ...unknownFields(path, name, given, Object.keys(table)),
    ...Object.entries(table).flatMap(([field, row]) => {
      if (given[field] !== undefined) return row.find(path, `${name}.${field}`, given[field]);
      return row.isNeeded ? [lacksField(path, name, field)] : [];
    }),
  ];
}

/** The settled values of a table. A prop that has neither a value nor a default is left out. */
export function settleAll(table: Table, props: object): object {
  const given = props as Readonly<Record<string, never>>;
  return Object.fromEntries(
    Object.entries(table)
      .map(([name, row]) => [name, row.settle(given[name])] as const)
      .filter(([, settled]) => settled !== undefined),
  );
}

function notAllowed(path: string, name: string, value: unknown, allowed: string): Finding[] {
  return [finding(path, `${name} is not allowed`, value, allowed)];
}
