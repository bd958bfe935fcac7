import type { EventContext, EventDependency } from '../../imports/argo-events';
import { type Filter, joinFilters } from './filters/filter';
import { type Ref, referenceTo } from './references/reference';
import type { Transform } from './transform';

declare const type: unique symbol;

/** An event of an event source, whose data has type T. */
export interface EventReference<out T> {
  readonly [type]?: T;
  readonly eventSourceName: string;
  readonly eventName: string;
}

/**
 * An event of an event source that is defined elsewhere. It is the author who says that its data has type T.
 */
export function eventReference<T>(eventSourceName: string, eventName: string): EventReference<T> {
  return { eventSourceName, eventName };
}

/** When a trigger fires: one dependency, or several joined by `and` and `or`. */
export interface Condition {
  /** The engine's expression over the names of dependencies. */
  readonly expression: string;
  /** The dependencies in it. */
  readonly dependencies: readonly string[];
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
  readonly name: string;
  /** The data, as filters see it and triggers use it. */
  readonly data: Ref<T>;
  /** The CloudEvents context: id, source, time (of the event source's receipt, RFC 3339), …  */
  readonly context: Ref<EventContext>;
}

/** Which events a dependency takes. */
export interface Filtered<T> {
  /** All of them have to pass; every event passes when there are none. */
  readonly filters?: (data: Ref<T>) => readonly Filter[];
}

/** How a dependency changes its events. */
export interface Transformed<T> {
  /** Applied before the filters. */
  readonly transform: Transform<T>;
}

/** The dependency, and its part of the sensor. */
export function defineDependency<T>(
  name: string,
  event: EventReference<unknown>,
  options: Filtered<T> & Partial<Transformed<T>>,
): { dependency: Dependency<T>; spec: EventDependency; doubledFilters: readonly string[] } {
  const data = referenceTo<T>({ dependency: name, part: 'data', path: [] });
  const context = referenceTo<EventContext>({ dependency: name, part: 'context', path: [] });
  const { joined, doubled } = joinFilters(options.filters?.(data) ?? []);
  const spec: EventDependency = {
    name,
    eventSourceName: event.eventSourceName,
    eventName: event.eventName,
    ...(options.transform && { transform: options.transform.toTransform() }),
    ...(joined && { filters: joined }),
  };
  return { dependency: { name, data, context, ...condition(name, [name]) }, spec, doubledFilters: doubled };
}

function condition(expression: string, dependencies: readonly string[]): Condition {
  const join = (operator: '&&' | '||') => (other: Condition) =>
    condition(`${parenthesize(expression)} ${operator} ${parenthesize(other.expression)}`, [
      ...new Set([...dependencies, ...other.dependencies]),
    ]);
  return { expression, dependencies, and: join('&&'), or: join('||') };
}

function parenthesize(expression: string): string {
  return expression.includes(' ') ? `(${expression})` : expression;
}
