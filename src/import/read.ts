import { parseAllDocuments } from 'yaml';
import { isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';

/** A file that cannot be imported, and why. */
export class ImportError extends Error {
  /** The name of this kind of error. */
  override readonly name = 'ImportError';
}

/**
 * The objects of a text of YAML or JSON: of each document, and of each List.
 *
 * @throws ImportError if it cannot be read, or has no object of Argo Events
 */
export function readObjects(text: string, file: string): PlainObject[] {
  if (/\{\{-? *(?:include |\.Values\b|\.Release\b|\.Chart\b)/.test(text)) {
    throw new ImportError(`${file} is a template of Helm: import what "helm template" prints`);
  }
  const documents = parseAllDocuments(text, { maxAliasCount: 1000 } as never);
  const objects = documents.flatMap((document, index) => {
    const [error] = document.errors;
    if (error) throw new ImportError(`${file}: ${error.message.split('\n')[0]?.replace(/:$/, '')}`);
    const value: unknown = toPlain(() => document.toJS({ maxAliasCount: 1000 }), file);
    if (value === null || value === undefined) return [];
    return objectsIn(value, `${file}, document ${index + 1}`);
  });
  if (!objects.some(({ apiVersion }) => String(apiVersion).startsWith('argoproj.io/'))) {
    throw new ImportError(`${file} has no Sensor, EventSource or EventBus`);
  }
  return objects;
}

function toPlain(read: () => unknown, file: string): unknown {
  try {
    return read();
  } catch (error) {
    throw new ImportError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function objectsIn(value: unknown, place: string): PlainObject[] {
  if (!isObject(value)) throw new ImportError(`${place} is no object`);
  const { apiVersion, kind, metadata, items } = value;
  if (String(kind).endsWith('List') && Array.isArray(items))
    return items.flatMap((item) => objectsIn(item, place));
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    throw new ImportError(`${place} has no apiVersion or kind`);
  }
  const name = isObject(metadata) ? metadata['name'] : undefined;
  if (typeof name !== 'string' || name === '') throw new ImportError(`${place}: the ${kind} has no name`);
  return [value];
}
