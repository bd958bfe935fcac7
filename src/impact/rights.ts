import { joinAnd, quote } from '../findings/words';
import { nameOf, namespaceOf } from '../lint/objects';
import { asList, asObject, asString, valueAt } from '../lint/plain';
import type { ObjectSet, PlainObject } from '../lint/rule';
import { objectName } from './object-name';
import type { Statement } from './report';
import { idOf, pairsOf, type Tree } from './tree';

/** Which account may do what, and may not do any more. */
export function rightStatements(before: Tree, after: Tree): Statement[] {
  const [was, is] = [rightsIn(before.set), rightsIn(after.set)];
  const gained = difference(is, was).map((right) => statement(right, 'may now'));
  const lost = difference(was, is).map((right) => statement(right, 'may no longer', stays(right, after)));
  return [...gained, ...lost, ...otherRoles(before, after)];
}

/** What an account may do with some resources in a namespace, by which binding. */
interface Right {
  readonly account: string;
  readonly place: string;
  readonly what: string;
  readonly verb: string;
  /** What else would allow it: the same with stars, or without names. */
  readonly covers: readonly string[];
  readonly binding: PlainObject;
}

const EVERYWHERE = 'in all namespaces';
type Grant = Pick<Right, 'what' | 'verb' | 'covers'>;

const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];

/** The rights that the bindings give, by what tells them apart. */
function rightsIn(set: ObjectSet): ReadonlyMap<string, Right> {
  const rights = new Map<string, Right>();
  for (const binding of BINDINGS.flatMap((kind) => set.ofKind(kind))) {
    const place =
      binding['kind'] === 'ClusterRoleBinding' ? EVERYWHERE : `in namespace ${quote(namespaceOf(binding))}`;
    for (const subject of asList(binding['subjects']).map(asObject)) {
      for (const grant of grantsOf(set, binding)) {
        const { what, verb } = grant;
        const right = { account: subjectText(subject, binding), place, ...grant, binding };
        rights.set(JSON.stringify([right.account, place, what, verb]), right);
      }
    }
  }
  return rights;
}

function subjectText(subject: PlainObject, binding: PlainObject): string {
  const kind = asString(subject['kind']) ?? '';
  const name = quote(asString(subject['name']) ?? '');
  if (kind !== 'ServiceAccount') return `${kind === 'Group' ? 'group' : 'user'} ${name}`;
  return `account ${name} of namespace ${quote(asString(subject['namespace']) || namespaceOf(binding))}`;
}

/** What the role of a binding allows. A role that is not among the objects is a right by its name. */
function grantsOf(set: ObjectSet, binding: PlainObject): Grant[] {
  const kind = asString(valueAt(binding, 'roleRef', 'kind')) ?? '';
  const name = asString(valueAt(binding, 'roleRef', 'name')) ?? '';
  const roles =
    kind === 'Role'
      ? set.ofKind(kind, { namespace: namespaceOf(binding), name })
      : set.ofKind(kind, { name });
  if (roles.length === 0) return [{ what: `what ${kind} ${quote(name)} allows`, verb: 'do', covers: [] }];
  return roles.flatMap((role) => asList(role['rules']).map(asObject).flatMap(grantsOfRule));
}

function grantsOfRule(rule: PlainObject): Grant[] {
  const texts = (field: string) => asList(rule[field]).map(String);
  const names = texts('resourceNames');
  const named = names.length === 0 ? '' : ` ${joinAnd(names)}`;
  const text = (group: string, resource: string, of: string) =>
    `${quote(group === '' ? resource : `${resource}.${group}`)}${of}`;
  const resources = texts('apiGroups').flatMap((group) =>
    texts('resources').map((resource) => ({
      what: text(group, resource, named),
      covers: [group, '*'].flatMap((g) =>
        [resource, '*'].flatMap((r) => [named, ''].map((n) => text(g, r, n))),
      ),
    })),
  );
  const urls = texts('nonResourceURLs').map((url) => ({
    what: quote(url),
    covers: [quote(url), quote('*')],
  }));
  return texts('verbs').flatMap((verb) => [...resources, ...urls].map((one) => ({ ...one, verb })));
}

/** The rights that only the first has: those of an account by one binding together. */
function difference(one: ReadonlyMap<string, Right>, other: ReadonlyMap<string, Right>): Right[][] {
  const groups = new Map<string, Right[]>();
  for (const [key, right] of one) {
    if (other.has(key) || isCovered(right, other)) continue;
    const group = JSON.stringify([right.account, idOf(right.binding)]);
    groups.set(group, [...(groups.get(group) ?? []), right]);
  }
  return [...groups.values()];
}

function isCovered(
  { account, place, what, verb, covers }: Right,
  rights: ReadonlyMap<string, Right>,
): boolean {
  return [place, EVERYWHERE].some((where) =>
    [what, ...covers].some((one) =>
      [verb, '*'].some((may) => rights.has(JSON.stringify([account, where, one, may]))),
    ),
  );
}

function statement(rights: readonly Right[], may: string, note = ''): Statement {
  const [{ account, place, binding }] = rights as [Right, ...Right[]];
  const things = [...new Set(rights.map(({ what }) => what))];
  const texts = things.map((thing) => {
    const verbs = rights.filter(({ what }) => what === thing).map(({ verb }) => verb);
    return verbs.includes('*') ? `do everything with ${thing}` : `${verbs.join(', ')} ${thing}`;
  });
  return {
    about: 'rights',
    effect: 'note',
    objects: [objectName(binding)],
    message: `${place}, ${account} ${may} ${texts.join('; ')}${note}`,
    reason: 'The rules of the role and the subjects of the binding, before and after.',
  };
}

/** kubectl apply leaves a binding that is not rendered any more. */
function stays(rights: readonly Right[], after: Tree): string {
  const binding = rights[0]?.binding;
  return binding !== undefined && !after.byId.has(idOf(binding)) ? '. With kubectl apply it keeps that' : '';
}

/** A binding to another role, which the API server refuses. */
function otherRoles(before: Tree, after: Tree): Statement[] {
  return BINDINGS.flatMap((kind) => pairsOf(before, after, kind)).flatMap((pair) => {
    const [was, is] = [pair.before, pair.after].map((binding) => {
      const { kind, name } = asObject(binding['roleRef']);
      return `${String(kind)} ${quote(String(name))}`;
    });
    if (was === is) return [];
    return [
      {
        about: 'rights',
        effect: 'note',
        objects: [objectName(pair.after)],
        message: `it is for ${is}, and was for ${was}; the API server refuses that`,
        reason: 'The field "roleRef" of a binding cannot be changed.',
        help: `delete ${asString(pair.after['kind'])} ${quote(nameOf(pair.after))} before the deploy`,
      } satisfies Statement,
    ];
  });
}
