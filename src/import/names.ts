/** The names of a program: each is given once. */
export class Names {
  readonly #taken: Set<string>;

  /** @param taken names that nothing else may have */
  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken);
  }

  /** A name for a variable: the first of these that is free, or the last of them with a number. */
  variable(...wishes: readonly string[]): string {
    return this.#give(wishes.map(camelCase));
  }

  /** A name for a type. */
  type(...wishes: readonly string[]): string {
    return this.#give(wishes.map((wish) => capitalized(camelCase(wish))));
  }

  /** A text that nothing else has: the first of these that is free, or the last of them with a number. */
  text(...wishes: readonly string[]): string {
    return this.#give(wishes);
  }

  #give(wishes: readonly string[]): string {
    const free = wishes.find((wish) => !this.#taken.has(wish)) ?? this.#numbered(wishes.at(-1) ?? 'value');
    this.#taken.add(free);
    return free;
  }

  #numbered(name: string): string {
    for (let number = 2; ; number++) {
      if (!this.#taken.has(`${name}${number}`)) return `${name}${number}`;
    }
  }
}

/** Names that a variable cannot have, or that the program uses itself. */
export const RESERVED_WORDS = [
  ...'abstract any arguments as async await boolean break case catch class const constructor continue'.split(
    ' ',
  ),
  ...'debugger declare default delete do else enum eval export extends false finally for from function'.split(
    ' ',
  ),
  ...'get if implements import in instanceof interface is let module namespace never new null number'.split(
    ' ',
  ),
  ...'object of package private protected public require return set static string super switch symbol'.split(
    ' ',
  ),
  ...'this throw true try type typeof undefined unknown var void while with yield'.split(' '),
  ...'app folder e process console global globalThis exports'.split(' '),
];

function camelCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const text = words.map((word, index) => (index === 0 ? lowered(word) : capitalized(word))).join('');
  return /^\p{L}/u.test(text) ? text : `_${text}`.replace(/^_$/, 'value');
}

function lowered(word: string): string {
  return /^\p{Lu}+$/u.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
