import { errorsOf, SOURCES } from './compiler';
import { isOnlyScalar, payloadsOfGithub, type Shape } from './github-declarations';

// A program that reads every field of every event of GitHub, each as what GitHub's declarations say of it, and a field
// that no object has. The compiler is the judge.

const payloads = payloadsOfGithub();

const HELPERS = `
import type { GithubEvent, GithubEventName } from '${SOURCES}/event-sources';
import type { Ref, Reference } from '${SOURCES}/references/ref';
declare function data<Name extends GithubEventName>(): Ref<GithubEvent<Name>>;
/** What is wrong with the scalar fields of an object: nothing, if the type is never. */
type Flaws<T, Fields> = { [Name in keyof Fields]: Name extends keyof T ? Flaw<T[Name], Fields[Name]> : 'missing' }[keyof Fields];
type Flaw<T, Kind> = T extends Reference<infer Value> ? FlawOfValue<Value, Kind> : 'no reference';
type FlawOfValue<T, Kind> = 0 extends 1 & T ? 'any' : [T] extends [never] ? 'never' : [T] extends [Kind | undefined] ? never : 'wrong';
type Sound<Found extends never> = Found;
`;

let fields = 0;

function programOf(payload: Shape, event: string): string[] {
  const lines = [`{ const o0 = data<'${event}'>().body;`];
  let objects = 0;
  const walk = (shape: Shape, access: string): void => {
    const name = `o${objects}`;
    if (objects++ > 0) lines.push(`const ${name} = ${access};`);
    const { anyField, element } = shape;
    const isMap = anyField === 'typed' || (anyField === 'unknown' && shape.fields.size === 0 && !element);
    if (isMap) lines.push(`void ${name}['anyField'];`);
    else if (shape.fields.size > 0) lines.push('// @ts-expect-error', `void ${name}.noSuchField;`);
    const members: [string, Shape][] = [...shape.fields].map(([field, inner]) => [`'${field}'`, inner]);
    if (element) members.push(['0', element]);
    fields += members.length;
    const scalars = members.filter(([, inner]) => isOnlyScalar(inner));
    if (scalars.length > 0) {
      const kinds = scalars.map(([field, { scalars }]) => `${field}: ${[...scalars].sort().join(' | ')}`);
      lines.push(`type T${name} = Sound<Flaws<typeof ${name}, { ${kinds.join('; ')} }>>;`);
    }
    for (const [index, [field, inner]] of members.entries()) {
      // A dot reads no field of a map under noPropertyAccessFromIndexSignature.
      const access = /^'[a-z_]\w*'$/i.test(field) ? `${name}.${field.slice(1, -1)}` : `${name}[${field}]`;
      if (!isOnlyScalar(inner)) walk(inner, access);
      else if (index === 0) lines.push(`void ${access};`);
    }
  };
  walk(payload, '');
  return [...lines, '}'];
}

const program = [HELPERS, ...[...payloads].flatMap(([event, payload]) => programOf(payload, event))].join(
  '\n',
);

test('GitHub describes some 38,000 fields of 76 events', () => {
  expect(payloads.size).toBeGreaterThan(70);
  expect(fields).toBeGreaterThan(35_000);
});

const STRICTER = {
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
};
test.each([
  ['strict', {}],
  ['strict and stricter', STRICTER],
])(
  'every field of every event has its type, and no other field compiles: %s',
  (_, options) => {
    expect(errorsOf(program, { options })).toEqual([]);
  },
  300_000,
);

test('a wrong name and a wrong type are told', () => {
  const wrong = (line: string) => errorsOf(`${HELPERS}\nconst { issue } = data<'issues'>().body;\n${line}`);
  expect(wrong('void issue.assignee.loginn;')).toEqual([expect.stringContaining("'loginn' does not exist")]);
  const milestone = (title: string) => `type T = Sound<Flaws<typeof issue.milestone, { title: ${title} }>>;`;
  expect(wrong(milestone('number'))).toEqual([expect.stringContaining(`'"wrong"'`)]);
  expect(wrong(`void issue.assignee.login; ${milestone('string')}`)).toEqual([]);
}, 300_000);
