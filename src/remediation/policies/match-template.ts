import { isSlot, parameterSource, type TemplatedJson } from '../../argo-events/references/slot';
import { isObject, type Members } from '../templated';
import { type Cel, type CelValue, cel } from './cel';

// Conditions are generated from the templates that the triggers use, so the two are always consistent.

/** What each value that comes from an event has to be, by its dataKey. */
export type EventValues = Readonly<Record<string, Cel>>;

/**
 * The value that a trigger makes of a template, as CEL.
 *
 * @throws Error for a value from the event that `meanings` does not have
 */
export function templateToCel(template: TemplatedJson, meanings: EventValues): Cel {
  if (isSlot(template)) {
    const { dataKey = '' } = parameterSource(template);
    const meaning = meanings[dataKey];
    if (!meaning) throw new Error(`No policy knows the value "${dataKey}" of an event`);
    return meaning;
  }
  if (Array.isArray(template)) {
    return joinCel(
      '[',
      template.map((item) => dynUnlessTexts(template, templateToCel(item, meanings))),
      ']',
    );
  }
  if (isObject(template)) {
    const members = entriesOf(template);
    const values = members.map(([, member]) => member);
    return joinCel(
      '{',
      members.map(([key, member]) => cel`${key}: ${dynUnlessTexts(values, templateToCel(member, meanings))}`),
      '}',
    );
  }
  return cel`${template as string | number | boolean}`;
}

/** The condition that an optional value is there, and is what a trigger makes of a template. */
export function equalsTemplate(value: Cel, template: TemplatedJson, meanings: EventValues): Cel {
  return cel`${value} == optional.of(${templateToCel(template, meanings)})`;
}

/**
 * The value at that path of an object: an optional value. The object must not be a variable with an optional value,
 * because the API server's CEL finds no member in such a variable.
 */
export function optionalAt(object: Cel, ...path: readonly (string | number)[]): Cel {
  return path.reduce<Cel>((value, step) => cel`${value}[?${step}]`, object);
}

/** What may be added to an object of a template. Without an entry, nothing may be added: see {@link conditionsFor}. */
export interface AllowedMembers {
  /** A variable for the object, which makes the rules easier to read; none when left out. */
  readonly name?: string;
  /** Members that are refused unless the template has them. Any other member is allowed. */
  readonly refused?: readonly string[];
  /** Members that may have only this value, unless the template has them. The value means the same as no value. */
  readonly only?: Readonly<Record<string, CelValue>>;
  /** The only members that may be added to those of the template. Without this list, `refused` and `only` decide. */
  readonly others?: readonly string[];
  /** Whether the object is not checked at all. */
  readonly open?: boolean;
}

/** A template as variables, a condition for each value, and conditions for what is added to it. */
export interface TemplateConditions {
  readonly variables: Readonly<Record<string, Cel>>;
  readonly values: readonly Cel[];
  readonly additions: readonly Cel[];
}

/**
 * The conditions that an object is what a trigger makes of a template. Every value of the template has to be there.
 * `known` says what may be added. An object that is not in `known` may have only the members of the template.
 *
 * @param object an optional value
 * @param known by the path in the template, joined by dots, with `*` for any place in a list
 */
export function conditionsFor(
  template: TemplatedJson,
  object: Cel,
  meanings: EventValues,
  known: Readonly<Record<string, AllowedMembers>>,
  path = '',
): TemplateConditions {
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  const { name, refused, only, others, open } = known[path] ?? { others: [] };
  if (open === true) return { variables: {}, values: [], additions: [] };
  if (Array.isArray(template) && template.every(isObject)) {
    const parts = template.map((item, index) =>
      conditionsFor(item, optionalAt(object, index), meanings, known, below('*')),
    );
    return mergeConditions(parts, { values: [cel`size(${object}.orValue([])) == ${template.length}`] });
  }
  if (!isObject(template))
    return { variables: {}, values: [equalsTemplate(object, template, meanings)], additions: [] };
  const members = entriesOf(template).filter(([, member]) => !isEmpty(member));
  const unlessTemplate = (member: string) => !members.some(([key]) => key === member);
  const whole = name === undefined ? cel`${object}.orValue({})` : cel`${{ cel: `variables.${name}` }}`;
  const inside = name === undefined ? object : whole;
  const without = (refused ?? []).filter(unlessTemplate);
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
          .filter(([key]) => unlessTemplate(key))
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
  parts: readonly TemplateConditions[],
  own: Partial<TemplateConditions>,
): TemplateConditions {
  return {
    variables: Object.assign({}, own.variables, ...parts.map((part) => part.variables)),
    values: [...(own.values ?? []), ...parts.flatMap((part) => part.values)],
    additions: [...(own.additions ?? []), ...parts.flatMap((part) => part.additions)],
  };
}

// The API server drops an empty list, and an empty text.
function isEmpty(value: TemplatedJson): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function entriesOf(template: Members): [string, TemplatedJson][] {
  return Object.entries(template).filter(([, member]) => member !== undefined);
}

// CEL refuses a list or map literal whose values have several types, unless each of them is dyn.
function dynUnlessTexts(siblings: readonly TemplatedJson[], value: Cel): Cel {
  return siblings.every((sibling) => typeof sibling === 'string' || isSlot(sibling))
    ? value
    : cel`dyn(${value})`;
}

function joinCel(open: string, items: readonly Cel[], close: string): Cel {
  return { cel: `${open}${items.map((item) => item.cel).join(', ')}${close}` };
}
