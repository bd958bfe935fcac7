import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES, type Example, exampleProgram, examplesIn } from './doc-comments';
import { compile, printedBy, programFolder, shows } from './programs';
import { allExports, described, isData } from './public';

const folder = programFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = ({ place }: Example) => `${place.replace(/\W/g, '-')}.ts`;

beforeAll(() => {
  for (const example of EXAMPLES) writeFileSync(join(folder, fileOf(example)), exampleProgram(example));
});

test('the examples compile', () => {
  expect(compile(folder)).toBe('');
});

test.each(EXAMPLES.map((example) => [example.place, example] as const))(
  '%s renders what it shows',
  (_, example) => {
    const printed = printedBy(join(folder, fileOf(example)));
    expect(shows(printed, example.yaml ?? '') ? '' : `${printed}\nhas no\n${example.yaml}`).toBe('');
  },
);

describe('an example that is wrong', () => {
  const text = [
    '/**',
    ' * @example',
    ' * ```ts',
    " * sensor.on('created', github.event('comments'), { filters: (e) => [equals(e.body.action, 'created')] });",
    ' * ```',
    ' * ```yaml',
    ' * value:',
    ' *   - ^created$',
    ' * ```',
    ' */',
  ].join('\n');
  const [example] = examplesIn('file.ts', text) as [Example];

  test('is found if it does not compile', () => {
    const spoiled = join(folder, 'spoiled');
    mkdirSync(spoiled);
    writeFileSync(join(spoiled, 'tsconfig.json'), '{ "extends": "../tsconfig.json", "include": ["*.ts"] }');
    writeFileSync(join(spoiled, 'right.ts'), exampleProgram(example));
    expect(compile(spoiled)).toBe('');
    const code = example.code.replace('action', 'aktion');
    writeFileSync(join(spoiled, 'wrong.ts'), exampleProgram({ ...example, code }));
    expect(compile(spoiled)).toContain("Property 'aktion' does not exist");
  });

  test('is found if it renders something else', () => {
    writeFileSync(join(folder, 'right.ts'), exampleProgram(example));
    const printed = printedBy(join(folder, 'right.ts'));
    expect(shows(printed, example.yaml ?? '')).toBe(true);
    expect(shows(printed, '  - created\n')).toBe(false);
  });

  test('is found if it has no code', () => {
    expect(() => examplesIn('file.ts', text.replace('```ts', '```js'))).toThrow(
      'file.ts:2 needs one block of ts',
    );
  });
});

// What a user does with them is in the guide of the loop, not in a line of code.
const WITHOUT_EXAMPLE = {
  RemediationArgoCd: 'it takes the props of the loop, and docs/argo-cd.md shows what it renders',
  RemediationLoop: 'README.md and docs/change.md have its props in examples that are compiled',
  RemediationMonitoring: 'it takes the props of the loop, and docs/install.md shows what it renders',
  RemediationPrerequisites: 'it takes the props of the loop, and docs/install.md shows what it renders',
  taskCodeRun: 'docs/change.md has an example that is compiled',
  ValidationError: 'it is thrown, and nobody makes one',
};

test('each function and class, and each method that a user calls, has an example', () => {
  const main = allExports()
    .filter(({ isType, name }) => !isType && !(name in WITHOUT_EXAMPLE))
    .flatMap((declaration) => described(declaration).map((one) => ({ ...declaration, ...one })))
    // The fields of a class are what its props say. What overrides a method of cdk8s is used as cdk8s says.
    .filter(({ name, code }) => !name.includes('.') || /^ {2}\w+(?:<.*?>)?\(/s.test(code))
    .filter(({ name }) => !name.endsWith('.constructor'));
  expect(main.length).toBeGreaterThan(45);
  const without = main.filter(({ doc, name }) => !doc.includes('@example') && !hasOtherOverload(name, main));
  expect(without.map(({ name }) => name)).toEqual([]);
});

/** Whether another overload of the method has the example. */
function hasOtherOverload(name: string, all: readonly { name: string; doc: string }[]): boolean {
  return all.some((one) => one.name === name && one.doc.includes('@example'));
}

// Props whose defaults another place lists.
const OTHER_DEFAULTS = [
  'src/remediation/props.ts',
  'src/remediation/pod-template.ts',
  'src/argo-events/retry.ts',
];

// EventDefinition.data is there for its type only.
test('each optional field of a type that a user writes has its default', () => {
  const fields = allExports()
    .filter(({ file }) => file.startsWith('src/') && !OTHER_DEFAULTS.includes(file))
    .map(described)
    .filter((members) => !isData(members))
    .flat()
    .filter(({ isOptional, name }) => isOptional && name !== 'EventDefinition.data');
  expect(fields.length).toBeGreaterThan(30);
  expect(fields.filter(({ doc }) => !/@default \S/.test(doc)).map(({ name }) => name)).toEqual([]);
});
