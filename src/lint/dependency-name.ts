// The words of the expression language that the engine reads conditions with (antonmedv/expr): operators, literals
// and functions. A dependency of that name is never found.
const WORDS = new Set(
  (
    'abs all and any ceil concat contains count date duration endsWith false filter find findIndex findLast ' +
    'findLastIndex first float floor fromBase64 fromJSON fromPairs get groupBy hasPrefix hasSuffix in indexOf int ' +
    'join keys last lastIndexOf len let lower map matches max mean median min nil none not now one or reduce repeat ' +
    'replace round sort sortBy split splitAfter startsWith string sum take toBase64 toJSON toPairs trim trimPrefix ' +
    'trimSuffix true type upper values'
  ).split(' '),
);

/** What a dependency may be called: a name that conditions can use. */
export const DEPENDENCY_NAME =
  'letters, digits, - and _, no digit first, and no word of the expression language';

/**
 * Whether conditions can use the name: the engine takes it for an identifier, dashes for underscores
 * (getDependencyExpression in pkg/sensors/listener.go). With another name its triggers never start.
 */
export function isDependencyName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !WORDS.has(name);
}

/** The name as conditions see it: two dependencies whose names differ in dash and underscore only are one. */
export function nameInConditions(name: string): string {
  return name.replaceAll('-', '_');
}
