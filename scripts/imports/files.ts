import { codeRunCrd } from '../../src/remediation/coderun-crd';
import { crdDefinitions } from './crd';
import { ENGINE, SCHEMA_PATH } from './engine';
import { jsonSchemaFile } from './json';
import { KINDS, model } from './model';
import type { Schemas } from './schema';
import { typescript } from './typescript';

/**
 * The files of `imports/`: path and text.
 *
 * @param engine the definitions of the engine's schema
 */
export function importedFiles(engine: Schemas): ReadonlyMap<string, string> {
  const definitions = model(engine);
  const origin = generated(`${ENGINE.module} ${ENGINE.version} ${SCHEMA_PATH}`);
  return new Map([
    ['imports/argo-events.ts', `// ${origin}\n\n${typescript(definitions)}`],
    ...KINDS.map((kind): [string, string] => [
      `imports/${kind.toLowerCase()}.schema.json`,
      jsonSchemaFile(definitions, kind, origin),
    ]),
    ['imports/coderun.ts', codeRunFile()],
  ]);
}

/** The text of `imports/coderun.ts`. */
export function codeRunFile(): string {
  const sections = [
    `// ${generated('src/remediation/coderun-crd.ts')}`,
    "import type { ObjectMeta } from './argo-events';",
    typescript(crdDefinitions(codeRunCrd())),
  ];
  return sections.join('\n\n');
}

function generated(source: string): string {
  return `Generated from ${source} by \`npm run imports\`. Do not edit.`;
}
