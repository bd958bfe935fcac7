import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imported } from '../../test/docs/public';

const ROOT = join(__dirname, '../..');

/** A declaration: its name, and its file from the root. */
export interface Place {
  readonly name: string;
  readonly file: string;
}

/** The text of each file of declarations, by the file of its source from the root. */
export type Emitted = ReadonlyMap<string, string>;

/** What the compiler emits for the package. */
export function emitDeclarations(): Emitted {
  const out = mkdtempSync(join(tmpdir(), 'api-'));
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const build = join(ROOT, 'tsconfig.build.json');
    execFileSync(process.execPath, [tsc, '-p', build, '--emitDeclarationOnly', '--outDir', out]);
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.d\.ts$/.test(file),
    );
    return new Map(
      files.map((file) => [file.replace(/\.d\.ts$/, '.ts'), readFileSync(join(out, file), 'utf8')]),
    );
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** A file of declarations. */
export interface DeclarationFile {
  /** The declarations by name. A function with overloads has several. Private members are left out. */
  readonly statements: ReadonlyMap<string, readonly string[]>;
  /** What each imported name is called where it comes from, and the module, as it is written: `./dependency`. */
  readonly imports: ReadonlyMap<string, { readonly name: string; readonly from: string }>;
  /** The modules of which everything is exported again. */
  readonly starred: readonly string[];
}

/** Reads what the compiler emits. Its layout tells the statements: each begins at the margin. */
export function parseDeclarations(text: string): DeclarationFile {
  const statements = new Map<string, string[]>();
  const imports = new Map<string, { name: string; from: string }>();
  const starred: string[] = [];
  const lines = text.replace(/^ *\/\*\*.*?\*\/\n/gms, '').split('\n');
  for (const [index, line] of lines.entries()) {
    // What is exported again, from another file, is as if it were imported.
    const [, names = '', from] = /^(?:import|export) (?:type )?\{(.*)\} from '(\.[^']*)';$/.exec(line) ?? [];
    if (from !== undefined)
      for (const one of names.split(',')) {
        const [name = '', local = name] = one
          .trim()
          .replace(/^type /, '')
          .split(' as ');
        imports.set(local, { name, from });
      }
    const all = /^export (?:type )?\* from '(\.[^']*)';$/.exec(line)?.[1];
    if (all !== undefined) starred.push(all);
    const name = STATEMENT.exec(line)?.[1];
    if (name === undefined) continue;
    const after = lines.slice(index + 1);
    const end = after.findIndex((other) => other === '' || /^[a-z]/.test(other));
    const whole = [line, ...after.slice(0, end < 0 ? after.length : end)].filter((one) => !PRIVATE.test(one));
    statements.set(name, [...(statements.get(name) ?? []), ...whole]);
  }
  return { statements, imports, starred };
}

const STATEMENT =
  /^(?:export )?(?:declare )?(?:abstract )?(?:function|class|interface|type|const|enum) (\w+)/;
const PRIVATE = /^ +(?:private |#private;)/;

/** The declarations of all files, and what they refer to. */
export class Declarations {
  readonly #emitted: Emitted;
  readonly #files = new Map<string, DeclarationFile>();

  constructor(emitted: Emitted) {
    this.#emitted = emitted;
  }

  /** The lines of a declaration; none if it is not there. */
  linesOf({ name, file }: Place): readonly string[] {
    return this.#read(file).statements.get(name) ?? [];
  }

  /** The declarations to which those at `from` refer, and the ones to which these refer, and so on. */
  reachedFrom(from: readonly Place[], follows: (place: Place) => boolean = () => true): Place[] {
    const seen = new Map(from.map((place) => [keyOf(place), place]));
    for (const queue = [...from]; queue.length > 0; ) {
      const next = queue.pop() as Place;
      if (!follows(next)) continue;
      for (const place of this.#referredTo(next)) {
        if (seen.has(keyOf(place))) continue;
        seen.set(keyOf(place), place);
        queue.push(place);
      }
    }
    return [...seen.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  #referredTo(place: Place): Place[] {
    const lines = this.linesOf(place);
    const named = namesIn(lines).map((name) => ({ name, file: place.file }));
    const inline = [...lines.join('\n').matchAll(/import\("(\.[^"]*)"\)\.(\w+)/g)];
    const found = inline.map(([, from = '', name = '']) => ({ name, file: imported(place.file, from) }));
    return [...named, ...found].flatMap((one) => this.#declared(one) ?? []);
  }

  /** Where a name is declared that a file has, imports or exports again. */
  #declared({ name, file }: Place): Place | undefined {
    const { statements, imports, starred } = this.#read(file);
    if (statements.has(name)) return { name, file };
    const from = imports.get(name);
    if (from !== undefined) return this.#declared({ name: from.name, file: imported(file, from.from) });
    for (const all of starred) {
      const found = this.#declared({ name, file: imported(file, all) });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #read(file: string): DeclarationFile {
    const found = this.#files.get(file) ?? parseDeclarations(this.#emitted.get(file) ?? '');
    this.#files.set(file, found);
    return found;
  }
}

/** The same text for the same declaration. */
export function keyOf({ name, file }: Place): string {
  return `${name} ${file}`;
}

/** The names that may be those of declarations: of types, and of constants that a type names. */
function namesIn(lines: readonly string[]): string[] {
  const matches = lines.join('\n').matchAll(/\b([A-Z]\w*)|\[(\w+)\]\??:|\btypeof (\w+)/g);
  return [...new Set([...matches].map(([, type, key, value]) => type ?? key ?? value ?? ''))];
}
