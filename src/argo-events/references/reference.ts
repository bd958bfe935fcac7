import { reject, unexpected } from '../../findings/refuse';
import { describe } from '../../findings/words';
import { type ArrayQuery, gjsonPath, NOT_NULL, type PathStep, pathText } from './path';
import {
  type Element,
  type KeyOf,
  type ListFields,
  RESERVED_NAMES,
  type Ref,
  type Reference,
  type ReservedName,
  type Scalar,
  type ValueOf,
} from './ref';

const SOURCE = Symbol('cdk8s-argo-events.source');

/** The place that a reference points to. */
export interface ReferenceSource {
  /** The name of the dependency. */
  readonly dependency: string;
  /** Whether it is in the data of the event, or in its CloudEvents context. */
  readonly part: 'data' | 'context';
  readonly path: readonly PathStep[];
  /** The sensor whose dependency it is; undefined for a reference that any sensor may use. */
  readonly owner?: SensorOwner | undefined;
}

/** A sensor, as far as references know it. */
export interface SensorOwner {
  readonly name: string;
}

/** A reference to that place. */
export function referenceTo<T>(source: ReferenceSource): Ref<T> {
  return new Proxy({ [SOURCE]: source }, { get: getField, set: refuseWrite }) as unknown as Ref<T>;
}

/** Whether the value is a reference. */
export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && SOURCE in value;
}

/**
 * The place that the reference points to.
 *
 * @throws ValidationError if it is no reference, which the compiler refuses, and JavaScript lets through
 */
export function sourceOf(reference: Reference): ReferenceSource {
  if (!isReference(reference)) {
    const { message, ...details } = unexpected(reference, 'a reference to event data, such as e.body.action');
    reject('reference', message, details);
  }
  return (reference as unknown as { [SOURCE]: ReferenceSource })[SOURCE];
}

/**
 * A reference to a field of any name. Use it for `then`, `toJSON` and the other {@link ReservedName}s, and for keys of
 * digits, which `reference['0']` takes as an index of a list.
 *
 * @throws ValidationError for a value that is no reference
 *
 * @example
 * ```ts
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { delivery: field(request.data.body, 'X-GitHub-Delivery') },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.X-GitHub-Delivery
 *   dest: data.delivery
 * ```
 */
export function field<T, Key extends KeyOf<Extract<NonNullable<T>, object>>>(
  reference: Reference<T>,
  key: Key,
): Ref<ValueOf<Extract<NonNullable<T>, object>, Key>> {
  return stepInto(reference, key);
}

/**
 * A reference to the element of a list at an index, which begins at 0. The first ten are also `reference[0]` to
 * `reference[9]`.
 *
 * @throws ValidationError for an index that is no integer of at least 0
 *
 * @example
 * ```ts
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { label: item(request.data.body.issue.labels, 10).name },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.issue.labels.10.name
 *   dest: data.label
 * ```
 */
export function item<T>(reference: Reference<T>, index: number): Ref<Element<T>> {
  if (!Number.isInteger(index) || index < 0) {
    reject('reference', `item(…) expects an integer of at least 0, not ${describe(index)}`, {
      subject: describeReference(sourceOf(reference)),
    });
  }
  return stepInto(reference, index);
}

/**
 * All elements of a list (gjson's `#`): `each(labels).name` is the list of their names.
 *
 * @throws ValidationError for a value that is no reference
 *
 * @example
 * ```ts
 * sensor.do('tell', {
 *   conditions: request,
 *   action: http({
 *     method: 'POST',
 *     url: 'https://api.example.com/requests',
 *     payload: { labels: raw(each(request.data.body.issue.labels).name) },
 *     allow: [200],
 *   }),
 * });
 * ```
 * ```yaml
 * payload:
 *   - src:
 *       dependencyName: request
 *       dataKey: body.issue.labels.#.name
 *       useRawData: true
 *     dest: labels
 * ```
 */
export function each<T>(reference: Reference<T>): ListFields<Element<T>> {
  return stepInto(reference, { query: '#' });
}

/**
 * The number of elements of a list.
 *
 * @throws ValidationError for a value that is no reference
 *
 * @example
 * ```ts
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { labels: count(request.data.body.issue.labels) },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.issue.labels.#
 *   dest: data.labels
 * ```
 */
export function count<T extends readonly unknown[] | null | undefined>(reference: Reference<T>): Ref<number> {
  return stepInto(reference, { query: '#' });
}

/**
 * The first element of a list whose field `key` equals the value (gjson's `#(…)`). If there is no such element, the
 * value is missing: a filter on it refuses the event, and a parameter without default fails.
 *
 * @throws ValidationError for a value that is no reference
 *
 * @example
 * ```ts
 * const urgent = first(request.data.body.issue.labels, 'name', 'urgent');
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { color: withDefault(urgent.color, 'none') },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.issue.labels.#(name=="urgent").color|[[@this]].#(0!=~null).0
 *     value: none
 *   dest: data.color
 * ```
 */
export function first<T, Key extends KeyOf<Extract<NonNullable<Element<T>>, object>>>(
  reference: Reference<T>,
  key: Key,
  value: Scalar,
): Ref<Element<T>> {
  return stepInto(reference, { query: `#(${gjsonPath([key])}==${JSON.stringify(value)})` });
}

/**
 * The value, where null counts as absent. A filter on it refuses an event with null, and a parameter fails unless it
 * has a default. Without it, a string of an object would become the text `null` (getValueByKey in
 * pkg/sensors/triggers/params.go). {@link text} and {@link withDefault} take null as absent by themselves.
 *
 * @throws ValidationError for a value that is no reference
 *
 * @example
 * ```ts
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { text: nonNull(request.data.body.issue.body) },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.issue.body|[[@this]].#(0!=~null).0
 *   dest: data.text
 * ```
 */
export function nonNull<T>(reference: Reference<T>): Ref<NonNullable<T>> {
  return stepInto(reference, NOT_NULL);
}

function stepInto<T>(reference: Reference, next: PathStep): T {
  const source = sourceOf(reference);
  return referenceTo({ ...source, path: [...source.path, next] }) as unknown as T;
}

/** What is wrong when JavaScript makes a text or a number of event data. */
export const PLAIN_VALUE = 'event data is used as a plain value, but it is known only when an event comes';

function getField(target: { [SOURCE]: ReferenceSource }, key: string | symbol): unknown {
  if (key === SOURCE) return target[SOURCE];
  if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf' || key === 'toJSON') {
    return () => {
      reject('reference', PLAIN_VALUE, {
        subject: describeReference(target[SOURCE]),
        help: 'put it in a field of a trigger, a filter, or text`…`',
      });
    };
  }
  // `await` reads `then`, and tools that print objects read symbols.
  if (typeof key === 'symbol' || (RESERVED_NAMES as readonly string[]).includes(key)) return undefined;
  const index = /^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : key;
  return referenceTo({ ...target[SOURCE], path: [...target[SOURCE].path, index] });
}

function refuseWrite(target: { [SOURCE]: ReferenceSource }, key: string | symbol): never {
  reject('reference', 'a reference to event data cannot be written to', {
    subject: `${describeReference(target[SOURCE])}.${String(key)}`,
  });
}

/** The reference as one writes it, for messages: `wish.data.body.action`. */
export function describeReference({ dependency, part, path }: ReferenceSource): string {
  return path.reduce<string>(
    (told, step) => (step === NOT_NULL ? `nonNull(${told})` : `${told}.${pathText([step])}`),
    `${dependency}.${part}`,
  );
}

export type { ArrayQuery, PathStep };
