import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { checkObject, checkSet, type LintFinding, type LintRule, type PlainObject } from '../../src/lint';
import { applyRules } from '../../src/lint/check';

const SAMPLES = join(__dirname, 'samples');

/** The rules that have a folder of samples. */
export const sampled: readonly string[] = readdirSync(SAMPLES).sort();

/** What samples refer to and do not have: each is as small as it can be. */
export const EXTERNALS: readonly PlainObject[] = objectsIn(
  readFileSync(join(__dirname, 'externals.yaml'), 'utf8'),
);

/** The objects of a sample. */
export function sample(id: string, name: 'bad' | 'good'): PlainObject[] {
  return objectsIn(readFileSync(join(SAMPLES, id, `${name}.yaml`), 'utf8'));
}

/** The objects of the documents of a YAML text. */
export function objectsIn(text: string): PlainObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as PlainObject);
}

/** What the schema and the rules find, in each object and in all together. */
export function check(
  objects: readonly PlainObject[],
  externals: readonly PlainObject[] = [],
): LintFinding[] {
  return [
    ...objects.flatMap((object) => checkObject(object)),
    ...checkSet(objects, { externals, complete: true }),
  ];
}

/** What one rule finds, whatever the schema says. */
export function found(
  rule: LintRule,
  objects: readonly PlainObject[],
  externals: readonly PlainObject[] = [],
): LintFinding[] {
  return [
    ...objects.flatMap((object) => applyRules(object, [rule])),
    ...checkSet(objects, { externals, complete: true, rules: [rule] }),
  ];
}
