import { type JsonSchema, mapChildren, ref, refName, type Schemas } from './schema';

/**
 * The definitions under short names, references included: the last segment of the name. Where several share
 * it, those of `home` keep it and the others get their package and version in front
 * (`io.k8s.api.core.v1.Container` beside the engine's `Container`: `CoreV1Container`).
 *
 * @param home the prefix of the definitions whose names stay short
 * @throws Error when two definitions would get one name
 */
export function shortNames(definitions: Schemas, home: string): Record<string, JsonSchema> {
  const sharing = new Map<string, number>();
  for (const name of Object.keys(definitions)) {
    sharing.set(lastSegment(name), (sharing.get(lastSegment(name)) ?? 0) + 1);
  }
  const short = (name: string): string =>
    sharing.get(lastSegment(name)) === 1 || name.startsWith(home) ? lastSegment(name) : withPackage(name);
  const rename = (schema: JsonSchema): JsonSchema => {
    const name = refName(schema);
    return { ...mapChildren(schema, rename), ...(name !== undefined && ref(short(name))) };
  };
  const renamed = new Map<string, JsonSchema>();
  for (const [name, schema] of Object.entries(definitions)) {
    if (renamed.has(short(name)))
      throw new Error(`Two definitions would be called "${short(name)}", one is "${name}"`);
    renamed.set(short(name), rename(schema));
  }
  return Object.fromEntries(renamed);
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function withPackage(name: string): string {
  return name.split('.').slice(-3).map(capitalize).join('');
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
