import { isSlot, type JsonWithSlots, parameterSource } from '../../argo-events/references/slot';
import { isObject, type Members } from '../members';
import { type Cel, type CelValue, cel } from './cel';

// Conditions are generated from the resources of the triggers, so the two are always consistent.

/** What each value that comes from an event has to be, by its dataKey. */
export type EventValues = Readonly<Record<string, Cel>>;

/**
 * The value that a trigger makes of a value with slots, as CEL.
 *
 * @throws Error for a value from the event that `meanings` does not have
 */
export function valueToCel(value: JsonWithSlots, meanings: EventValues): Cel {
  if (isSlot(value)) {
    const { dataKey = '' } = parameterSource(value);
    const meaning = meanings[dataKey];
    if (!meaning) throw new Error(`No policy knows the value "${dataKey}" of an event`);
    return meaning;
  }
  if (Array.isArray(value)) {
    return joinCel(
      '[',
      value.map((item) => dynUnlessTexts(value, valueToCel(item, meanings))),
      ']',
    );
  }
  if (isObject(value)) {
    const members = entriesOf(value);
    const values = members.map(([, member]) => member);
    return joinCel(
      '{',
      members.map(([key, member]) => cel`${key}: ${dynUnlessTexts(values, valueToCel(member, meanings))}`),
      '}',
    );
  }
  return cel`${value as string | number | boolean}`;
}

/** The condition that an optional value is there, and is what a trigger makes of a value. */
export function equalsValue(actual: Cel, expected: JsonWithSlots, meanings: EventValues): Cel {
  return cel`${actual} == optional.of(${valueToCel(expected, meanings)})`;
}

/**
 * The value at that path of an object: an optional value. The object must not be a variable with an optional value,
 * because the API server's CEL finds no member in such a variable.
 */
export function optionalAt(object: Cel, ...path: readonly (string | number)[]): Cel {
  return path.reduce<Cel>((value, step) => cel`${value}[?${step}]`, object);
}

/** What may be added to an object of a resource. Without an entry, nothing may be added: see {@link conditionsFor}. */
export interface AllowedMembers {
  /** A variable for the object, which makes the rules easier to read; none when left out. */
  readonly name?: string;
  /** Members that are refused unless the resource has them. Any other member is allowed. */
  readonly refused?: readonly string[];
  /** Members that may have only this value, unless the resource has them. The value means the same as no value. */
  readonly only?: Readonly<Record<string, CelValue>>;
  /** The only members that may be added to those of the resource. Without this list, `refused` and `only` decide. */
  readonly others?: readonly string[];
  /** Whether the object is not checked at all. */
  readonly open?: boolean;
}

/** A resource as variables, a condition for each value, and conditions for what is added to it. */
export interface ResourceConditions {
  readonly variables: Readonly<Record<string, Cel>>;
  readonly values: readonly Cel[];
  readonly additions: readonly Cel[];
}

/**
 * The conditions that an object is what a trigger makes of a resource. Every value of the resource has to be there.
 * `known` says what may be added. An object that is not in `known` may have only the members of the resource.
 *
 * @param object an optional value
 * @param known by the path in the resource, joined by dots, with `*` for any place in a list
 */
export function conditionsFor(
  resource: JsonWithSlots,
  object: Cel,
  meanings: EventValues,
  known: Readonly<Record<string, AllowedMembers>>,
  path = '',
): ResourceConditions {
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  const { name, refused, only, others, open } = known[path] ?? { others: [] };
  if (open === true) return { variables: {}, values: [], additions: [] };
  if (Array.isArray(resource) && resource.every(isObject)) {
    const parts = resource.map((item, index) =>
      conditionsFor(item, optionalAt(object, index), meanings, known, below('*')),
    );
    return mergeConditions(parts, { values: [cel`size(${object}.orValue([])) == ${resource.length}`] });
  }
  if (!isObject(resource))
    return { variables: {}, values: [equalsValue(object, resource, meanings)], additions: [] };
  const members = entriesOf(resource).filter(([, member]) => !isEmpty(member));
  const unlessThere = (member: string) => !members.some(([key]) => key === member);
  const whole = name === undefined ? cel`${object}.orValue({})` : cel`${{ cel: `variables.${name}` }}`;
  const inside = name === undefined ? object : whole;
  const without = (refused ?? []).filter(unlessThere);
  return mergeConditions(
    members.map(([key, member]) =>
      conditionsFor(member, optionalAt(inside, key), meanings, known, below(key)),
    ),
    {
      variables: name === undefined ? {} : { [name]: cel`${object}.orValue({})` },
      values: members.length === 0 && known[path] === undefined ? [cel`${object}.hasValue()`] : [],
      additions: [
        ...(others === undefined ? [] : [hasOnlyKeys(whole, [...members.map(([key]) => key), ...others])]),
        ...(without.length === 0 ? [] : [hasNoneOfKeys(whole, without)]),
        ...Object.entries(only ?? {})
          .filter(([key]) => unlessThere(key))
          .map(([key, value]) => cel`${optionalAt(inside, key)}.orValue(${value}) == ${value}`),
      ],
    },
  );
}

/** The condition that an object has no members but these. */
export function hasOnlyKeys(object: Cel, members: readonly string[]): Cel {
  return cel`${object}.all(key, key in ${members})`;
}

/** The condition that an object has none of these members. */
function hasNoneOfKeys(object: Cel, members: readonly string[]): Cel {
  return cel`!${object}.exists(key, key in ${members})`;
}

function mergeConditions(
  parts: readonly ResourceConditions[],
  own: Partial<ResourceConditions>,
): ResourceConditions {
  return {
    variables: Object.assign({}, own.variables, ...parts.map((part) => part.variables)),
    values: [...(own.values ?? []), ...parts.flatMap((part) => part.values)],
    additions: [...(own.additions ?? []), ...parts.flatMap((part) => part.additions)],
  };
}

// The API server drops an empty list, and an empty text.
function isEmpty(value: JsonWithSlots): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function entriesOf(resource: Members): [string, JsonWithSlots][] {
  return Object.entries(resource).filter(([, member]) => member !== undefined);
}

// CEL refuses a list or map literal whose values have several types, unless each of them is dyn.
function dynUnlessTexts(siblings: readonly JsonWithSlots[], value: Cel): Cel {
  return siblings.every((sibling) => typeof sibling === 'string' || isSlot(sibling))
    ? value
    : cel`dyn(${value})`;
}

function joinCel(open: string, items: readonly Cel[], close: string): Cel {
  return { cel: `${open}${items.map((item) => item.cel).join(', ')}${close}` };
}
