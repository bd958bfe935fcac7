import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, type App } from 'cdk8s';
import { importObjects } from '../../src/import/import-objects';
import { ImportError, readObjects } from '../../src/import/read';
import { asObject } from '../../src/lint/plain';
import type { PlainObject } from '../../src/lint/rule';
import { ROOT } from '../../test/docs/markdown';
import { withSource } from '../../test/docs/programs';

interface Pair {
  readonly file: string;
  readonly given: PlainObject;
  readonly rendered: PlainObject;
  /** What of it is in the engine's own form; an empty text stands for the whole object. */
  readonly kept: readonly string[];
}

const NAMESPACE = 'argo-events';

/**
 * Imports every file of a folder, runs the programs, and writes each object beside what the program renders.
 *
 * @param examples the folder
 * @param file the JSON file with the pairs, for the Go tests
 */
export function writeImported(examples: string, file: string): void {
  const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/.test(name),
  );
  writeFileSync(file, JSON.stringify(files.sort().flatMap((name) => pairsOf(examples, name))));
}

function pairsOf(folder: string, file: string): Pair[] {
  const objects = objectsOf(readFileSync(join(folder, file)), file);
  if (objects.length === 0) return [];
  const { code, kept } = importObjects(objects, { namespace: NAMESPACE, folder: 'examples' });
  const rendered = render(code);
  return objects.map((given) => ({
    file,
    given,
    rendered: rendered.find((other) => nameOf(other) === nameOf(given)) ?? {},
    kept: kept.filter(({ object }) => object === nameOf(given)).map(({ what }) => what),
  }));
}

/** The objects of a file; none if it has none of Argo Events. */
function objectsOf(bytes: Uint8Array, file: string): PlainObject[] {
  try {
    return readObjects(bytes, file);
  } catch (error) {
    if (error instanceof ImportError) return [];
    throw error;
  }
}

function render(code: string): PlainObject[] {
  // Below node_modules, so that the program finds the packages.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.imported-'));
  try {
    const file = join(folder, 'app.ts');
    writeFileSync(file, withSource(code));
    const { app } = require(file) as { readonly app: App };
    return app.node
      .findAll()
      .filter(ApiObject.isApiObject)
      .map((object) => object.toJson() as PlainObject);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function nameOf(object: PlainObject): string {
  return `${object['kind']} ${JSON.stringify(asObject(object['metadata'])['name'])}`;
}
