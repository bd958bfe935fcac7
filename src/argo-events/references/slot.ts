import type { TriggerParameterSource } from '../../../imports/argo-events';
import { gjsonPath, goString, templatePath } from './path';
import {
  describeReference,
  isReference,
  type NoReference,
  type Reference,
  type Scalar,
  sourceOf,
} from './reference';
import { throwFinding } from './throw-finding';

declare const type: unique symbol;
const SLOT = Symbol('cdk8s-argo-events.slot');

/** A value that keeps its JSON type in the object: number, boolean, null, array or object. */
export interface Raw<out T> extends Slot {
  readonly [type]: T;
}

/** A string made of literal text and event data. */
export interface Text extends Slot {
  readonly [type]: string;
}

interface Slot {
  readonly [SLOT]: TriggerParameterSource;
}

/** What a string may be in the template of an object: event data of any scalar type becomes its text. */
export type StringSlot = Reference<Scalar | null | undefined> | Text | Raw<string>;

/**
 * An object of type T in which any value may come from the event instead: strings from a reference or
 * {@link text}, all else from {@link raw}.
 */
export type Templated<T> = unknown extends T
  ? TemplatedJson
  :
      | ([Extract<T, string>] extends [never] ? never : StringSlot)
      | Raw<T>
      | (T extends Scalar | null | undefined
          ? T
          : T extends readonly (infer Element)[]
            ? readonly Templated<Element>[]
            : { readonly [Key in keyof T]: Templated<T[Key]> } & NoReference);

/** Any JSON in which any value may come from the event. */
export type TemplatedJson =
  | Scalar
  | null
  | undefined
  | StringSlot
  | Raw<unknown>
  | readonly TemplatedJson[]
  | ({ readonly [key: string]: TemplatedJson } & NoReference);

/**
 * The value as it is in the event, not its text (`useRawData`): what a slot that is no string accepts. A
 * string stays a string. It is the author who says that the event holds a value of the slot's type.
 */
export function raw<T>(reference: Reference<T>): Raw<NonNullable<T>> {
  return makeSlot<Raw<NonNullable<T>>>({ ...parameterSource(reference), useRawData: true });
}

/** The value, or the given text where the event has no such field (the engine's `value`); null is a value. */
export function withDefault(value: StringSlot, fallback: string): Text {
  return makeSlot<Text>({ ...parameterSource(value), value: fallback });
}

// Numbers are float64 in the engine's templates and would print as 2.345678901e+09; a missing value would
// print as <no value> in the middle of a name. JSON prints numbers as digits, and `fail` stops the trigger.
const PRINT_VALUE =
  '{{ define "value" }}{{ if kindIs "string" . }}{{ . }}{{ else if kindIs "invalid" . }}{{ fail "no value" }}' +
  '{{ else }}{{ toJson . }}{{ end }}{{ end }}';

/**
 * A string made of literal text and references to one dependency: `` text`task-${task}-remediation-state` ``.
 * Numbers print as digits. A missing or null value fails the trigger, and so does an empty result.
 *
 * @throws ValidationError for no reference at all, references to several dependencies, to the context and the data at
 * once, or a query
 */
export function text(strings: TemplateStringsArray, ...values: Reference<Scalar | null | undefined>[]): Text {
  const sources = values.map(sourceOf);
  const [first] = sources;
  if (!first) throwFinding('text', 'A text template needs a reference: write a plain string instead');
  const foreign = sources.find(
    (source) => source.dependency !== first.dependency || source.part !== first.part,
  );
  if (foreign) {
    throwFinding(
      'text',
      'A text template takes its values from one part of one event: ' +
        `"${describeReference(foreign)}" beside "${describeReference(first)}"`,
    );
  }
  const template = strings
    .map((literal, index) => {
      const source = sources[index];
      const value = source ? `{{ template "value" ${templatePath(source.path)} }}` : '';
      return (
        literal.replace(source ? /\{\{+|\{$/g : /\{\{+/g, (braces) => `{{ ${goString(braces)} }}`) + value
      );
    })
    .join('');
  const key = first.part === 'data' ? 'dataTemplate' : 'contextTemplate';
  return makeSlot<Text>({ dependencyName: first.dependency, [key]: PRINT_VALUE + template });
}

/** Whether the value takes its content from an event. */
export function isSlot(value: unknown): value is StringSlot | Raw<unknown> {
  return isReference(value) || (typeof value === 'object' && value !== null && SLOT in value);
}

/** The `src` of the engine's parameter that fills the slot. */
export function parameterSource(value: Reference | Raw<unknown> | Text): TriggerParameterSource {
  if (!isReference(value)) return value[SLOT];
  const { dependency, part, path } = sourceOf(value);
  // A parameter with no key at all gives the whole event, context included; gjson's @this gives the part.
  const key = path.length === 0 ? '@this' : gjsonPath(path);
  return part === 'data'
    ? { dependencyName: dependency, dataKey: key }
    : { dependencyName: dependency, contextKey: key };
}

function makeSlot<T extends Raw<unknown> | Text>(source: TriggerParameterSource): T {
  const made = { [SLOT]: source } as unknown as T;
  // Without it, a plain string would silently hold "[object Object]".
  Object.defineProperty(made, Symbol.toPrimitive, { value: () => refusePlainValue(made) });
  return made;
}

function refusePlainValue(value: Raw<unknown> | Text): never {
  const told = `A value of an event was used as a plain value: "${describeSlot(value)}". `;
  const { useRawData } = parameterSource(value);
  throwFinding(
    describeSlot(value),
    told +
      (useRawData
        ? 'Put its reference, without raw(), in a text`…` template'
        : 'Put it in a slot of a trigger as it is, or its references in one text`…` template'),
  );
}

/** The slot as a reader would write it, for messages. Of a text, its dependency is named. */
export function describeSlot(value: StringSlot | Raw<unknown>): string {
  if (isReference(value)) return describeReference(sourceOf(value));
  const { dependencyName, dataKey, contextKey, useRawData } = parameterSource(value);
  if (dataKey === undefined && contextKey === undefined) return `a text of ${dependencyName}`;
  const key = dataKey === undefined ? `context.${contextKey}` : `data.${dataKey}`;
  return useRawData ? `raw(${dependencyName}.${key})` : `${dependencyName}.${key}`;
}
