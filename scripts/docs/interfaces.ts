import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A member of an interface, as its text has it. */
export interface Member {
  readonly name: string;
  readonly type: string;
  /** What its comment says, in one line. */
  readonly doc: string;
  /** What follows `@default`: an expression, or a text that begins with a hyphen; empty when there is none. */
  readonly default: string;
}

/** An interface. */
export interface Interface {
  readonly doc: string;
  /** The interface that it extends; empty when there is none. */
  readonly base: string;
  /** Its own members. */
  readonly members: readonly Member[];
}

// The formatter's layout is what tells declarations and their members.
const DECLARATION = /^\/\*\*((?:(?!\*\/).)*)\*\/\nexport interface (\w+)(?: extends (\w+))? \{\n(.*?)^\}/gms;
const MEMBER = /^ {2}\/\*\*((?:(?!\*\/).)*)\*\/\n {2}readonly (\w+)\??: ([^\n]*);$/gms;

/** The interfaces that the files of a folder export, by name. */
export function interfacesIn(folder: string): ReadonlyMap<string, Interface> {
  const text = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  return new Map(
    [...text.matchAll(DECLARATION)].map(([, comment = '', name = '', base = '', body = '']) => [
      name,
      { doc: textOf(comment), base, members: membersIn(body) },
    ]),
  );
}

function membersIn(body: string): Member[] {
  return [...body.matchAll(MEMBER)].map(([, comment = '', name = '', type = '']) => {
    const [doc = '', value = ''] = textOf(comment).split(/ ?@default /);
    return { name, type, doc, default: value };
  });
}

/** The text of a comment in one line. An end of a comment inside of it is escaped. */
function textOf(comment: string): string {
  return comment
    .replace(/^ *\* ?/gm, '')
    .replaceAll('*\\/', '*/')
    .replace(/\s+/g, ' ')
    .trim();
}
