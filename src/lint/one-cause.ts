import type { FieldPath } from '../findings/finding';
import { nearest } from '../findings/words';
import type { LintFinding } from './finding';
import type { LintRule } from './rule';
import { OLD_RESOURCE_FIELDS } from './rules/trigger-resource';
import type { SchemaFault } from './schema-faults';
import { schemaAt } from './schema-node';
import type { SchemaName } from './schemas';
import { OBJECT_KINDS } from './sensor';

/** The faults without the unknown fields that the rule trigger-resource speaks of. */
export function withoutOldForm(faults: readonly SchemaFault[]): SchemaFault[] {
  return faults.filter(({ keyword, path, field = '' }) => {
    const isAction = path.at(-2) === 'template' && OBJECT_KINDS.includes(String(path.at(-1)));
    return !(keyword === 'additionalProperties' && isAction && OLD_RESOURCE_FIELDS.includes(field));
  });
}

/**
 * The faults without those that follow from another one. A missing field is the unknown one, if that is misspelled. Unknown
 * fields are those of a missing one, if they belong in it.
 */
export function withoutConsequences(name: SchemaName, faults: readonly SchemaFault[]): SchemaFault[] {
  const unknown = new Map<string, string[]>();
  for (const { keyword, path, field } of faults) {
    if (keyword !== 'additionalProperties' || field === undefined) continue;
    const key = JSON.stringify(path);
    unknown.set(key, [...(unknown.get(key) ?? []), field]);
  }
  const besides = (path: FieldPath) => unknown.get(JSON.stringify(path)) ?? [];
  const left = faults.filter((fault) => {
    const missing = missingFields(fault);
    const beside = missing.length === 0 ? [] : besides(fault.path);
    return !beside.some((field) => nearest(field, missing) !== undefined);
  });
  const moved = new Set<string>();
  const withInside = left.map((fault) => {
    const { keyword, path, field } = fault;
    if (keyword !== 'required' || field === undefined) return fault;
    const { properties = {} } = schemaAt(name, [...path, field]) ?? {};
    const inside = besides(path).filter((one) => Object.hasOwn(properties, one));
    for (const one of inside) moved.add(JSON.stringify([path, one]));
    return inside.length === 0 ? fault : { ...fault, inside };
  });
  return withInside.filter(
    ({ keyword, path, field }) =>
      keyword !== 'additionalProperties' || !moved.has(JSON.stringify([path, field])),
  );
}

function missingFields({ keyword, schema, field }: SchemaFault): readonly string[] {
  if (keyword === 'required' && field !== undefined) return [field];
  if (keyword !== 'oneOf' && keyword !== 'anyOf') return [];
  return (schema[keyword] ?? []).flatMap(({ required = [] }) => required);
}

// Faults about the fields of an object. They say nothing about what else a rule finds in the object.
const ABOUT_FIELDS = ['additionalProperties', 'required', 'dependencies', 'oneOf', 'anyOf'];

/** The findings of rules without those about a value that the schema refuses already. */
export function withoutRefused(
  faults: readonly SchemaFault[],
  findings: readonly LintFinding[],
): readonly LintFinding[] {
  const refused = faults.filter(({ keyword }) => !ABOUT_FIELDS.includes(keyword));
  const places = new Set(refused.map(({ path }) => JSON.stringify(path)));
  return findings.filter(({ path }) => !places.has(JSON.stringify(path)));
}

/**
 * One finding for a text that the engine cannot parse. An error of another rule about the text says more than the parser;
 * a warning about it says nothing, because the text is never evaluated.
 */
export function withoutRepeated(
  findings: readonly LintFinding[],
  rules: readonly LintRule[],
): readonly LintFinding[] {
  const parsing = new Set(rules.flatMap(({ id, needsEngine }) => (needsEngine ? [id] : [])));
  const unparsed = new Set(findings.flatMap(({ rule, path }) => (parsing.has(rule) ? [placeOf(path)] : [])));
  if (unparsed.size === 0) return findings;
  const said = new Set(
    findings.flatMap(({ rule, severity, path }) =>
      severity === 'error' && !parsing.has(rule) ? [placeOf(path)] : [],
    ),
  );
  return findings.filter(({ rule, severity, path }) => {
    const place = placeOf(path);
    if (!unparsed.has(place)) return true;
    return parsing.has(rule) ? !said.has(place) : severity === 'error';
  });
}

const placeOf = (path: FieldPath) => JSON.stringify(path);
