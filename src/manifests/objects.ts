import type { FieldPath } from '../findings/finding';
import type { YamlDocument } from './document';

/** An object of a document. */
export interface ManifestObject {
  readonly value: Readonly<Record<string, unknown>>;
  readonly document: YamlDocument;
  /** The path of the object in the document: of an item of a List, that of the item. */
  readonly path: FieldPath;
}

/** The Kubernetes objects of a document: itself, or the items of a List. What has no kind is none. */
export function objectsOf(document: YamlDocument): ManifestObject[] {
  return within(document, document.root?.value, []);
}

function within(document: YamlDocument, value: unknown, path: FieldPath): ManifestObject[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { kind, items } = value as Readonly<Record<string, unknown>>;
  if (typeof kind !== 'string') return [];
  if (kind.endsWith('List') && Array.isArray(items)) {
    return items.flatMap((item, index) => within(document, item, [...path, 'items', index]));
  }
  return [{ value: value as Readonly<Record<string, unknown>>, document, path }];
}
