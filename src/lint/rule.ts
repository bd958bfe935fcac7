import type { Allowed } from '../validation';

/** A plain object, as it stands in YAML: nothing about its fields is known. */
export interface PlainObject {
  readonly [field: string]: unknown;
}

/** A place in an object, from its root. */
export type Path = readonly (string | number)[];

/** How bad a finding is: an error makes synth fail. */
export type Severity = 'error' | 'warning';

/** Says what is wrong at a place: sentence case, no final period, no contraction. */
export type Report = (path: Path, what: string, value: unknown, allowed?: Allowed) => void;

/** What every rule has. */
export interface Described {
  /** Stable: texts may change, ids do not. */
  readonly id: string;
  /** How bad its findings are. */
  readonly severity: Severity;
  /** What it finds, one sentence. */
  readonly summary: string;
  /** What the engine does with it, and the file of the engine that shows it. */
  readonly why: string;
}

/** A rule about objects of some kinds, one at a time. */
export interface ObjectRule extends Described {
  /** The kinds that it is about. */
  readonly kinds: readonly string[];
  /** Reports what is wrong with an object of these kinds, whatever its shape. */
  readonly check: (object: PlainObject, report: Report) => void;
}

/** A rule about all objects together. */
export interface SetRule extends Described {
  /** Reports what is wrong. `known` are the objects, followed by those that are declared external: to be looked up, not reported on. */
  readonly checkAll: (
    objects: readonly PlainObject[],
    reportOn: (object: PlainObject) => Report,
    known: readonly PlainObject[],
  ) => void;
}

/** A rule. */
export type Rule = ObjectRule | SetRule;
