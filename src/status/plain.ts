/** An object of the API server, of which nothing is taken for granted. */
export interface KubernetesObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly [field: string]: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a value, none if it is no object. */
export function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The text, or an empty one if the value is no text. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The items of a list, none if the value is no list. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The metadata of an object. */
export function metadata(object: KubernetesObject | undefined): {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  readonly created: string;
  readonly labels: Fields;
  readonly annotations: Fields;
} {
  const meta = fields(object?.metadata);
  return {
    name: text(meta['name']),
    uid: text(meta['uid']),
    version: text(meta['resourceVersion']),
    created: text(meta['creationTimestamp']),
    labels: fields(meta['labels']),
    annotations: fields(meta['annotations']),
  };
}
