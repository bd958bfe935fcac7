import { isSlot, parameterSource, type TemplatedJson } from '../../argo-events/references/slot';
import { type Cel, cel } from './cel';

// Conditions are made from the very templates that the triggers use, so that the two cannot drift apart.

/** What the values that come from an event have to be, by their dataKey. */
export type Meanings = Readonly<Record<string, Cel>>;

/**
 * The value that a trigger makes of a template, as CEL.
 *
 * @throws Error for a value from the event of which nothing is known
 */
export function expected(template: TemplatedJson, meanings: Meanings): Cel {
  if (isSlot(template)) {
    const { dataKey = '' } = parameterSource(template);
    const meaning = meanings[dataKey];
    if (!meaning) throw new Error(`No guard rail knows the value "${dataKey}" of an event`);
    return meaning;
  }
  if (Array.isArray(template)) {
    return join(
      '[',
      template.map((item) => mixed(template, expected(item, meanings))),
      ']',
    );
  }
  if (typeof template === 'object' && template !== null) {
    const members = membersOf(template);
    const values = members.map(([, member]) => member);
    return join(
      '{',
      members.map(([key, member]) => cel`${key}: ${mixed(values, expected(member, meanings))}`),
      '}',
    );
  }
  return cel`${template as string | number | boolean}`;
}

/** The condition that an optional value is there, and is what a trigger makes of a template. */
export function is(value: Cel, template: TemplatedJson, meanings: Meanings): Cel {
  return cel`${value} == optional.of(${expected(template, meanings)})`;
}

/**
 * The value at that place of an object: an optional value. Not of an optional object, of which the API server's CEL
 * finds no member when it is a variable.
 */
export function at(object: Cel, ...path: readonly (string | number)[]): Cel {
  return path.reduce<Cel>((value, step) => cel`${value}[?${step}]`, object);
}

/** The members of an object that has some from others too. */
export interface Shared {
  /** The variable that the object becomes. */
  readonly name: string;
  /** The members that others may put in. */
  readonly others: readonly string[] | 'any';
}

/** A template as variables, a condition for each value, and one for each object that it has no more members. */
export interface Judged {
  readonly variables: Readonly<Record<string, Cel>>;
  readonly values: readonly Cel[];
  readonly closed: readonly Cel[];
}

/**
 * How to tell that an object is what a trigger makes of a template, and nothing more. An object of which nothing is
 * said in `shared` has to be equal to the template's.
 *
 * @param object an optional value
 * @param shared by the path in the template, joined by dots; all objects around a shared one have to be shared
 */
export function judge(
  template: TemplatedJson,
  object: Cel,
  meanings: Meanings,
  shared: Readonly<Record<string, Shared>>,
  path = '',
): Judged {
  const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  const known = shared[path];
  if (Array.isArray(template) && below(0) in shared) {
    const parts = template.map((item, index) =>
      judge(item, at(object, index), meanings, shared, below(index)),
    );
    return together(parts, { values: [cel`size(${object}.orValue([])) == ${template.length}`] });
  }
  if (!known) return { variables: {}, values: [is(object, template, meanings)], closed: [] };
  const members = membersOf(template);
  const variable = cel`${{ cel: `variables.${known.name}` }}`;
  return together(
    members.map(([key, member]) => judge(member, at(variable, key), meanings, shared, below(key))),
    {
      variables: { [known.name]: cel`${object}.orValue({})` },
      closed:
        known.others === 'any' ? [] : [hasOnly(variable, [...members.map(([key]) => key), ...known.others])],
    },
  );
}

/** The condition that an object has no members but these. */
export function hasOnly(object: Cel, members: readonly string[]): Cel {
  return cel`${object}.all(key, key in ${members})`;
}

function together(parts: readonly Judged[], own: Partial<Judged>): Judged {
  return {
    variables: Object.assign({}, own.variables, ...parts.map((part) => part.variables)),
    values: [...(own.values ?? []), ...parts.flatMap((part) => part.values)],
    closed: [...(own.closed ?? []), ...parts.flatMap((part) => part.closed)],
  };
}

function membersOf(template: TemplatedJson): [string, TemplatedJson][] {
  return Object.entries(template as Readonly<Record<string, TemplatedJson>>).filter(
    ([, member]) => member !== undefined,
  );
}

// The values of a literal have to be of one type, or of none that is known.
function mixed(siblings: readonly TemplatedJson[], value: Cel): Cel {
  return siblings.every((sibling) => typeof sibling === 'string' || isSlot(sibling))
    ? value
    : cel`dyn(${value})`;
}

function join(open: string, items: readonly Cel[], close: string): Cel {
  return { cel: `${open}${items.map((item) => item.cel).join(', ')}${close}` };
}
