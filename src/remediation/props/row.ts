import { type Finding, finding, lacksField, unknownFields } from '../../validation';
import { type Fits, isBoolean, isName, isObject } from '../checks/values';

/** What a value may be. */
export interface Check {
  /** In words, for the messages and for the reference. */
  readonly allowed: string;
  /**
   * What is wrong with a value that is given, whatever the types let through.
   *
   * @param path that of the construct
   * @param name that of the prop: `props.github.token`
   */
  readonly find: (path: string, name: string, value: unknown) => Finding[];
  /** The fields of an object, by name; none of what is no object. */
  readonly rows?: Table;
}

/** A row of a table of props: what a prop may be, and what holds when it is left out. */
export interface Row<Given, Settled = Given> extends Check {
  /** Whether it may not be left out; it may when this is left out. */
  readonly isNeeded?: boolean;
  /** What holds: what is given, or else the default. */
  readonly settle: (given: Given | undefined) => Settled;
}

/** A row for each prop: TypeScript refuses one without. */
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

/** A field that its object has to have. */
export function needed<T>(check: Check): Row<T> {
  return { ...check, isNeeded: true, settle: (given) => given as T };
}

/**
 * An object of props. Each has its own default when it is left out, or when the whole object is.
 *
 * @param also what else is wrong with the object, whatever is wrong with its fields
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

/** The same group, or false for none of it. */
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

/** A value that fits. */
export function value(fits: Fits, allowed: string): Check {
  return {
    allowed,
    find: (path, name, given) => (fits(given) ? [] : notAllowed(path, name, given, allowed)),
  };
}

/** The name of most objects that the loop names. */
export const DNS_LABEL = value(isName(63), 'a DNS label: a-z, 0-9 and - inside, at most 63 characters');

export const YES_OR_NO = value(isBoolean, 'true or false');

/**
 * A list.
 *
 * @param once what must differ from item to item, and how to say so; any item may come again when left out
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

/** What holds of all props of a table; one that has neither a value nor a default is left out. */
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
