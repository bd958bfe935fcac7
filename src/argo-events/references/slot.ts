import type { TriggerParameterSource } from '../../../imports/argo-events';
import { reject } from '../../findings/refuse';
import { ownerOf, withOwner } from './owner';
import { gjsonPath, NOT_NULL_AT_END, templatePath } from './path';
import type { NoReference, Reference, Scalar, TextReference } from './ref';
import { describeReference, isReference, PLAIN_VALUE, sourceOf } from './reference';
import { printTemplate } from './template';

declare const type: unique symbol;
const SLOT = Symbol('cdk8s-argo-events.slot');

/** Event data that keeps its JSON type: number, boolean, null, list or object. Made by {@link raw}. */
export interface Raw<out T> extends Slot {
  readonly [type]: T;
}

/** A string made of literal text and event data. Made by {@link text} or {@link withDefault}. */
export interface Text extends Slot {
  readonly [type]: string;
}

interface Slot {
  readonly [SLOT]: TriggerParameterSource;
}

/** What may stand in place of a string: event data, which becomes a text whatever its scalar type. */
export type StringSlot = TextReference | Text | Raw<string>;

/**
 * A value of type T in which any part may come from the event. In place of a string, put a reference or {@link text};
 * in place of anything else, {@link raw}.
 */
export type WithSlots<T> = unknown extends T
  ? JsonWithSlots
  :
      | ([Extract<T, string>] extends [never] ? never : StringSlot)
      | Raw<WithReadonlyLists<NonNullable<T>>>
      | (T extends Scalar | null | undefined
          ? T
          : T extends readonly (infer Element)[]
            ? NoReference & readonly WithSlots<Element>[]
            : NoReference & { readonly [Key in keyof T]: WithSlots<T[Key]> });

/** The type with lists that nobody writes to: the data of an event has such lists. */
type WithReadonlyLists<T> = unknown extends T
  ? T
  : T extends readonly (infer Element)[]
    ? readonly WithReadonlyLists<Element>[]
    : T extends object
      ? { [Key in keyof T]: WithReadonlyLists<T[Key]> }
      : T;

/** Any JSON in which any part may come from the event. */
export type JsonWithSlots =
  | Scalar
  | null
  | undefined
  | StringSlot
  | Raw<unknown>
  | readonly JsonWithSlots[]
  | JsonObjectWithSlots;

interface JsonObjectWithSlots extends NoReference {
  readonly [key: string]: JsonWithSlots;
}

/**
 * The JSON value itself, not its text (`useRawData`). Use it where the object has a number, a boolean, a list or an
 * object. A string stays a string. The compiler checks the type, but not that the event really has such a value.
 *
 * @example
 * ```ts
 * sensor.do('scale', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'apps/v1',
 *     kind: 'Deployment',
 *     metadata: { name: 'shop', namespace: 'shop' },
 *     spec: { replicas: raw(request.data.body.issue.comments) },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.issue.comments
 *     useRawData: true
 *   dest: spec.replicas
 * ```
 */
export function raw<T>(reference: Reference<T>): Raw<NonNullable<T>> {
  return makeSlot<Raw<NonNullable<T>>>(extended(reference, { useRawData: true }));
}

/**
 * The value, or the given text if the event has no such field, or null in it (the engine's `value`).
 *
 * @example
 * ```ts
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { reason: withDefault(request.data.body.issue.state_reason, 'none') },
 *   }),
 * });
 * ```
 * ```yaml
 * - src:
 *     dependencyName: request
 *     dataKey: body.issue.state_reason|[[@this]].#(0!=~null).0
 *     value: none
 *   dest: data.reason
 * ```
 */
export function withDefault(value: StringSlot, fallback: string): Text {
  const { dataKey, contextKey } = parameterSource(value);
  return makeSlot<Text>(
    extended(value, {
      ...(dataKey !== undefined && { dataKey: withoutNull(dataKey) }),
      ...(contextKey !== undefined && { contextKey: withoutNull(contextKey) }),
      value: fallback,
    }),
  );
}

/** The source of the value, with more in it. */
function extended(
  value: Reference | Raw<unknown> | Text,
  more: Partial<TriggerParameterSource>,
): TriggerParameterSource {
  const source = parameterSource(value);
  return withOwner({ ...source, ...more }, ownerOf(source));
}

/** The path, where null counts as absent. */
function withoutNull(path: string): string {
  return path.endsWith(NOT_NULL_AT_END) ? path : path + NOT_NULL_AT_END;
}

/**
 * A string made of literal text and references to one dependency. Numbers are printed as digits. The trigger fails if a
 * value is missing or null, or the result is empty.
 *
 * @throws ValidationError for no reference at all, references to several dependencies, to the context and the data at
 * once, a query, or anything but references
 *
 * @example
 * ```ts
 * const { issue } = request.data.body;
 * sensor.do('remember', {
 *   conditions: request,
 *   action: patch({
 *     apiVersion: 'v1',
 *     kind: 'ConfigMap',
 *     metadata: { name: 'last-request', namespace: 'shop' },
 *     data: { reference: text`shop#${issue.number}` },
 *   }),
 * });
 * ```
 * ```yaml
 * parameters:
 *   - src:
 *       dependencyName: request
 *       dataTemplate: '{{ $v := index .Input.body.issue.number }}shop#{{ kindIs "string" $v | ternary $v (toJson $v) }}'
 *     dest: data.reference
 * ```
 */
export function text(strings: TemplateStringsArray, ...values: TextReference[]): Text {
  if (values.some((value) => isSlot(value) && !isReference(value))) {
    reject('reference', 'text`…` has a withDefault(…), a raw(…) or another text`…` in it', {
      help: 'it takes references only: put withDefault(…) around the whole text, or make the value in a transform',
    });
  }
  const sources = values.map(sourceOf);
  const [first] = sources;
  if (!first) reject('reference', 'text`…` has no reference', { help: 'write a plain string' });
  const foreign = sources.find(
    (source) =>
      source.dependency !== first.dependency || source.part !== first.part || source.owner !== first.owner,
  );
  if (foreign) {
    const other = foreign.owner === first.owner ? '' : ' of another sensor';
    const both = `${describeReference(first)} and ${describeReference(foreign)}${other}`;
    reject('reference', `text\`…\` has both ${both}`, {
      help: 'the engine can join values of one event only, and either of its data or of its context',
    });
  }
  const template = printTemplate(
    strings,
    sources.map(({ path }) => templatePath(path)),
  );
  const key = first.part === 'data' ? 'dataTemplate' : 'contextTemplate';
  return makeSlot<Text>(withOwner({ dependencyName: first.dependency, [key]: template }, first.owner));
}

/** Whether the value comes from an event. */
export function isSlot(value: unknown): value is StringSlot | Raw<unknown> {
  return isReference(value) || (typeof value === 'object' && value !== null && SLOT in value);
}

/** The `src` of the parameter with which the engine fills the slot. */
export function parameterSource(value: Reference | Raw<unknown> | Text): TriggerParameterSource {
  if (!isReference(value)) return value[SLOT];
  const { dependency, part, path, owner } = sourceOf(value);
  // Without a key, a parameter would be the whole event with its context. gjson's @this is the data, or the context.
  const key = path.length === 0 ? '@this' : gjsonPath(path);
  return withOwner(
    part === 'data'
      ? { dependencyName: dependency, dataKey: key }
      : { dependencyName: dependency, contextKey: key },
    owner,
  );
}

function makeSlot<T extends Raw<unknown> | Text>(source: TriggerParameterSource): T {
  const made = { [SLOT]: source } as unknown as T;
  // Without this, a string template in JavaScript would have "[object Object]" in it.
  Object.defineProperty(made, Symbol.toPrimitive, { value: () => refusePlainValue(made) });
  return made;
}

function refusePlainValue(value: Raw<unknown> | Text): never {
  const { useRawData } = parameterSource(value);
  reject('reference', PLAIN_VALUE, {
    subject: describeSlot(value),
    help: useRawData
      ? 'put its reference, without raw(), in text`…`'
      : 'put it in a field of a trigger as it is, or its references in one text`…`',
  });
}

/** The slot as one writes it, for messages. For a text, it is the name of its dependency. */
export function describeSlot(value: StringSlot | Raw<unknown>): string {
  if (isReference(value)) return describeReference(sourceOf(value));
  const { dependencyName, dataKey, contextKey, useRawData } = parameterSource(value);
  if (dataKey === undefined && contextKey === undefined) return `a text of ${dependencyName}`;
  const path = dataKey === undefined ? `context.${contextKey}` : `data.${dataKey}`;
  const key = path.endsWith(NOT_NULL_AT_END) ? path.slice(0, -NOT_NULL_AT_END.length) : path;
  return useRawData ? `raw(${dependencyName}.${key})` : `${dependencyName}.${key}`;
}
