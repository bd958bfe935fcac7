import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, resolve } from 'cdk8s';
import type { Construct } from 'constructs';
import { reject, unexpected } from '../findings/refuse';
import { describe } from '../findings/words';

/** The metadata of an object. Further fields are rendered as they are. */
export interface ManifestMetadata {
  /** The name. It is never generated. */
  readonly name: string;
  /**
   * The namespace.
   *
   * @default none: the object is not in a namespace
   */
  readonly namespace?: string;
  /**
   * Labels.
   *
   * @default none
   */
  readonly labels?: Readonly<Record<string, unknown>>;
  /**
   * Annotations.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** A Kubernetes object as it is written in YAML, with any fields. */
export interface ManifestObject {
  /** `<version>` or `<group>/<version>`, such as `v1` or `batch/v1`. */
  readonly apiVersion: string;
  /** The kind, such as `ConfigMap`. */
  readonly kind: string;
  /** Name, namespace, labels and so on. */
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/**
 * A Kubernetes object that is rendered exactly as you give it. `apiVersion`, `kind` and `metadata` come first, then the
 * other fields in the given order. `null` and unknown fields are kept; only `undefined` is left out. Unlike
 * `ApiObject`, it takes no namespace and no labels from a Chart.
 *
 * @example
 * ```ts
 * new Manifest(folder, 'settings', {
 *   apiVersion: 'v1',
 *   kind: 'ConfigMap',
 *   metadata: { name: 'settings', namespace: 'shop' },
 *   data: { mode: 'test' },
 * });
 * ```
 * ```yaml
 * apiVersion: v1
 * kind: ConfigMap
 * metadata:
 *   name: settings
 *   namespace: shop
 * data:
 *   mode: test
 * ```
 */
export class Manifest extends ApiObject {
  /** The metadata, for `addLabel` and the like. It has no labels and no namespace of a Chart. */
  override readonly metadata: ApiObjectMetadataDefinition;
  readonly #produce: () => ManifestObject;
  readonly #identity: FixedFields;
  readonly #texts: { readonly labels: StringMap; readonly annotations: StringMap };
  readonly #patches: JsonPatch[] = [];

  /**
   * @param object the object, or a function that returns it. The function runs at construction and again at each
   * rendering, so it can return what was added in between. apiVersion, kind, name and namespace must stay the same.
   * @throws ValidationError if apiVersion, kind or name is missing, or the namespace is empty
   */
  constructor(scope: Construct, id: string, object: ManifestObject | (() => ManifestObject)) {
    const produce = typeof object === 'function' ? object : () => object;
    const now = produce();
    const identity = fixedFieldsOf(`${scope.node.path}/${id}`, now);
    const { apiVersion, kind, name, namespace } = identity;
    const metadata = { name, ...(namespace !== undefined && { namespace }) };
    super(scope, id, { apiVersion, kind, metadata });
    this.#produce = produce;
    this.#identity = identity;
    this.#texts = {
      labels: stringEntries(now.metadata.labels),
      annotations: stringEntries(now.metadata.annotations),
    };
    this.metadata = new ApiObjectMetadataDefinition({ ...metadata, ...this.#texts, apiObject: this });
  }

  /**
   * Adds operations of JSON Patch (RFC 6902). They are applied last, in the order in which they were added, and synth
   * checks the result.
   *
   * @example
   * ```ts
   * const object = sensor.node.findChild('Sensor') as Manifest;
   * object.addJsonPatch(JsonPatch.add('/spec/revisionHistoryLimit', 1));
   * ```
   * ```yaml
   * revisionHistoryLimit: 1
   * ```
   */
  override addJsonPatch(...operations: JsonPatch[]): void {
    this.#patches.push(...operations);
  }

  /**
   * The object as it is rendered, after the patches.
   *
   * @throws ValidationError if a patch does not fit, the object contains itself, or apiVersion, kind, name or namespace
   * has changed since construction
   */
  override toJson(): Record<string, unknown> {
    const object = this.#produce();
    const identity = fixedFieldsOf(this.node.path, object);
    const field = FIXED_FIELDS.find((one) => identity[one] !== this.#identity[one]);
    if (field !== undefined) {
      const [before, now] = [this.#identity[field], identity[field]];
      reject('object-identity', `was ${describe(before)} at construction, and is ${describe(now)} now`, {
        construct: this.node.path,
        path: FIELD_PATHS[field],
        help: 'apiVersion, kind, name and namespace must stay the same',
      });
    }
    const metadata = this.#withAdditions(object.metadata);
    const document = this.#plain({ ...object, metadata }, []) as Record<string, unknown>;
    const { apiVersion, kind, metadata: patched, ...fields } = this.#patch(document);
    return { apiVersion, kind, metadata: patched, ...fields };
  }

  // Adds what addLabel and the like have added since construction. Everything else is as the object has it.
  #withAdditions(own: ManifestMetadata): ManifestMetadata {
    const { name, namespace, labels, annotations, finalizers, ownerReferences, ...others } =
      this.metadata.toJson() as Record<string, unknown>;
    const all: Record<string, unknown> = { ...own, ...others };
    for (const [field, given, present] of [
      ['labels', this.#texts.labels, labels],
      ['annotations', this.#texts.annotations, annotations],
    ] as const) {
      const added = Object.entries(present ?? {}).filter(([key, value]) => given[key] !== value);
      if (added.length > 0) all[field] = { ...own[field], ...Object.fromEntries(added) };
    }
    for (const [field, added] of Object.entries({ finalizers, ownerReferences })) {
      if (Array.isArray(added)) all[field] = [...((own[field] as unknown[] | undefined) ?? []), ...added];
    }
    return all as ManifestMetadata;
  }

  // cdk8s would drop null and sort the keys, so it resolves only Lazy values and other tokens.
  #plain(value: unknown, parents: readonly object[]): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (parents.includes(value)) {
      reject('json-value', 'the object contains itself', { construct: this.node.path });
    }
    const inside = [...parents, value];
    if (Array.isArray(value)) return value.map((item) => this.#plain(item, inside));
    if (isClassInstance(value)) {
      const resolved: unknown = resolve([], value, this);
      // A value that is no token stays. The conversion to YAML refuses it, with the path of its field.
      return resolved === value ? value : this.#plain(resolved, inside);
    }
    const fields: [string, unknown][] = [];
    for (const [key, field] of Object.entries(value)) {
      const plain = this.#plain(field, inside);
      if (plain !== undefined) fields.push([key, plain]);
    }
    return Object.fromEntries(fields);
  }

  #patch(document: Record<string, unknown>): Record<string, unknown> {
    return this.#patches.reduce((patched, operation) => {
      try {
        return JsonPatch.apply(patched, operation) as Record<string, unknown>;
      } catch {
        // The message of the error is of no use: "Cannot read properties of undefined".
        const { op, path } = operation._toJson() as { op: string; path: string };
        return reject('json-patch', `the JSON patch ${op} ${path} does not fit the object`, {
          construct: this.node.path,
        });
      }
    }, document);
  }
}

type StringMap = Readonly<Record<string, string>>;

function stringEntries(values: Readonly<Record<string, unknown>> | undefined): StringMap {
  const entries = Object.entries(values ?? {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

interface FixedFields {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

const FIXED_FIELDS = ['apiVersion', 'kind', 'name', 'namespace'] as const;

/** Where the fields are in the object. */
const FIELD_PATHS: Readonly<Record<keyof FixedFields, readonly string[]>> = {
  apiVersion: ['apiVersion'],
  kind: ['kind'],
  name: ['metadata', 'name'],
  namespace: ['metadata', 'namespace'],
};

function fixedFieldsOf(
  construct: string,
  { apiVersion, kind, metadata }: Partial<ManifestObject>,
): FixedFields {
  const { name, namespace } = metadata ?? {};
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const refuse = (field: keyof FixedFields, value: unknown, expected: string): never => {
    const { message, ...details } = unexpected(value, expected);
    return reject('object-identity', message, { construct, path: FIELD_PATHS[field], ...details });
  };
  if (!isText(apiVersion) || !/^([^/]+\/)?[^/]+$/.test(apiVersion)) {
    return refuse('apiVersion', apiVersion, 'a version, or group/version');
  }
  if (!isText(kind)) return refuse('kind', kind, 'a kind, such as "ConfigMap"');
  if (!isText(name)) return refuse('name', name, 'a name');
  if (namespace !== undefined && !isText(namespace)) {
    return refuse('namespace', namespace, 'a name, or no field at all');
  }
  return { apiVersion, kind, name, namespace };
}

function isClassInstance(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm (a jest sandbox) has another Object.prototype, also without a prototype.
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}
