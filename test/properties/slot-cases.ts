import type { TriggerParameter, TriggerParameterSource } from '../../imports/argo-events';
import type { Ref } from '../../src/argo-events/references/ref';
import { count, each, nonNull } from '../../src/argo-events/references/reference';
import {
  parameterSource,
  type Raw,
  raw,
  type StringSlot,
  text,
  withDefault,
} from '../../src/argo-events/references/slot';
import type { Payload } from '../../src/argo-events/triggers';
import { payloadParameters } from '../../src/argo-events/triggers/payload';
import { dataOf } from '../argo-events/events';

/** A slot, the event data, and the value that the engine sets; without `want`, the parameter fails. */
export interface SlotCase {
  readonly slot: string;
  readonly source: TriggerParameterSource;
  readonly data: unknown;
  readonly want?: unknown;
}

/** A payload, the event data, and the JSON that the engine sends. */
export interface PayloadCase {
  readonly parameters: readonly TriggerParameter[];
  readonly data: unknown;
  readonly want: unknown;
}

// The types of the event are not those of its data here: this is about what comes in spite of them.
interface Data {
  readonly body: { readonly v: string | null };
  readonly list: readonly { readonly n: string | null }[];
}
const data: Ref<Data> = dataOf<Data>('dependency');
const { v } = data.body;
const REST = { list: [{ n: 'a' }, { n: null }] };

/** A slot, and what becomes of a text, a number, a boolean and so on in it. */
interface Expectation {
  readonly slot: StringSlot | Raw<unknown>;
  /** What becomes of a value; undefined if the parameter fails. */
  readonly of: (value: unknown) => unknown;
  /** What comes for null, and for no value at all. */
  readonly without: { readonly null: unknown; readonly absent: unknown };
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const asIs = (value: unknown) => value;
const FAILS = { null: undefined, absent: undefined };

const EXPECTED: Readonly<Record<string, Expectation>> = {
  'a reference': { slot: v, of: asText, without: { null: 'null', absent: undefined } },
  'nonNull(…)': { slot: nonNull(v), of: asText, without: FAILS },
  'withDefault(…)': { slot: withDefault(v, 'none'), of: asText, without: { null: 'none', absent: 'none' } },
  'withDefault(nonNull(…))': {
    slot: withDefault(nonNull(v), 'none'),
    of: asText,
    without: { null: 'none', absent: 'none' },
  },
  'text`…`': { slot: text`a-${v}`, of: (value) => `a-${asText(value)}`, without: FAILS },
  'text`…` of several': {
    slot: text`a-${v}-${v}-${data.list[0].n}`,
    of: (value) => `a-${asText(value)}-${asText(value)}-a`,
    without: FAILS,
  },
  'withDefault(text`…`)': {
    slot: withDefault(text`a-${v}`, 'none'),
    of: (value) => `a-${asText(value)}`,
    without: { null: 'none', absent: 'none' },
  },
  'raw(…)': { slot: raw(v), of: asIs, without: { null: null, absent: undefined } },
  'raw(nonNull(…))': { slot: raw(nonNull(v)), of: asIs, without: FAILS },
  'withDefault(raw(…))': {
    slot: withDefault(raw(nonNull(v)), 'none'),
    of: asIs,
    without: { null: 'none', absent: 'none' },
  },
};

const VALUES: readonly unknown[] = [
  'a text',
  '',
  'null',
  '<a> & "b"\n🔴',
  0,
  42,
  2345678901,
  -0.5,
  true,
  false,
  [1, 'a'],
  { a: null },
];

/** What becomes of each value in each kind of slot. */
export function slotCases(): SlotCase[] {
  const table = Object.entries(EXPECTED).flatMap(([name, { slot, of, without }]) => {
    const of1 = (body: object, want: unknown): SlotCase => ({
      slot: name,
      source: parameterSource(slot),
      data: { body, ...REST },
      ...(want !== undefined && { want }),
    });
    return [
      ...VALUES.map((value) => of1({ v: value }, of(value))),
      of1({ v: null }, without.null),
      of1({}, without.absent),
      of1({ v: { below: 1 } }, of({ below: 1 })),
    ];
  });
  return [
    ...table,
    ...ODD_PATHS.map(({ slot, data: of, want }) => ({
      slot: 'odd',
      source: parameterSource(slot),
      data: of,
      ...(want !== undefined && { want }),
    })),
  ];
}

/** Where null counts as absent at the end of paths that are more than keys. */
const ODD_PATHS: readonly {
  readonly slot: StringSlot | Raw<unknown>;
  readonly data: unknown;
  readonly want?: unknown;
}[] = [
  { slot: withDefault(count(data.list), 'none'), data: REST, want: '2' },
  { slot: withDefault(count(data.list), 'none'), data: {}, want: 'none' },
  { slot: raw(nonNull(each(data.list).n)), data: REST, want: ['a', null] },
  { slot: raw(nonNull(data)), data: REST, want: REST },
  { slot: withDefault(nonNull(data.body).v, 'none'), data: { body: null }, want: 'none' },
  { slot: withDefault(data.list[1].n, 'none'), data: REST, want: 'none' },
  {
    slot: withDefault(dataOf<Record<string, string>>('dependency')['a.|b']!, 'none'),
    data: { 'a.|b': 'c' },
    want: 'c',
  },
];

/** Payloads with constants of every type, alone and beside event data. */
export function payloadCases(): PayloadCase[] {
  const nested = { n: 1, list: [2.5, 'a', [], [true, null], {}], gone: null, from: v, raw: raw(v) };
  const payloads: readonly (readonly [Payload, unknown])[] = [
    ...[7, -0.5, 1e21, 1e-7, 0, true, false, null, [], {}, 'text'].map(
      (value) => [{ a: value }, { a: value }] as const,
    ),
    [nested, { ...nested, from: 'x', raw: 'x' }],
    [{ 'a.b': { 0: 1 } }, { 'a.b': { 0: 1 } }],
    [{}, {}],
  ];
  return payloads.map(([payload, want]) => ({
    parameters: payloadParameters(payload, { dependency: 'dependency', isCertain: true }),
    data: { body: { v: 'x' } },
    want,
  }));
}
