import type { FieldPath } from '../findings/finding';
import { fieldComparisons } from './expressions';
import { asString, type Part } from './plain';
import { dataFilters, stringsIn } from './sensor';

/** Patterns of which a filter asks that the text at a path matches one. */
export interface AskedPatterns {
  /** The path into the data of the event. */
  readonly path: string;
  readonly patterns: readonly { readonly place: FieldPath; readonly text: string }[];
  /** Whether an event passes whose text they do not match. */
  readonly isNegated: boolean;
  /** Whether they stand in an expression, with =~. */
  readonly isExpression: boolean;
}

/** The patterns in the data filters of a dependency and in its expressions. What a template makes of a text is left out. */
export function askedPatterns(dependency: Part): AskedPatterns[] {
  const ofData = dataFilters(dependency).flatMap((filter): AskedPatterns[] => {
    const path = asString(filter.value['path']);
    if (path === undefined || filter.value['type'] !== 'string' || filter.value['template'] !== undefined)
      return [];
    const patterns = stringsIn(filter, 'value').map(({ index, text }) => ({
      place: [...filter.path, 'value', index],
      text,
    }));
    return [{ path, patterns, isNegated: filter.value['comparator'] === '!=', isExpression: false }];
  });
  return [...ofData, ...inExpressions(dependency)];
}

/** Those of one expression for one path are one: `a =~ "opened" || a =~ "reopened"`. */
function inExpressions(dependency: Part): AskedPatterns[] {
  const groups = new Map<string, AskedPatterns>();
  for (const { place, path, operator, literal } of fieldComparisons(dependency)) {
    if (literal.kind !== 'text' || !operator.endsWith('~')) continue;
    const key = JSON.stringify([place, path, operator]);
    const patterns = [...(groups.get(key)?.patterns ?? []), { place, text: literal.text }];
    groups.set(key, { path, patterns, isNegated: operator === '!~', isExpression: true });
  }
  return [...groups.values()];
}
