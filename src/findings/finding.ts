/** The severity of a finding. An error makes synth fail; a warning is printed. */
export type Severity = 'error' | 'warning';

/** The path of a field in an object: keys and indexes from the root. */
export type FieldPath = readonly (string | number)[];

/** The name of a Kubernetes object. A part that the object lacks is empty; a namespace is left out. */
export interface ObjectName {
  /** `<version>` or `<group>/<version>`. */
  readonly apiVersion: string;
  /** The kind, such as `Sensor`. */
  readonly kind: string;
  /**
   * The namespace.
   *
   * @default none
   */
  readonly namespace?: string;
  /** The name. */
  readonly name: string;
}

/** One thing that is wrong, and its place. */
export interface Finding {
  /** The id of the lint rule or check that found it. Ids never change; texts may. */
  readonly rule: string;
  /** Whether it is an error or a warning. */
  readonly severity: Severity;
  /**
   * The path of the construct that it is about.
   *
   * @default none: it is about an object that no construct made, or about the arguments of a function
   */
  readonly construct?: string;
  /**
   * The Kubernetes object that it is about.
   *
   * @default none: it is about no rendered object
   */
  readonly object?: ObjectName;
  /**
   * What it is about, by the name that a person knows it by: `trigger "bill"`.
   *
   * @default none: it is about the whole
   */
  readonly subject?: string;
  /** The path of a field, in the object or in the props; empty if it is about the whole. */
  readonly path: FieldPath;
  /**
   * The wrong value.
   *
   * @default none: a field is missing, or its value is secret
   */
  readonly value?: unknown;
  /** What is wrong, to be read after the place: in lower case, without final period. */
  readonly message: string;
  /**
   * What to write instead.
   *
   * @default none: the message says it
   */
  readonly help?: string;
  /**
   * The link to the section of the documentation about the rule or check.
   *
   * @default none: it is a rule of your own
   */
  readonly docs?: string;
}
