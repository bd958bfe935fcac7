import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeRunCrd } from '../../src/remediation/coderun-crd';
import { ARGO_CD, CRDS_PATH } from './argo-cd';
import { crdDefinitions } from './crd';
import { CONFIG_PATH, ENGINE, SCHEMA_PATH } from './engine';
import { githubPayloadsFile } from './github/file';
import { jsonSchemaFile } from './json';
import { KINDS, model } from './model';
import type { Schemas } from './schema';
import { typescript } from './typescript';

/**
 * The files of `imports/`: path and text.
 *
 * @param engine the definitions of the engine's schema
 * @param busVersions the versions of JetStream that its controller knows
 * @param argoCd the definitions of Argo CD's own kinds
 * @param other another version of the engine than the project's, and who is told of what does not fit it
 */
export function importedFiles(
  engine: Schemas,
  busVersions: readonly string[],
  argoCd: Schemas,
  other?: { readonly version: string; readonly leftOut: (why: string) => void },
): ReadonlyMap<string, string> {
  const definitions = model(engine, other?.leftOut);
  const version = other?.version ?? ENGINE.version;
  const origin = generated(`${ENGINE.module} ${version} ${SCHEMA_PATH}`);
  return new Map([
    ['imports/argo-events.ts', `// ${origin}\n\n${typescript(definitions)}`],
    ...KINDS.map((kind): [string, string] => [
      `imports/${kind.toLowerCase()}.schema.json`,
      jsonSchemaFile(definitions, kind, origin),
    ]),
    ['imports/argo-cd.ts', argoCdFile(argoCd)],
    ['imports/coderun.ts', codeRunFile()],
    ['imports/event-data.ts', eventDataFile()],
    ['imports/bus-versions.ts', busVersionsFile(busVersions, version)],
    ['imports/github-payloads.json', githubPayloadsFile(generated)],
  ]);
}

const RECORD = 'test/engine/sources/published.json';

/** What the engine's suite has recorded of a kind of event source. */
interface Published {
  readonly keys: readonly string[];
  readonly optional: readonly string[];
  readonly body: string;
  readonly jsonBody: string | null;
}

/** The text of `imports/event-data.ts`: what lint has to know of the kinds. */
function eventDataFile(): string {
  const record: Readonly<Record<string, Published>> = JSON.parse(
    readFileSync(join(__dirname, '../..', RECORD), 'utf8'),
  );
  const rows = Object.entries(record).map(([kind, { keys, optional, body, jsonBody }]) => {
    const row = { keys: [...keys, ...optional], body, ...(jsonBody !== null && { jsonBody }) };
    return `  ${JSON.stringify(kind)}: ${JSON.stringify(row)},`;
  });
  return `// ${generated(RECORD)}

/** The data of the events of a kind of event source. */
export interface EventData {
  /** The first keys, those too that some events do not have. */
  readonly keys: readonly string[];
  /** What \`body\` is. */
  readonly body: 'JSON' | 'base64' | 'none' | 'text';
  /** What it is with \`jsonBody: true\`, if the kind has that field. */
  readonly jsonBody?: 'JSON' | 'text';
}

/** By the fields of the EventSource spec. */
export const EVENT_DATA: Readonly<Record<string, EventData>> = {
${rows.join('\n')}
};
`;
}

/** The text of `imports/bus-versions.ts`. */
function busVersionsFile(versions: readonly string[], version: string): string {
  return `// ${generated(`${ENGINE.module} ${version} ${CONFIG_PATH}`)}

/** The versions of JetStream that the controller knows, if its configuration is the one that comes with it. */
export const BUS_VERSIONS: readonly string[] = ${JSON.stringify(versions)};
`;
}

/** The text of `imports/argo-cd.ts`. */
function argoCdFile(definitions: Schemas): string {
  const sections = [
    `// ${generated(`${ARGO_CD.module} ${ARGO_CD.version} ${CRDS_PATH}`)}`,
    "import type { ObjectMeta } from './argo-events';",
    typescript(definitions),
  ];
  return sections.join('\n\n');
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
