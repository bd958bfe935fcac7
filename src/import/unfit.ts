/** Why something cannot be written with the functions of the library. Its message says it after "because" or a colon. */
export class Unfit extends Error {
  /** The name of this kind of error. */
  override readonly name = 'Unfit';
}

/** Gives up a way to write something. */
export function unfit(why: string): never {
  throw new Unfit(why);
}
