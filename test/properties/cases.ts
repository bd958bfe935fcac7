import { join } from 'node:path';
import fc from 'fast-check';
import { gjsonPath, sjsonPath } from '../../src/argo-events/references/path';
import type { Reference, Scalar } from '../../src/argo-events/references/ref';
import { referenceTo } from '../../src/argo-events/references/reference';
import { exactRegex, quoteRegex } from '../../src/argo-events/references/regex';
import { parameterSource, text } from '../../src/argo-events/references/slot';
import { type JqValue, jq } from '../../src/argo-events/transform';
import { toYaml } from '../../src/gitops/yaml';
import { textWith } from '../argo-events/arbitrary';
import { jsonObject, TREACHEROUS } from '../gitops/arbitrary';
import { type PayloadCase, payloadCases, type SlotCase, slotCases } from './slot-cases';

/** Where the cases are for the Go tests, which read them with the engine's own libraries. */
export const FILE = join(__dirname, '../engine/escaping/cases.json');

/** What our functions write, with what has to come back from it. */
export interface Cases {
  /** A path over a document, and the value that it leads to. */
  readonly gjson: readonly { path: string; document: unknown; want: string }[];
  /** A path, and the document before and after a text was set there. */
  readonly sjson: readonly { path: string; document: unknown; want: unknown }[];
  /** A pattern for one of the texts alone, and one for any text that has it in it. */
  readonly regexp: readonly { texts: readonly string[]; exactly: string; quote: string }[];
  readonly template: readonly { template: string; data: unknown; want: string }[];
  readonly slot: readonly SlotCase[];
  readonly payload: readonly PayloadCase[];
  /** A program that gives `{"value": …}`. */
  readonly jq: readonly { program: string; want: unknown }[];
  readonly yaml: readonly { document: string; want: unknown }[];
}

type Json = Readonly<Record<string, unknown>>;

const VALUE = 'the value';
const DECOY = 'another value';
const SPECIAL = '.\\*?#@|:!{}[]()~^$%&=<>,;+-_/ "\'`01aé🔴\n\r\t\0\x7f\u0085\u2028\u2029\ufeff';

// Long enough to be odd, short enough to be read. The long ones show nothing more here.
const treacherous = TREACHEROUS.filter(({ length }) => length < 100);
const anyText = fc.oneof(
  fc.constantFrom(
    ...treacherous,
    '{{',
    '}}',
    '{{ .Input }}',
    '\\(1)',
    '\\',
    '$',
    '(?i)a',
    '\\Qa\\E',
    '[[:alpha:]]',
  ),
  textWith(SPECIAL, { maxLength: 12 }),
);
const key = fc.oneof({ weight: 3, arbitrary: anyText }, { weight: 1, arbitrary: fc.nat(12).map(String) });
const step = fc.oneof({ weight: 5, arbitrary: key }, { weight: 1, arbitrary: fc.nat(3) });
type Keys = readonly (string | number)[];

/** The text at the end of the path, beside other fields and elements at each level. */
function nest(steps: Keys, value: string, decoys: readonly string[]): unknown {
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  const inner = nest(rest, value, decoys);
  if (typeof first === 'number') return [...Array<string>(first).fill(DECOY), inner, DECOY];
  // The decoys come first, for a reader takes the first field that fits.
  const others = decoys.filter((decoy) => decoy !== first).map((decoy) => [decoy, DECOY]);
  return Object.fromEntries([...others, [first, inner]]);
}

// A wrong reading of a key is most likely one without its special characters, with a part of it, or nothing.
function decoysOf(steps: Keys): string[] {
  const parts = steps.map(String).flatMap((one) => {
    const [first = '', ...rest] = one; // by characters, not by halves of them
    return [one.replace(/[^A-Za-z0-9]/g, ''), first, rest.join('')];
  });
  return [...new Set(parts)];
}

const rootKey = key.filter((name) => name !== '');
const gjson = fc.tuple(rootKey, fc.array(step, { maxLength: 3 })).map(([root, rest]) => {
  const steps = [root, ...rest];
  return { path: gjsonPath(steps), document: nest(steps, VALUE, decoysOf(steps)), want: VALUE };
});

const sjson = fc.oneof(
  fc.tuple(key, fc.array(step, { maxLength: 3 })).map(([root, rest]) => {
    const steps = [root, ...rest];
    const at = (value: string) => nest(steps, value, decoysOf(steps));
    return { path: sjsonPath(steps), document: at(''), want: at(VALUE) };
  }),
  // Where nothing is yet: objects, not arrays, come of keys of digits.
  fc.array(key, { minLength: 1, maxLength: 3 }).map((steps) => ({
    path: sjsonPath(steps),
    document: {},
    want: nest(steps, VALUE, []),
  })),
);

const regexp = fc.array(anyText, { minLength: 1, maxLength: 4 }).map(([first = '', ...others]) => {
  // What is one character away from a text is what a careless pattern would also find.
  const shorter = [...first].slice(1).join('');
  const near = [`${first}\n`, `\n${first}`, `x${first}`, `${first}x`, shorter, first.replace(/\W/u, 'x')];
  const texts = [first, ...new Set([...others, ...near].filter((one) => one !== first))];
  return { texts, exactly: exactRegex(first), quote: quoteRegex(first) };
});

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  { weight: 3, arbitrary: anyText },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, 7, -1, 2345678901, 999999999999999, 0.5, 1e-7, 1e21, true, false),
  },
);
const template = fc
  .tuple(
    fc.array(fc.tuple(fc.array(key, { minLength: 1, maxLength: 2 }), scalar), { minLength: 1, maxLength: 3 }),
    fc.array(anyText, { minLength: 4, maxLength: 4 }),
  )
  .map(([values, literals]) => {
    const strings = literals.slice(0, values.length + 1);
    const references = values.map(([keys], index) => reference(['value', index, ...keys]));
    const slot = text(Object.assign(strings, { raw: strings }), ...references);
    return {
      template: parameterSource(slot).dataTemplate ?? '',
      data: {
        value: values.map(([keys, value]) =>
          keys.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value),
        ),
      },
      want: strings.map((literal, index) => literal + (values[index]?.[1] ?? '')).join(''),
    };
  })
  // The engine takes these two for a failure, whatever they come from (getValueWithTemplate).
  .filter(({ want }) => want !== '' && want !== '<no value>');

function reference(path: Keys): Reference<Scalar> {
  return referenceTo<Scalar>({ dependency: 'dependency', part: 'data', path });
}

const program = fc.oneof(jsonObject, anyText, fc.array(anyText, { maxLength: 3 })).map((value) => ({
  program: jq`{ value: ${value as JqValue} }`.jq,
  want: { value },
}));

const document = jsonObject.map((object) => ({ document: toYaml(object), want: object }));

/** Every treacherous text, as a value, in a list and as a key. */
function everywhere(texts: readonly string[]): { document: string; want: Json } {
  const want = { values: texts, keys: Object.fromEntries(texts.map((one) => [one, { [one]: one }])) };
  return { document: toYaml(want), want };
}

/** The cases, always the same ones; with another seed and more of them, for a search by hand. */
export function cases(seed = 20260102, times = 1): Cases {
  // What is longer shows nothing more, and the file is committed.
  const some = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
    fc.sample(arbitrary, { seed, numRuns: count * times }).filter((one) => JSON.stringify(one).length < 2000);
  return {
    gjson: some(gjson, 160),
    sjson: some(sjson, 160),
    regexp: some(regexp, 120),
    template: some(template, 120),
    slot: slotCases(),
    payload: payloadCases(),
    jq: some(program, 120),
    yaml: [everywhere(treacherous), ...some(document, 100)],
  };
}

/** The text of the file: a case a line, so that a change of one is a change of one line. */
export function toFile(all: object): string {
  const lists = Object.entries(all).map(
    ([name, list]: [string, readonly unknown[]]) =>
      `${JSON.stringify(name)}: [\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
  );
  return `{\n${lists.join(',\n')}\n}\n`;
}
