import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT, read } from './markdown';

/** A name that the package exports. */
export interface Declaration {
  readonly name: string;
  /** What it is called where it is declared, if that is another name. */
  readonly declaredAs?: string;
  /** Where it is declared, from the root. */
  readonly file: string;
  /** Whether it is there for the compiler only. */
  readonly isType: boolean;
}

/** A declaration, or a member of one, with the comment in front of it. */
export interface Described {
  /** `Sensor`, `Sensor.on`. */
  readonly name: string;
  readonly doc: string;
  /** Its text, from its first line to its last. */
  readonly code: string;
  readonly isOptional: boolean;
}

/** The entry points of the package, by what is imported: `cdk8s-argo-events`, `cdk8s-argo-events/lint`. */
export const ENTRIES: Readonly<Record<string, string>> = {
  'cdk8s-argo-events': 'src/index.ts',
  'cdk8s-argo-events/lint': 'src/lint/index.ts',
  'cdk8s-argo-events/remediation': 'src/remediation/index.ts',
};

/** What the package exports. A name that two entry points export is there once. */
export function allExports(): Declaration[] {
  const all = Object.values(ENTRIES).flatMap(exportsOf);
  return [...new Map(all.map((one) => [`${one.file} ${one.name}`, one])).values()];
}

/** What an index exports, in the order of the names. */
export function exportsOf(file: string): Declaration[] {
  const text = read(file);
  const named = [...text.matchAll(/^export (type )?\{([^}]*)\} from '([^']*)'/gms)].flatMap(
    ([, all, names = '', from = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((one) => {
          const [declaredAs = '', name] = one.replace(/^type /, '').split(' as ');
          const isType = all !== undefined || one.startsWith('type ');
          return { name: name ?? declaredAs, declaredAs, file: imported(file, from), isType };
        }),
  );
  const starred = [...text.matchAll(/^export \* from '([^']*)'/gm)].flatMap(([, from = '']) =>
    exportsOf(imported(file, from)),
  );
  return [...named, ...starred].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Whether nobody writes the fields of a type: it is the data of an event, as its comment says, and each field says when
 * it is there.
 */
export function isData([type]: readonly Described[]): boolean {
  return /\bdata of\b/i.test(type?.doc ?? '');
}

/** The file that an import names, from the root. */
export function imported(file: string, from: string): string {
  const path = join(ROOT, dirname(file), from);
  return relative(ROOT, existsSync(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts'));
}

// The formatter's layout is what tells declarations and their members: the first at the margin, the others at two spaces.
const AT_MARGIN = /^export (?:async )?(?:function|class|interface|type|const) (\w+)/;
const MEMBER =
  /^ {2}(?!private |#|return |const |if |for )(?:readonly |override |static )*(\w+)(\?)?(?=[<(:]| *=)/;

/** A declaration, then its members that are public. */
export function described({ name, file }: Declaration): Described[] {
  const lines = read(file).split('\n');
  const start = lines.findIndex((line) => AT_MARGIN.exec(line)?.[1] === name);
  if (start < 0) throw new Error(`${file} does not declare ${name}`);
  const own = blockFrom(lines, start, '');
  const whole = { name, doc: docAbove(lines, start), code: own.join('\n'), isOptional: false };
  if (!/^export (?:class|interface) /.test(lines[start] ?? '')) return [whole];
  const members = own.flatMap((line, index) => {
    const [, member, optional] = MEMBER.exec(line) ?? [];
    if (index === 0 || member === undefined) return [];
    const doc = docAbove(lines, start + index);
    const code = blockFrom(lines, start + index, '  ').join('\n');
    return [{ name: `${name}.${member}`, doc, code, isOptional: optional !== undefined }];
  });
  return [{ ...whole, code: own[0] ?? '' }, ...members];
}

/** The lines of a declaration: up to the next one at its margin, or to what closes the one that it is in. */
function blockFrom(lines: readonly string[], start: number, margin: string): string[] {
  const after = lines.slice(start + 1);
  const isNext = (line: string) => line !== '' && !line.startsWith(`${margin} `) && !/^\s*[)}\]]/.test(line);
  const isOutside = (line: string) => line !== '' && !line.startsWith(margin);
  const end = after.findIndex((line) => isNext(line) || isOutside(line));
  return [lines[start] ?? '', ...after.slice(0, end < 0 ? after.length : end)];
}

function docAbove(lines: readonly string[], start: number): string {
  if (!lines[start - 1]?.trimEnd().endsWith('*/')) return '';
  const above = lines.slice(0, start);
  const height = [...above].reverse().findIndex((line) => line.trimStart().startsWith('/**'));
  return above.slice(start - height - 1).join('\n');
}
