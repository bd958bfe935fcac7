import type { ErrorObject } from 'ajv';
import type { FieldPath } from '../findings/finding';
import { nearest } from '../findings/words';
import type { LintFinding } from './finding';
import { type SchemaNode, schemaAt } from './schema-node';
import type { SchemaName } from './schemas';

/**
 * The errors of ajv without those that follow from another one.
 *
 * @param pathOf the path in the object that an error is about
 */
export function withoutConsequences(
  schema: SchemaName,
  errors: readonly ErrorObject[],
  pathOf: (error: ErrorObject) => FieldPath,
): ErrorObject[] {
  const outside = errors.filter(({ schemaPath }) => !IN_BRANCH.test(schemaPath));
  return outside.filter((error) => {
    const beside = outside.filter((other) => other !== error && other.instancePath === error.instancePath);
    // What is of the wrong type has no fields, and is none of several forms.
    if (error.keyword !== 'type' && beside.some(({ keyword }) => keyword === 'type')) return false;
    // A missing field is the unknown one, if that is misspelled.
    const missing = missingFields(schema, pathOf(error), error);
    const unknown = beside.flatMap(
      ({ params }) => (params['additionalProperty'] as string | undefined) ?? [],
    );
    return !unknown.some((field) => nearest(field, missing) !== undefined);
  });
}

// If a value fits no branch of a oneOf, ajv reports the oneOf and each branch.
const IN_BRANCH = /\/(?:oneOf|anyOf|not)\//;

function missingFields(schema: SchemaName, path: FieldPath, { keyword, params }: ErrorObject): string[] {
  if (keyword === 'required') return [String(params['missingProperty'])];
  const forms = schemaAt(schema, path)?.[keyword];
  if (keyword !== 'oneOf' && keyword !== 'anyOf') return [];
  return ((forms ?? []) as readonly SchemaNode[]).flatMap(({ required = [] }) => required);
}

/** The findings of rules without those about a value that the schema refuses already. */
export function withoutRefused(
  refused: readonly LintFinding[],
  findings: readonly LintFinding[],
): LintFinding[] {
  const key = ({ path }: LintFinding) => JSON.stringify(path);
  const known = new Set(refused.map(key));
  return findings.filter((found) => !known.has(key(found)));
}
