import type { FieldPath, Severity } from '../findings/finding';

/** An object as it is in YAML, with any fields. */
export interface PlainObject {
  readonly [field: string]: unknown;
}

/** What else is known about a finding of a rule. */
export interface ReportDetails {
  /**
   * What to write instead.
   *
   * @default none: the message says it
   */
  readonly help?: string | undefined;
  /**
   * The wrong value. Leave it out if it is secret.
   *
   * @default none
   */
  readonly value?: unknown;
  /**
   * The only value that can be meant at the path. `lint --fix` writes it.
   *
   * @default none: there are several, or none that is safe
   */
  readonly fix?: string | number;
}

/** Adds a finding at a path. The message is read after the place: in lower case, without final period. */
export type Report = (path: FieldPath, message: string, details?: ReportDetails) => void;

/** What every lint rule says of itself. */
export interface RuleDescription {
  /** The id. It never changes; the texts may. */
  readonly id: string;
  /** How bad its findings are. */
  readonly severity: Severity;
  /** What it finds, in one sentence. */
  readonly summary: string;
  /** What the engine does then, with the file of the engine. */
  readonly why: string;
  /**
   * Whether only a parser of the engine can say it. Without the engine, as in a clone that has not built it, the rule finds
   * nothing. The package has the engine.
   *
   * @default false
   */
  readonly needsEngine?: boolean;
}

/** A lint rule that checks one object at a time, of some kinds. */
export interface ObjectRule extends RuleDescription {
  /** The kinds that it checks. */
  readonly kinds: readonly string[];
  /** Reports what is wrong with an object of these kinds, whatever its shape. */
  readonly check: (object: PlainObject, report: Report) => void;
}

/**
 * Objects in their order, with an index.
 *
 * @example
 * ```ts
 * const needsBus: SetRule = {
 *   id: 'needs-bus',
 *   severity: 'error',
 *   summary: 'A namespace with a Sensor has no EventBus',
 *   why: 'Our namespaces each have their own.',
 *   checkAll: (objects, reportOn, known) => {
 *     for (const sensor of objects.ofKind('Sensor')) {
 *       const { namespace } = sensor['metadata'] as { readonly namespace: string };
 *       if (known.ofKind('EventBus', { namespace }).length > 0) continue;
 *       reportOn(sensor)(['metadata', 'namespace'], 'the namespace has no EventBus', { value: namespace });
 *     }
 *   },
 * };
 * const triage = { kind: 'Sensor', metadata: { name: 'triage', namespace: 'events' }, spec: {} };
 * for (const { rule, path } of checkSet([triage], { rules: [needsBus] })) console.log(`${rule}: ${path.join('.')}`);
 * ```
 * ```yaml
 * needs-bus: metadata.namespace
 * ```
 */
export interface ObjectSet extends Iterable<PlainObject> {
  /** Whether there is nothing else: what is not here does not exist. */
  readonly complete: boolean;
  /**
   * The objects of a kind, of any API group. With a name, only those that have it. With a namespace, only those that may be
   * in it: an object without namespace may be in any, and so may one that is looked up with an empty namespace. A look-up
   * takes the same time with one object and with thousands.
   */
  readonly ofKind: (
    kind: string,
    place?: { readonly namespace?: string; readonly name?: string },
  ) => readonly PlainObject[];
}

/** A lint rule that checks all objects together. */
export interface SetRule extends RuleDescription {
  /**
   * Reports what is wrong. `known` has the objects and those that are declared external, to look up names in. That
   * something is missing says nothing unless `known` is complete.
   */
  readonly checkAll: (
    objects: ObjectSet,
    reportOn: (object: PlainObject) => Report,
    known: ObjectSet,
  ) => void;
}

/** A lint rule. */
export type LintRule = ObjectRule | SetRule;
