import type { FieldPath } from '../findings/finding';
import type { PlainObject } from './rule';

/** A JSON Schema, with the keywords that the schemas in `imports/` use. A test finds any other one. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly not?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly dependencies?: Readonly<Record<string, JsonSchema | readonly string[]>>;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** A schema with the definitions that its references name. */
export interface SchemaDocument extends JsonSchema {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** What a schema refuses. */
export interface SchemaFault {
  /** The keyword that is not fulfilled. */
  readonly keyword: string;
  /** The schema that has the keyword. */
  readonly schema: JsonSchema;
  /** Where the value is. */
  readonly path: FieldPath;
  readonly value: unknown;
  /** The field that is unknown or missing, for the keywords about fields. */
  readonly field?: string;
}

/**
 * Everything that a schema refuses in a value. A value of the wrong type has one fault, and so has one that fits no branch
 * of a oneOf. The schemas are read as they are: compiling them takes longer than checking a thousand objects.
 */
export function schemaFaults(document: SchemaDocument, value: unknown): SchemaFault[] {
  const faults: SchemaFault[] = [];
  new Checker(document.definitions, faults).check(document, value);
  return faults;
}

class Checker {
  readonly #path: (string | number)[] = [];

  constructor(
    readonly definitions: SchemaDocument['definitions'],
    readonly faults: SchemaFault[],
  ) {}

  check(schema: JsonSchema, value: unknown): void {
    if (schema.$ref !== undefined) {
      this.check(this.#definition(schema.$ref), value);
      return;
    }
    if (schema.type !== undefined && !isOfType(schema.type, value)) {
      this.#refuse('type', schema, value);
      return;
    }
    if (typeof value === 'string') this.#checkText(schema, value);
    if (typeof value === 'number') this.#checkNumber(schema, value);
    this.#checkForms(schema, value);
    if (Array.isArray(value)) this.#checkList(schema, value);
    else if (typeof value === 'object' && value !== null) this.#checkObject(schema, value as PlainObject);
  }

  #checkText(schema: JsonSchema, text: string): void {
    const { minLength, pattern } = schema;
    if (minLength !== undefined && [...text].length < minLength) this.#refuse('minLength', schema, text);
    if (pattern !== undefined && !regexOf(pattern).test(text)) this.#refuse('pattern', schema, text);
  }

  #checkNumber(schema: JsonSchema, number: number): void {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    if (number > maximum) this.#refuse('maximum', schema, number);
    if (number < minimum) this.#refuse('minimum', schema, number);
  }

  #checkForms(schema: JsonSchema, value: unknown): void {
    const { not, anyOf, oneOf } = schema;
    const fits = (form: JsonSchema) => this.#fits(form, value);
    if ('const' in schema && schema.const !== value) this.#refuse('const', schema, value);
    if (schema.enum && !schema.enum.includes(value)) this.#refuse('enum', schema, value);
    if (not && fits(not)) this.#refuse('not', schema, value);
    if (anyOf && !anyOf.some(fits)) this.#refuse('anyOf', schema, value);
    if (oneOf && oneOf.filter(fits).length !== 1) this.#refuse('oneOf', schema, value);
  }

  #checkList(schema: JsonSchema, list: readonly unknown[]): void {
    const { minItems = 0, items } = schema;
    if (list.length < minItems) this.#refuse('minItems', schema, list);
    if (items) for (const [index, item] of list.entries()) this.#checkInside(index, items, item);
  }

  #checkObject(schema: JsonSchema, object: PlainObject): void {
    const { required = [], dependencies = {}, properties = {}, additionalProperties = true } = schema;
    for (const field of required) {
      if (object[field] === undefined) this.#refuse('required', schema, object, field);
    }
    for (const [field, needed] of Object.entries(dependencies)) {
      if (object[field] === undefined) continue;
      if ('length' in needed) this.#checkNeeded(schema, object, needed);
      else this.check(needed, object);
    }
    for (const [field, value] of Object.entries(object)) {
      const inner = Object.hasOwn(properties, field) ? properties[field] : additionalProperties;
      if (inner === false) this.#refuse('additionalProperties', schema, object, field);
      else if (typeof inner === 'object' && value !== undefined) this.#checkInside(field, inner, value);
    }
  }

  #checkNeeded(schema: JsonSchema, object: PlainObject, needed: readonly string[]): void {
    for (const field of needed) {
      if (object[field] === undefined) this.#refuse('dependencies', schema, object, field);
    }
  }

  #checkInside(key: string | number, schema: JsonSchema, value: unknown): void {
    this.#path.push(key);
    this.check(schema, value);
    this.#path.pop();
  }

  #fits(schema: JsonSchema, value: unknown): boolean {
    const faults: SchemaFault[] = [];
    new Checker(this.definitions, faults).check(schema, value);
    return faults.length === 0;
  }

  #definition(reference: string): JsonSchema {
    return this.definitions[reference.slice('#/definitions/'.length)] ?? {};
  }

  #refuse(keyword: string, schema: JsonSchema, value: unknown, field?: string): void {
    this.faults.push({
      keyword,
      schema,
      path: [...this.#path],
      value,
      ...(field !== undefined && { field }),
    });
  }
}

function isOfType(type: string | readonly string[], value: unknown): boolean {
  if (typeof type !== 'string') return type.some((one) => isOfType(one, value));
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

const REGEXES = new Map<string, RegExp>();

function regexOf(pattern: string): RegExp {
  const regex = REGEXES.get(pattern) ?? new RegExp(pattern, 'u');
  REGEXES.set(pattern, regex);
  return regex;
}
