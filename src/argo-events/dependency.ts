import type { EventContext, EventDependency } from '../../imports/argo-events';
import { ValidationError } from '../validation';
import { type Filter, type JoinedFilters, joinFilters } from './filters/filter';
import { type Ref, referenceTo } from './references/reference';
import type { Transform } from './transform';

declare const type: unique symbol;

/** An event of an event source, whose data has type T. */
export interface EventReference<out T> {
  readonly [type]?: T;
  /** The name of the EventSource, in the namespace of the sensor. */
  readonly eventSourceName: string;
  /** The name of the event in it. */
  readonly eventName: string;
  /** Whether the event source is defined elsewhere, so that nobody looks for it in the app; false when left out. */
  readonly isExternal?: boolean;
}

/**
 * An event of an event source that is defined elsewhere, in the namespace of the sensor. It is the author who says that
 * its data has type T. Should the app have that event source after all, the event is looked for in it.
 */
export function eventReference<T>(eventSourceName: string, eventName: string): EventReference<T> {
  return { eventSourceName, eventName, isExternal: true };
}

/** When a trigger fires: one dependency, or several joined by `and` and `or`. */
export interface Condition {
  /** The engine's expression over the names of dependencies. */
  readonly expression: string;
  /** The dependencies in it. */
  readonly dependencies: readonly string[];
  /** Those of them that have come whenever the trigger fires: with `or` there may be none. */
  readonly certain: readonly string[];
  /**
   * Fires when both have come. The engine keeps one slot for each dependency, whichever events fill them: do
   * not join events that must belong together.
   */
  and(other: Condition): Condition;
  /** Fires when either comes. Data of the one that has not come is absent. */
  or(other: Condition): Condition;
}

/** A dependency of a sensor: an event, changed and filtered. Its data has type T. */
export interface Dependency<T> extends Condition {
  /** Its name in the sensor, and so in the names of consumers on the bus. */
  readonly name: string;
  /** The data, as filters see it and triggers use it. */
  readonly data: Ref<T>;
  /** The CloudEvents context: id, source, time (of the event source's receipt, RFC 3339), …  */
  readonly context: Ref<EventContext>;
}

/** Which events a dependency takes. */
export interface FilterOptions<T> {
  /** All of them have to pass; every event passes when they are left out. */
  readonly filters?: (data: Ref<T>) => readonly Filter[];
  /**
   * Whether all kinds of filters have to pass (`and`, when left out) or one of them: data, expressions, context, … With
   * `or` too a kind that cannot be judged, for instance of a value that is missing, refuses the event (Filter in
   * pkg/sensors/dependencies/filter.go).
   */
  readonly filtersLogicalOperator?: 'and' | 'or';
}

/** How a dependency changes its events. */
export interface TransformOptions<T> {
  /** Applied before the filters. */
  readonly transform: Transform<T>;
}

/** The dependency, and its part of the sensor. */
export function defineDependency<T>(
  name: string,
  event: EventReference<unknown>,
  options: FilterOptions<T> & Partial<TransformOptions<T>>,
): { dependency: Dependency<T>; spec: EventDependency; problems: readonly string[] } {
  const data = referenceTo<T>({ dependency: name, part: 'data', path: [] });
  const context = referenceTo<EventContext>({ dependency: name, part: 'context', path: [] });
  const { joined, problems } = filtersOf(name, () => options.filters?.(data) ?? []);
  const spec: EventDependency = {
    name,
    eventSourceName: event.eventSourceName,
    eventName: event.eventName,
    ...(options.transform && { transform: options.transform.toTransform() }),
    ...(joined && { filters: joined }),
    ...(options.filtersLogicalOperator && { filtersLogicalOperator: options.filtersLogicalOperator }),
  };
  return { dependency: { name, data, context, ...toCondition(name, [name], [name]) }, spec, problems };
}

// A filter that cannot be made is said with the other findings, and the dependency goes on without.
function filtersOf(name: string, make: () => readonly Filter[]): JoinedFilters {
  try {
    return joinFilters(make(), name);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const problems = error.findings.map(({ message }) => `The dependency "${name}": ${message}`);
    return { joined: undefined, problems };
  }
}

function toCondition(
  expression: string,
  dependencies: readonly string[],
  certain: readonly string[],
): Condition {
  const join = (operator: '&&' | '||', other: Condition, both: readonly string[]): Condition =>
    toCondition(
      `${parenthesize(expression)} ${operator} ${parenthesize(other.expression)}`,
      [...new Set([...dependencies, ...other.dependencies])],
      both,
    );
  return {
    expression,
    dependencies,
    certain,
    and: (other) => join('&&', other, [...new Set([...certain, ...other.certain])]),
    or: (other) =>
      join(
        '||',
        other,
        certain.filter((name) => other.certain.includes(name)),
      ),
  };
}

function parenthesize(expression: string): string {
  return expression.includes(' ') ? `(${expression})` : expression;
}
