import { asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { readWhole } from '../manifests/read-whole';

/** A file that cannot be imported, and why. */
export class ImportError extends Error {
  /** The name of this kind of error. */
  override readonly name = 'ImportError';
}

/**
 * The objects of a file of YAML or JSON: of each document, and of each List.
 *
 * @throws ImportError if an object cannot be imported, or none is of Argo Events
 * @throws UnreadableError if kubectl cannot read a part of it
 */
export function readObjects(bytes: Uint8Array, file: string): PlainObject[] {
  const objects = readWhole(file, bytes, 'import').map(({ value, place }) => {
    const { apiVersion, kind, metadata } = value;
    if (typeof apiVersion !== 'string') throw new ImportError(`${place}: the ${kind} has no apiVersion`);
    const { name } = asObject(metadata);
    if (typeof name !== 'string' || name === '') throw new ImportError(`${place}: the ${kind} has no name`);
    return value;
  });
  if (!objects.some(({ apiVersion }) => String(apiVersion).startsWith('argoproj.io/'))) {
    throw new ImportError(`${file} has no Sensor, EventSource or EventBus`);
  }
  return objects;
}
