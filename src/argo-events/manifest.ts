import { isDeepStrictEqual } from 'node:util';
import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, resolve } from 'cdk8s';
import type { Construct } from 'constructs';
import { reject } from '../validation';

/** The metadata of an object; more fields than these are kept as they are. */
export interface ManifestMetadata {
  /** The name, written out: none is generated. */
  readonly name: string;
  /** The namespace; the object is the cluster's own when left out. */
  readonly namespace?: string;
  /** None when left out. */
  readonly labels?: Readonly<Record<string, unknown>>;
  /** None when left out. */
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** A Kubernetes object as it is written, with any fields. */
export interface ManifestObject {
  /** Version, or group/version. */
  readonly apiVersion: string;
  /** The kind, such as `ConfigMap`. */
  readonly kind: string;
  /** Name, namespace and what else is in it. */
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/**
 * A Kubernetes object that is rendered exactly as it is given: fields in the given order behind apiVersion, kind
 * and metadata, `null` kept (a merge patch deletes with it), unknown fields kept. Only `undefined` is left out.
 * The Chart's namespace and labels are not merged in, and the name is never generated.
 */
export class Manifest extends ApiObject {
  /** What `addLabel` and its like add to; without the chart's labels and namespace, which ApiObject would put in. */
  override readonly metadata: ApiObjectMetadataDefinition;
  readonly #produce: () => ManifestObject;
  readonly #identity: FixedFields;
  readonly #texts: { readonly labels: StringMap; readonly annotations: StringMap };
  readonly #patches: JsonPatch[] = [];

  /**
   * @param object the object, or a function that gives it. The function runs once at construction, for apiVersion,
   * kind, name and namespace, which may not change any more, and again whenever the object is rendered, so that it
   * can tell what was added later.
   * @throws ValidationError when apiVersion, kind or name is missing, or the namespace is empty
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

  /** Applies RFC 6902 operations to the rendered object, in the order in which they were added. */
  override addJsonPatch(...operations: JsonPatch[]): void {
    this.#patches.push(...operations);
  }

  /**
   * The object as it is written.
   *
   * @throws ValidationError when a patch does not fit, the object contains itself, or its identity has changed
   */
  override toJson(): Record<string, unknown> {
    const object = this.#produce();
    const identity = fixedFieldsOf(this.node.path, object);
    if (!isDeepStrictEqual(identity, this.#identity)) {
      reject(this.node.path, 'Object has become another one', identity, JSON.stringify(this.#identity));
    }
    const metadata = this.#withAdditions(object.metadata);
    const document = this.#plain({ ...object, metadata }, []) as Record<string, unknown>;
    const { apiVersion, kind, metadata: patched, ...fields } = this.#patch(document);
    return { apiVersion, kind, metadata: patched, ...fields };
  }

  // What addLabel and its like have added since construction; the rest of the metadata is not theirs to say.
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

  // cdk8s would drop null and sort the keys, so only Lazy values and other tokens are left to it.
  #plain(value: unknown, parents: readonly object[]): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (parents.includes(value)) reject(this.node.path, 'Object contains itself', undefined);
    const inside = [...parents, value];
    if (Array.isArray(value)) return value.map((item) => this.#plain(item, inside));
    if (isClassInstance(value)) {
      const resolved: unknown = resolve([], value, this);
      // What is no token stays; turning it into YAML refuses it with the path of its field.
      return resolved === value ? value : this.#plain(resolved, inside);
    }
    const entries = Object.entries(value).map(([key, field]) => [key, this.#plain(field, inside)] as const);
    return Object.fromEntries(entries.filter(([, field]) => field !== undefined));
  }

  #patch(document: Record<string, unknown>): Record<string, unknown> {
    return this.#patches.reduce((patched, operation) => {
      try {
        return JsonPatch.apply(patched, operation) as Record<string, unknown>;
      } catch {
        // What is thrown tells of the program, not of the operation: "Cannot read properties of undefined".
        return reject(this.node.path, 'JSON patch does not fit the object', operation);
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

function fixedFieldsOf(path: string, { apiVersion, kind, metadata }: Partial<ManifestObject>): FixedFields {
  const { name, namespace } = metadata ?? {};
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (!isText(apiVersion) || !/^([^/]+\/)?[^/]+$/.test(apiVersion)) {
    return reject(path, 'Object has no valid apiVersion', apiVersion, 'version or group/version');
  }
  if (!isText(kind)) return reject(path, 'Object has no kind', kind, 'a word such as "ConfigMap"');
  if (!isText(name)) return reject(path, 'Object has no name', name, 'an explicit metadata.name');
  if (namespace !== undefined && !isText(namespace)) {
    return reject(path, 'Object has no valid namespace', namespace, 'a name, or no field at all');
  }
  return { apiVersion, kind, name, namespace };
}

function isClassInstance(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects of another realm have another Object.prototype, but it too is the end of its chain.
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}
