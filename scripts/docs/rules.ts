import { RULES } from '../../src/lint';

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
    `${RULES.length} rules on plain objects. Each finds something that the engine accepts and then rejects, ignores or drops.`,
    '',
    '- `npm run synth` applies them to every object that it renders. An error refuses the whole app; a warning is printed.',
    '- The closed schemas in `imports/` find a wrong field or type. `npm run test:engine` finds what only the parsers of the',
    '  engine know: the syntax of jq, Lua, Go templates and expressions.',
    '- The rules `unknown-…` look for a name among the given objects and among those that are declared external: with',
    '  `declareExternal` in an app ([what is made elsewhere](../library/README.md#what-is-made-elsewhere)), or as the second',
    '  argument of `checkSet` ([rules for any YAML](../library/README.md#rules-for-any-yaml)).',
    '- Each rule has a bad and a good sample in `test/lint/samples/`. `test/engine/samples.yaml` has what the engine says of',
    '  them: its validation accepts most of the bad ones. `TestSamples` of `test/engine/traps` shows on the engine what',
    '  happens then.',
    '',
    '| rule | severity | finds | why |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
