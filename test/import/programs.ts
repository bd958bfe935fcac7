import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, type App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { type Imported, importObjects } from '../../src/import/import-objects';
import { isObject } from '../../src/lint/plain';
import type { PlainObject } from '../../src/lint/rule';
import { withSource } from '../docs/programs';

/** The objects of a text of YAML. */
export function objectsIn(yaml: string): PlainObject[] {
  return parseAllDocuments(yaml)
    .map((document): unknown => document.toJS())
    .filter(isObject);
}

/** The program for objects. */
export function imported(objects: readonly PlainObject[]): Imported {
  return importObjects(objects, { namespace: 'events', folder: 'imported' });
}

/** Writes a program, so that it can be compiled and loaded. */
export function writeProgram(folder: string, name: string, { code }: Imported): string {
  const file = join(folder, `${name.replace(/[^A-Za-z0-9]+/g, '-')}.ts`);
  writeFileSync(file, withSource(code));
  return file;
}

/** The objects that a program renders. It does not ask the rules, which also find defects of the given objects. */
export function renderedBy(file: string): PlainObject[] {
  const { app } = require(file) as { readonly app: App };
  return app.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((object) => object.toJson() as PlainObject);
}

/** The objects of the same kinds and names, in the same order. */
export function likeThese(objects: readonly PlainObject[], rendered: readonly PlainObject[]): PlainObject[] {
  const left = [...rendered];
  return objects.map((object) => {
    const index = left.findIndex((other) => keyOf(other) === keyOf(object));
    return left.splice(index, 1)[0] ?? {};
  });
}

function keyOf({ kind, metadata }: PlainObject): string {
  const { name, namespace = 'events' } = metadata as PlainObject;
  return `${kind} ${namespace}/${name}`;
}
