import { apiPage, parseDeclarations } from '../../scripts/docs/api';
import { read } from './markdown';

test('docs/reference/api.md has the public API: after a change, npm run docs, and an entry in CHANGELOG.md', () => {
  expect(read('docs/reference/api.md')).toBe(apiPage());
});

describe('the declarations of a file', () => {
  const TEXT = `import type { Place } from './place';
/** What it does. */
export declare function go(place: Place): void;
export declare function go(): void;
type Speed = 'slow' | 'fast';
export declare class Car {
    #private;
    /** How fast. */
    readonly speed: Speed;
    private readonly secret;
}
export {};
`;
  const { statements, imports } = parseDeclarations(TEXT);

  test('have every overload and public member, and no comment', () => {
    expect(Object.fromEntries(statements)).toEqual({
      go: ['export declare function go(place: Place): void;', 'export declare function go(): void;'],
      Speed: ["type Speed = 'slow' | 'fast';"],
      Car: ['export declare class Car {', '    readonly speed: Speed;', '}'],
    });
    expect(Object.fromEntries(imports)).toEqual({ Place: './place' });
  });

  test('differ when a signature does', () => {
    const changed = parseDeclarations(TEXT.replace('place: Place', 'place?: Place'));
    expect(changed.statements.get('go')).not.toEqual(statements.get('go'));
  });
});
