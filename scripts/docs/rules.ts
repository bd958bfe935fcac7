import { RULES } from '../../src/lint';
import { escapeCell } from './cells';

/** The page of the rules, made from what each rule says of itself. */
export function rulesPage(): string {
  const rows = RULES.map(
    ({ id, severity, summary, why }) =>
      `| \`${id}\` | ${severity} | ${escapeCell(summary)} | ${escapeCell(why)} |`,
  );
  return [
    '<!-- Generated from src/lint/rules by `npm run docs`. Do not edit. -->',
    '',
    '# Rules',
    '',
    `${RULES.length} rules. Each finds something that the API server accepts, and that the engine then rejects, ignores or drops.`,
    '',
    '- `npm run synth` applies them to each object that it renders. With an error, nothing is written. A warning is printed.',
    '- The closed schemas in `imports/` find unknown fields and wrong types. `npm run test:engine` finds errors in jq, Lua, Go',
    '  templates and expressions, with the parsers of the engine.',
    '- The rules `unknown-…` look up a name in the given objects and in those that are declared external: with',
    '  `declareExternal` in an app ([what is made elsewhere](../library/README.md#what-is-made-elsewhere)), or as the second',
    '  argument of `checkSet` ([rules for any YAML](../library/README.md#rules-for-any-yaml)).',
    '- Each rule has a bad and a good sample in `test/lint/samples/`. `test/engine/samples.yaml` has the result of the',
    '  validation of the engine, which accepts most of the bad ones. `TestSamples` in `test/engine/traps` runs the samples',
    '  on the engine and shows what happens.',
    '',
    '| rule | severity | finds | why |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
