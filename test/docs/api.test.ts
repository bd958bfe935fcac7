import { apiPage } from '../../scripts/docs/api';
import { Declarations, emitDeclarations, parseDeclarations } from '../../scripts/docs/declarations';
import { read } from './markdown';

const emitted = emitDeclarations();
const page = apiPage(emitted);

test('docs/reference/api.md has the public API: after a change, npm run docs, and an entry in CHANGELOG.md', () => {
  expect(read('docs/reference/api.md')).toBe(page);
});

describe('the page changes', () => {
  const changed = (file: string, from: string, to: string) => {
    const text = emitted.get(file) ?? '';
    expect(text).toContain(from);
    return apiPage(new Map(emitted).set(file, text.replace(from, to)));
  };

  test.each([
    ['an exported function', 'src/argo-events/triggers/k8s.ts', 'function patch', 'function patch<T>'],
    [
      'a member of a type that is only referred to',
      'src/argo-events/triggers/action.ts',
      'TriggerKindFields = Omit<TriggerTemplate, ',
      "TriggerKindFields = Omit<TriggerTemplate, 'http' | ",
    ],
    [
      'a member of a type to which such a type refers',
      'src/argo-events/references/ref.ts',
      'interface Elements<T> extends Hint<',
      'interface Elements<T> extends Hint<"" | ',
    ],
    [
      'a generated type',
      'imports/argo-events.ts',
      'interface JetStreamBus {',
      'interface JetStreamBus { a: 1;',
    ],
    [
      'a generated type to which only such a type refers',
      'imports/argo-events.ts',
      'interface PersistenceStrategy {',
      'interface PersistenceStrategy { a: 1;',
    ],
  ])('with %s', (_, file, from, to) => {
    expect(changed(file, from, to)).not.toBe(page);
  });

  test('not with a declaration that the public API does not reach', () => {
    expect(changed('src/cli/context.ts', 'interface CliContext {', 'interface CliContext { a: 1;')).toBe(
      page,
    );
  });
});

test('every type of ours that the page names is on it', () => {
  const own = new Set(
    [...emitted]
      .filter(([file]) => file.startsWith('src/'))
      .flatMap(([, text]) => [...parseDeclarations(text).statements.keys()]),
  );
  const declared = new Set(parseDeclarations(page).statements.keys());
  // A field may be called as a type: `readonly Subject?: string`.
  const code = page.replace(/'[^'\n]*'|^<!--.*$|\b(?:k8s|cdk8s)\.\w+|\breadonly \w+\??:/gm, '');
  const named = [...code.matchAll(/^[ }\w].*$/gm)].flatMap(([line]) => line.match(/\b[A-Z]\w+/g) ?? []);
  expect([...new Set(named)].filter((name) => own.has(name) && !declared.has(name))).toEqual([]);
  expect(declared.size).toBeGreaterThan(150);
});

describe('the declarations of a file', () => {
  const TEXT = `import type { Place, Town as City } from './place';
/** What it does. */
export declare function go(place: Place): void;
export declare function go(): void;
type Speed = 'slow' | 'fast';
declare const unit: unique symbol;
export declare class Car {
    #private;
    /** How fast. */
    readonly speed: Speed;
    readonly [unit]: City;
    private readonly secret;
}
export {};
`;
  const { statements, imports } = parseDeclarations(TEXT);

  test('have every overload and public member, and no comment', () => {
    expect(Object.fromEntries(statements)).toEqual({
      go: ['export declare function go(place: Place): void;', 'export declare function go(): void;'],
      Speed: ["type Speed = 'slow' | 'fast';"],
      unit: ['declare const unit: unique symbol;'],
      Car: ['export declare class Car {', '    readonly speed: Speed;', '    readonly [unit]: City;', '}'],
    });
    expect(Object.fromEntries(imports)).toEqual({
      Place: { name: 'Place', from: './place' },
      City: { name: 'Town', from: './place' },
    });
  });

  test('refer to others, of the same file and of other ones', () => {
    const files = new Map([
      ['src/car.ts', TEXT],
      ['src/place/index.ts', "import { Town } from './town';\nexport { Town };\n"],
      [
        'src/place/town/index.ts',
        'export interface Town {\n    readonly size: Size;\n}\ntype Size = number;\ntype Other = 1;\n',
      ],
    ]);
    const reached = new Declarations(files).reachedFrom([{ name: 'Car', file: 'src/car.ts' }]);
    expect(reached.map(({ name }) => name)).toEqual(['Car', 'Size', 'Speed', 'Town', 'unit']);
  });
});
