import type { Finding } from '../../findings/finding';
import {
  finding,
  isMisspelled,
  type PropPlace,
  unknownProps,
  within,
  wrongProp,
} from '../../findings/refuse';
import { describe } from '../../findings/words';
import { type Fits, isBoolean, isName, isObject } from '../checks/values';

/** What a value may be. */
export interface Check {
  /** In words, for the messages and for the reference. */
  readonly expected: string;
  /**
   * What is wrong with a given value. It can be of any type, because JavaScript and casts get past the types.
   *
   * @param place the construct, and the path of the prop
   */
  readonly find: (place: PropPlace, value: unknown) => Finding[];
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
  const expected = `an object of ${Object.keys(table).join(', ')}`;
  return {
    expected,
    rows: table,
    find: (place, value) =>
      isObject(value)
        ? [...findIn(table, place, value), ...also(place, value)]
        : [wrongProp(place, value, expected)],
    settle: (given) => settleAll(table, given ?? {}) as Settled,
  };
}

/** The same group, or `false` for none of it. `test/props.ts` needs a value for each of the two. */
export function orFalse<Props, Settled>(row: Row<Props, Settled>): Row<Props | false, Settled | false> {
  const expected = `${row.expected}, or false`;
  return {
    ...row,
    expected,
    find: (place, value) => {
      if (value === false) return [];
      return isObject(value) ? row.find(place, value) : [wrongProp(place, value, expected)];
    },
    settle: (given) => given !== false && row.settle(given),
  };
}

/** The same group, or none of it when it is left out. */
export function orNone<Props, Settled>(row: Row<Props, Settled>): Row<Props, Settled | undefined> {
  return { ...row, settle: (given) => (given === undefined ? undefined : row.settle(given)) };
}

/** A check by a function. */
export function value(fits: Fits, expected: string): Check {
  return {
    expected,
    find: (place, given) => (fits(given) ? [] : [wrongProp(place, given, expected)]),
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
  list: { readonly fits: Fits; readonly expected: string },
  once?: { readonly of: (item: unknown) => unknown; readonly expected: string },
): Check {
  return {
    expected: list.expected,
    find: (place, given) => {
      if (!list.fits(given)) return [wrongProp(place, given, list.expected)];
      const items = given as readonly unknown[];
      return [...items.entries()].flatMap(([index, one]) => {
        const where = within(place, index);
        const findings = item.find(where, one);
        if (findings.length > 0 || once === undefined) return findings;
        const isAgain = items.slice(0, index).some((other) => once.of(other) === once.of(one));
        if (!isAgain) return [];
        const message = `${describe(once.of(one))} is in the list already`;
        return [finding('props', message, { ...where, value: one, help: `expected ${once.expected}` })];
      });
    },
  };
}

/** Everything that is wrong with an object of a table's props. */
export function findIn(table: Table, place: PropPlace, value: object): Finding[] {
  const given = value as Readonly<Record<string, unknown>>;
  return [
    ...unknownProps(place, given, Object.keys(table)),
    ...Object.entries(table).flatMap(([field, row]) => {
      const where = within(place, field);
      if (given[field] !== undefined) return row.find(where, given[field]);
      const isMissing = row.isNeeded === true && !isMisspelled(field, given, Object.keys(table));
      return isMissing ? [wrongProp(where, undefined, row.expected)] : [];
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
