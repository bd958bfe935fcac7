import type { FieldPath } from '../findings/finding';

/** An event as it is on the bus. */
export interface BusEvent {
  /** Random on a real bus. */
  readonly id: string;
  /** The kind of the event source, such as `github`. */
  readonly type: string;
  /** The name of the EventSource. */
  readonly source: string;
  /** The name of its event. */
  readonly subject: string;
  /** When it happened, as RFC 3339 has it. */
  readonly time: string;
  /** Such as `application/json`. */
  readonly contentType: string;
  /** What the event source publishes. */
  readonly data: unknown;
}

/** What a sensor does with some events, one after the other. */
export interface Judgement {
  /** For each event, each dependency that is for it. */
  readonly dependencies: readonly DependencyJudgement[];
  /** For each event, each trigger that it makes fire, or that waits for others. */
  readonly triggers: readonly Firing[];
}

/** What a dependency does with one event. */
export interface DependencyJudgement {
  readonly name: string;
  /** The number of the event, from 0. */
  readonly event: number;
  /** `failed`: the transform has failed, and the event is dropped. */
  readonly outcome: 'passed' | 'refused' | 'failed';
  /**
   * What the engine says. A filter with an error refuses, and the sensor logs the whole event.
   *
   * @default none
   */
  readonly error?: string;
  /**
   * The data after the transform.
   *
   * @default none: the transform has failed, or the data is no JSON
   */
  readonly data?: unknown;
  /** Each filter on its own, in the order in which the engine looks at them. */
  readonly filters?: readonly FilterJudgement[];
}

/** What the engine says of one filter on its own. */
export interface FilterJudgement {
  /** Its path in the dependency, such as `filters.data[0]`. */
  readonly path: FieldPath;
  readonly passed: boolean;
  /**
   * What the engine says.
   *
   * @default none
   */
  readonly error?: string;
  /** What it looked at. */
  readonly saw?: readonly SeenValue[];
}

/** A value that a filter looked at. */
export interface SeenValue {
  /**
   * The variable of the expression.
   *
   * @default none: it is no expression
   */
  readonly name?: string;
  readonly path: string;
  /**
   * What is there.
   *
   * @default none: there is nothing at the path
   */
  readonly value?: unknown;
  /**
   * The same as it is written in the event: JSON, with all digits of a number.
   *
   * @default none: there is nothing at the path
   */
  readonly text?: string;
}

/** What a trigger does when it fires, or what it waits for. */
export interface Firing {
  readonly trigger: string;
  /** The number of the event that came last, from 0. */
  readonly event: number;
  /** The dependency of that event. */
  readonly dependency?: string;
  /**
   * Its conditions, which do not hold yet.
   *
   * @default none: it fires
   */
  readonly waitsFor?: string;
  /** What each parameter takes from the events. */
  readonly parameters?: readonly ResolvedParameter[];
  /** What goes out: one call, or none if there is an error. */
  readonly does?: readonly Call[];
  /**
   * Why it fails.
   *
   * @default none
   */
  readonly error?: string;
  /**
   * What its `dlqTrigger` would do.
   *
   * @default none: it has none
   */
  readonly ifItFails?: Firing;
}

/** What a parameter takes from the events. */
export interface ResolvedParameter {
  /** Its path in the trigger. */
  readonly path: FieldPath;
  readonly dest: string;
  /** What it takes: a key, or a template. */
  readonly src: string;
  /**
   * The value, as text.
   *
   * @default none: no event of its dependency has come, so the engine skips it
   */
  readonly value?: string;
  /**
   * Why there is none.
   *
   * @default none
   */
  readonly error?: string;
}

/** What a trigger sends or writes. */
export type Call = ObjectCall | CommandCall | RequestCall | MessageCall;

/** A call of the API server, on a cluster that has the object: a patch or update of one that is not there creates it. */
export interface ObjectCall {
  readonly kind: 'k8s';
  readonly verb: 'create' | 'update' | 'patch' | 'delete';
  /** The plural of the kind, as the engine guesses it. */
  readonly resource: string;
  readonly namespace?: string;
  /** With `*` at the end, the API server completes it. */
  readonly name?: string;
  /** The content type of a patch. */
  readonly patch?: string;
  readonly object?: Readonly<Record<string, unknown>>;
}

/** A call of the argo command line. */
export interface CommandCall {
  readonly kind: 'argoWorkflow';
  readonly verb: string;
  readonly namespace?: string;
  readonly name: string;
  /** `(file)` stands for the file with the object. */
  readonly arguments: readonly string[];
  readonly object?: Readonly<Record<string, unknown>>;
}

/** An HTTP request. `(secret …, key …)` stands for the value of a secret. */
export interface RequestCall {
  readonly kind: 'http';
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly text?: string;
  /**
   * The statuses that count as success.
   *
   * @default any
   */
  readonly allow?: readonly number[];
}

/** A message of any other kind of trigger. */
export interface MessageCall {
  readonly kind: string;
  /** The fields of the trigger, with its parameters applied. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly payload?: unknown;
  /** A payload that is no JSON. */
  readonly text?: string;
}
