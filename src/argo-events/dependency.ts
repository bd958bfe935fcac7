import type { EventContext, EventDependency } from '../../imports/argo-events';
import type { Finding } from '../findings/finding';
import { finding } from '../findings/refuse';
import { ValidationError } from '../findings/validation-error';
import { type Filter, type JoinedFilters, joinFilters } from './filters/filter';
import { ANY, checkProps, isObject, optional, type PropCheck, type PropTable, wrongValue } from './props';
import type { Ref } from './references/ref';
import { referenceTo, type SensorOwner } from './references/reference';
import type { Transform } from './transform';

declare const type: unique symbol;

/** A reference to an event of an event source. The event's data has type T. */
export interface EventReference<out T> {
  readonly [type]?: T;
  /** The name of the EventSource. */
  readonly eventSourceName: string;
  /**
   * The namespace of the EventSource. Another one than that of the sensor is refused at synth, because the sensor would get
   * no event. It is allowed if both namespaces have a bus of one JetStream or Kafka that somebody else runs.
   *
   * @default that of the sensor
   */
  readonly namespace?: string;
  /** The name of the event in that EventSource. */
  readonly eventName: string;
  /**
   * Whether the event source is made elsewhere. Then synth does not look for it in the app.
   *
   * @default false
   */
  readonly isExternal?: boolean;
}

/**
 * A reference to an event of an event source that is made elsewhere, in the namespace of the sensor. You name the type
 * T of its data; nothing checks it. If the app does have an event source of that name, synth checks that it has the
 * event. If the app has one of that name, but only in another namespace, synth refuses the reference.
 *
 * @example
 * ```ts
 * const pulls = eventReference<GithubEvent<'pull_request'>>('platform-github', 'pull_request');
 * sensor.on('opened', pulls, { filters: (e) => [equals(e.body.action, 'opened')] });
 * ```
 * ```yaml
 * - name: opened
 *   eventSourceName: platform-github
 *   eventName: pull_request
 * ```
 */
export function eventReference<T>(eventSourceName: string, eventName: string): EventReference<T> {
  return { eventSourceName, eventName, isExternal: true };
}

/** When a trigger fires: one dependency, or several that are joined by `and` and `or`. */
export interface Condition {
  /** The expression for the engine: names of dependencies with `&&`, `||` and parentheses. */
  readonly expression: string;
  /** The names of the dependencies in the expression. */
  readonly dependencies: readonly string[];
  /**
   * The names of the dependencies that surely have an event when the trigger fires. After an `or` there may be none.
   */
  readonly certain: readonly string[];
  /**
   * Fires when both have an event. The engine keeps one event for each dependency and joins them, whatever they are
   * about. Do not use it for events that must belong together.
   */
  and(other: Condition): Condition;
  /** Fires when one of them has an event. The other has no data then: use {@link withDefault} for it. */
  or(other: Condition): Condition;
}

export function isCondition(value: unknown): value is Condition {
  return (
    isObject(value) &&
    typeof value['expression'] === 'string' &&
    Array.isArray(value['dependencies']) &&
    Array.isArray(value['certain'])
  );
}

export const CONDITION: PropCheck = [
  isCondition,
  'what sensor.on(…) returned, or several of these joined by .and(…) and .or(…)',
];

/** A dependency of a sensor: an event after its transform and its filters. The data has type T. */
export interface Dependency<T> extends Condition {
  /** Its name in the sensor. It is a part of the names of consumers on the bus. */
  readonly name: string;
  /** References to the data, as filters and triggers read it. */
  readonly data: Ref<T>;
  /**
   * References to the CloudEvents context: `id`, `source`, `subject`, `time` and others. `time` is when the event
   * source got the event, in RFC 3339.
   */
  readonly context: Ref<EventContext>;
}

/** Which events a dependency lets pass. */
export interface FilterOptions<T> {
  /**
   * The filters of an event. All of them have to pass, unless `filtersLogicalOperator` is `or`.
   *
   * @default no filter: every event passes
   */
  readonly filters?: (data: Ref<T>) => readonly Filter[];
  /**
   * Whether all kinds of filters have to pass (`and`), or one kind (`or`): data, expressions, context and so on. A
   * missing value refuses the event even with `or` (Filter in pkg/sensors/dependencies/filter.go).
   *
   * @default 'and'
   */
  readonly filtersLogicalOperator?: 'and' | 'or';
}

/** How a dependency changes the data of its events. */
export interface TransformOptions<T> {
  /** A jq program or a Lua script. The engine runs it before the filters. */
  readonly transform: Transform<T>;
}

const OPTIONS: PropTable<FilterOptions<unknown> & TransformOptions<unknown>> = {
  filters: optional([(value) => typeof value === 'function', 'a function, such as (e) => [equals(…)]']),
  filtersLogicalOperator: ANY,
  transform: optional([
    (value) => isObject(value) && typeof value['toTransform'] === 'function',
    'a transform: jq`…` or lua`…`',
  ]),
};

/** @throws ValidationError if it is no event, or the options are not what they should be */
function refuseWrongArguments(event: unknown, options: unknown): void {
  const isEvent =
    isObject(event) && typeof event['eventSourceName'] === 'string' && typeof event['eventName'] === 'string';
  const findings = [
    ...(isEvent ? [] : [wrongValue({ path: [] }, event, 'an event: source.event(…) or eventReference(…)')]),
    ...checkProps({ path: [] }, options, OPTIONS, 'an object with filters or transform'),
  ];
  if (findings.length > 0) throw new ValidationError(findings);
}

/**
 * Makes a dependency: the value for the triggers, its part of the Sensor, and what is wrong with its filters.
 *
 * @param owner the sensor that it is a dependency of
 * @throws ValidationError if the event or the options are not what they should be
 */
export function defineDependency<T>(
  owner: SensorOwner,
  name: string,
  event: EventReference<unknown>,
  options: FilterOptions<T> & Partial<TransformOptions<T>>,
): { dependency: Dependency<T>; spec: EventDependency; problems: readonly Finding[] } {
  refuseWrongArguments(event, options);
  const data = referenceTo<T>({ dependency: name, part: 'data', path: [], owner });
  const context = referenceTo<EventContext>({ dependency: name, part: 'context', path: [], owner });
  const { joined, problems } = filtersOf(name, () => options.filters?.(data) ?? []);
  const spec: EventDependency = {
    name,
    eventSourceName: event.eventSourceName,
    eventName: event.eventName,
    ...(options.transform && { transform: options.transform.toTransform() }),
    ...(joined && { filters: joined }),
    ...(options.filtersLogicalOperator && { filtersLogicalOperator: options.filtersLogicalOperator }),
  };
  const origins = [{ owner, spec }];
  const dependency = { name, data, context, ...toCondition(name, [name], [name], origins) };
  ORIGINS.set(dependency, origins);
  return { dependency, spec, problems };
}

/** A dependency that a condition names, and the sensor that it belongs to. */
export interface Origin {
  readonly owner: SensorOwner;
  readonly spec: EventDependency;
}

const ORIGINS = new WeakMap<Condition, readonly Origin[]>();

/** The dependencies of a condition that belong to other sensors than this one. */
export function foreignOrigins(condition: Condition, sensor: SensorOwner): readonly Origin[] {
  return (ORIGINS.get(condition) ?? []).filter(({ owner }) => owner !== sensor);
}

// A filter that throws becomes a finding like the others. The dependency is made without its filters.
function filtersOf(
  name: string,
  make: () => readonly Filter[],
): { joined: JoinedFilters['joined']; problems: readonly Finding[] } {
  try {
    const { joined, problems } = joinFilters(make(), name);
    return {
      joined,
      problems: problems.map(({ message, ...details }) => finding('filter', message, details)),
    };
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return { joined: undefined, problems: error.findings };
  }
}

function toCondition(
  expression: string,
  dependencies: readonly string[],
  certain: readonly string[],
  origins: readonly Origin[],
): Condition {
  const join = (operator: '&&' | '||', other: Condition, both: () => readonly string[]): Condition => {
    if (!isCondition(other)) throw new ValidationError([wrongValue({ path: [] }, other, CONDITION[1])]);
    return toCondition(
      `${parenthesize(expression)} ${operator} ${parenthesize(other.expression)}`,
      [...new Set([...dependencies, ...other.dependencies])],
      both(),
      [...origins, ...(ORIGINS.get(other) ?? [])],
    );
  };
  const condition: Condition = {
    expression,
    dependencies,
    certain,
    and: (other) => join('&&', other, () => [...new Set([...certain, ...other.certain])]),
    or: (other) => join('||', other, () => certain.filter((name) => other.certain.includes(name))),
  };
  ORIGINS.set(condition, origins);
  return condition;
}

function parenthesize(expression: string): string {
  return expression.includes(' ') ? `(${expression})` : expression;
}
