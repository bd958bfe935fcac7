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
    `What the engine takes without a word and then rejects, ignores or drops: ${RULES.length} rules on plain objects.`,
    '`npm run synth` asks them of every object that it renders. An error refuses the whole app, a warning is told. What is',
    "wrong with a field or a type alone, the closed schemas in `imports/` say; what only the engine's own parsers can tell",
    '(the syntax of jq, Lua, Go templates and expressions), `npm run test:engine` does.',
    '',
    'The rules about names that lead nowhere, `unknown-…`, look among the objects that they are given and among those that are',
    'declared external: by `declareExternal` in an app (see [the library](../library/README.md#what-is-made-elsewhere)), as the second',
    'argument of `checkSet` in `src/lint/check.ts` for objects from anywhere else.',
    '',
    'Each rule has a sample that it finds fault with and one that it does not, in `test/lint/samples/`. What the engine itself',
    'says of them is in `test/engine/samples.yaml`: its validation accepts most of the bad ones. What then becomes of each is',
    'shown on the engine by the `TestSamples` of `test/engine/traps`.',
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
