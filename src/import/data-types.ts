import { DataType } from './data-type';
import type { Reads } from './reads';

/** The types of the data of events: one for each event of the file, and one for each other dependency. */
export class DataTypes {
  readonly #types = new Map<string, DataType>();

  /** The type under a key. */
  of(key: string): DataType {
    const type = this.#types.get(key) ?? new DataType();
    this.#types.set(key, type);
    return type;
  }

  /**
   * Takes what code reads into the types, if they can have it.
   *
   * @param keyOf the key of the type of a dependency
   */
  take(reads: readonly Reads[], keyOf: (dependency: string) => string): boolean {
    for (const { dependency, path, wanted } of reads) {
      if (dependency === '') continue;
      const type = this.of(keyOf(dependency));
      if (!type.canHave(path, wanted)) return false;
      type.add(path, wanted);
    }
    return true;
  }
}
