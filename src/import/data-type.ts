import { quoted } from './code';
import type { Wanted } from './reads';

/** The type of the data of an event, as far as code reads it. */
export class DataType {
  readonly #fields = new Map<string, DataType>();
  #element: DataType | undefined;
  #scalar: 'string' | 'number' | 'boolean' | 'scalar' | undefined;

  /** Whether nothing is known of it. */
  get isEmpty(): boolean {
    return this.#fields.size === 0 && this.#element === undefined && this.#scalar === undefined;
  }

  /** The type of a field, if it is the only field. */
  only(name: string): DataType | undefined {
    return this.#fields.size === 1 ? this.#fields.get(name) : undefined;
  }

  /** Whether it has texts alone, as fields of these names. */
  hasOnlyTexts(names: readonly string[]): boolean {
    return [...this.#fields].every(
      ([name, type]) =>
        names.includes(name) && type.#isLeaf && ['string', 'scalar', undefined].includes(type.#scalar),
    );
  }

  get #isLeaf(): boolean {
    return this.#fields.size === 0 && this.#element === undefined;
  }

  /** Whether it is an object, which an interface can describe. */
  get isObject(): boolean {
    return this.#fields.size > 0;
  }

  /** Whether the type can have this place, beside those that it has. */
  canHave(path: readonly (string | number)[], wanted: Wanted): boolean {
    const [step, ...rest] = path;
    if (step === undefined) {
      if (wanted === 'any') return true;
      if (wanted === 'strings') return this.#isPlain && (this.#element?.canHave([], 'string') ?? true);
      if (this.#fields.size > 0 || this.#element !== undefined) return false;
      return (
        this.#scalar === undefined ||
        this.#scalar === 'scalar' ||
        wanted === 'scalar' ||
        this.#scalar === wanted
      );
    }
    if (this.#scalar !== undefined) return false;
    if (step === '[]') return this.#fields.size === 0;
    if (typeof step === 'number') {
      return this.#fields.size === 0 && (this.#element?.canHave(rest, wanted) ?? true);
    }
    return this.#element === undefined && (this.#fields.get(step)?.canHave(rest, wanted) ?? true);
  }

  get #isPlain(): boolean {
    return this.#fields.size === 0 && this.#scalar === undefined;
  }

  /** Adds a place, for which {@link canHave} is true. */
  add(path: readonly (string | number)[], wanted: Wanted): void {
    const [step, ...rest] = path;
    if (step === undefined) {
      if (wanted === 'strings') this.#elementType().add([], 'string');
      else if (wanted !== 'any' && (this.#scalar === undefined || this.#scalar === 'scalar'))
        this.#scalar = wanted;
      return;
    }
    if (step === '[]') this.#elementType();
    else if (typeof step === 'number') this.#elementType().add(rest, wanted);
    else {
      const field = this.#fields.get(step) ?? new DataType();
      this.#fields.set(step, field);
      field.add(rest, wanted);
    }
  }

  #elementType(): DataType {
    this.#element ??= new DataType();
    return this.#element;
  }

  /** The type as TypeScript. */
  print(indent = 0): string {
    if (this.#element) {
      const element = this.#element.print(indent);
      return `${element}[]`;
    }
    if (this.#fields.size > 0) {
      const end = ' '.repeat(indent);
      return `{\n${this.printFields(indent + 2)}${end}}`;
    }
    return this.#scalar === undefined ? 'unknown' : this.#scalar === 'scalar' ? 'string' : this.#scalar;
  }

  /** The fields alone, a line or more for each. */
  printFields(indent: number): string {
    const start = ' '.repeat(indent);
    return [...this.#fields]
      .map(([name, type]) => {
        const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
        const flat = type.printFlat();
        const line = `${start}${key}: ${flat};`;
        return line.length <= 60 ? `${line}\n` : `${start}${key}: ${type.print(indent)};\n`;
      })
      .join('');
  }

  /** The type on one line. */
  printFlat(): string {
    if (this.#element) return `${this.#element.printFlat()}[]`;
    if (this.#fields.size === 0) return this.print();
    const fields = [...this.#fields].map(
      ([name, type]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)}: ${type.printFlat()}`,
    );
    return `{ ${fields.join('; ')} }`;
  }
}
