import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { BUILD_ENGINE, hasEngine } from '../../src/engine/load';
import { CHECKS } from '../../src/findings/checks';
import { toLine } from '../../src/findings/line';
import { checkObject, checkSet, type LintRule, type PlainObject, RULES } from '../../src/lint';
import { escapeCell } from './cells';

/**
 * The page of the rules, made from what each rule says of itself.
 *
 * @throws Error if the engine is not built: some rules ask it
 */
export function rulesPage(): string {
  if (!hasEngine()) throw new Error(`The engine is not built: ${BUILD_ENGINE}`);
  const rows = RULES.map(
    ({ id, severity, summary }) => `| [\`${id}\`](#${id}) | ${severity} | ${escapeCell(summary)} |`,
  );
  return [
    '<!-- Generated from src/lint/rules by `npm run docs`. Do not edit. -->',
    '',
    '# Rules',
    '',
    `${RULES.length} rules. Each finds something that the API server accepts, and that the engine then rejects, ignores or drops.`,
    '',
    '- `npm run synth` applies them to each object that it renders. With an error, nothing is written. A warning is printed.',
    '- The closed schemas in `imports/` find unknown fields and wrong types.',
    `- ${listOf(RULES.filter(({ needsEngine }) => needsEngine).map(({ id }) => `\`${id}\``))} ask the parsers of the engine, which is`,
    '  in the package as WebAssembly. They say that a text cannot be parsed if no other rule knows what is wrong with it. In a',
    '  clone, `npm run build:engine` builds the engine. Without it, these rules find nothing, and `synth` says so.',
    '- The rules `unknown-…` look up a name in the given objects and in those that are declared external: with',
    '  `declareExternal` in an app ([what is made elsewhere](../library/README.md#what-is-made-elsewhere)), or as `externals`',
    '  of `checkSet` ([rules for any YAML](../library/README.md#rules-for-any-yaml)). There, a name that no object has is a',
    '  finding with `complete: true`; otherwise only if an object of another namespace has it.',
    '- `cdk8s-argo-events lint` applies them to YAML files, and `lint --explain <rule>` prints a section of this page.',
    '- The two samples of each rule are in `test/lint/samples/`. `test/engine/samples.yaml` has the result of the',
    '  validation of the engine, which accepts most of the bad ones. `TestSamples` in `test/engine/traps` runs the samples',
    '  on the engine and shows what happens.',
    '',
    '| rule | severity | finds |',
    '|---|---|---|',
    ...rows,
    '',
    ...RULES.flatMap(section),
    '# Checks',
    '',
    'These find what is no matter of a rule. Their ids, too, are in `rule` of a finding. All of them are errors, except',
    '`open-policies`, `unchecked-template` and `unknown-permissions`, which are warnings.',
    '',
    ...Object.entries(CHECKS).flatMap(([id, summary]) => [`## ${id}`, '', `${summary}.`, '']),
  ].join('\n');
}

function listOf(texts: readonly string[]): string {
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** A section of a rule, with its samples and what it finds in the bad one. `lint --explain` prints it. */
function section(rule: LintRule): string[] {
  const { id, severity, summary, why } = rule;
  return [
    `## ${id}`,
    '',
    `${severity === 'error' ? 'Error' : 'Warning'}. ${escapeText(summary)}.`,
    '',
    escapeText(why),
    '',
    'Bad:',
    '',
    '```yml',
    sampleText(id, 'bad'),
    '```',
    '',
    'The finding:',
    '',
    '```text',
    ...linesIn(rule),
    '```',
    '',
    'Good:',
    '',
    '```yml',
    sampleText(id, 'good'),
    '```',
    '',
  ];
}

/** A sample as it stands in its file. One that is long on purpose is cut. */
function sampleText(id: string, name: 'bad' | 'good'): string {
  const lines = readFileSync(join(SAMPLES, `samples/${id}/${name}.yaml`), 'utf8')
    .trimEnd()
    .split('\n');
  if (lines.length <= LONGEST) return lines.join('\n');
  const [some, rest] = [lines.slice(0, LONGEST / 2), lines.length - LONGEST / 2];
  return [...some, `# and so on: ${rest} lines more`].map((line) => line.slice(0, 200)).join('\n');
}

const LONGEST = 120;

const SAMPLES = join(__dirname, '../../test/lint');

function linesIn(rule: LintRule): string[] {
  const objects = objectsIn(`samples/${rule.id}/bad.yaml`);
  const found = [
    ...objects.flatMap((object) => checkObject(object, [rule])),
    ...checkSet(objects, { externals: objectsIn('externals.yaml'), complete: true, rules: [rule] }),
  ];
  return [...new Set(found.map(toLine))];
}

function objectsIn(file: string): PlainObject[] {
  return parseAllDocuments(readFileSync(join(SAMPLES, file), 'utf8')).map((document) => document.toJS());
}

/** Text in which Markdown would take a tag of HTML or an emphasis. */
function escapeText(text: string): string {
  return text.replace(/</g, '&lt;').replace(/\*/g, '\\*');
}
