import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';

/** A Kubernetes object. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

/** The texts of all YAML files in a folder, in the order of their paths. */
export function readTree(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** The objects of a YAML text: each document is one, or a list of them. */
export function objectsIn(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .flatMap((document): unknown => document.toJS())
    .filter((object): object is KubernetesObject => typeof object === 'object' && object !== null);
}

/**
 * Checks that two programs give the same objects. Their order, and that of fields, does not matter.
 *
 * @throws Error with the first object that differs
 */
export function expectSame(name: string, expected: readonly KubernetesObject[], text: string): void {
  const found = new Map(objectsIn(text).map((object) => [identityOf(object), object]));
  for (const object of expected) {
    const identity = identityOf(object);
    if (!isDeepStrictEqual(found.get(identity), object)) throw new Error(`${name} gives another ${identity}`);
  }
  if (found.size !== expected.length) {
    throw new Error(`${name} gives ${found.size} objects, not ${expected.length}`);
  }
}

function identityOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const { namespace, name } = metadata as { readonly namespace?: string; readonly name?: string };
  return [apiVersion, kind, namespace, name].join(' ');
}
