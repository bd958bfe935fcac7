import { reject } from '../../findings/refuse';
import type { Reference, Scalar } from '../references/ref';
import { exactRegex, quoteRegex } from '../references/regex';
import { dataFilter, filterOn } from './data-filter';
import type { Filter } from './filter';

type Nullable<T> = T | null | undefined;

/**
 * Passes if the value is exactly this one. A string is compared as a whole, and its case counts. The engine takes
 * string values as patterns that may match anywhere (filterData in pkg/sensors/dependencies/filter.go), so the text is
 * quoted and anchored. A missing value refuses the event. `null` counts as `''`, 0 or false.
 *
 * @throws ValidationError for an empty string, which the engine does not accept: use {@link empty}
 *
 * @example
 * ```ts
 * sensor.on('created', github.event('comments'), { filters: (e) => [equals(e.body.action, 'created')] });
 * ```
 * ```yaml
 * - path: body.action
 *   type: string
 *   value:
 *     - ^created$
 * ```
 */
export function equals<T extends Scalar>(reference: Reference<Nullable<T>>, value: NoInfer<T>): Filter {
  return oneOf(reference, [value]);
}

/**
 * Passes if the value is exactly one of these: strings, numbers or booleans.
 *
 * @throws ValidationError for an empty list, values of several types, or an empty string
 *
 * @example
 * ```ts
 * sensor.on('review', github.event('comments'), {
 *   filters: (e) => [oneOf(e.body.comment.user.login, ['octocat', 'acme-qa[bot]'])],
 * });
 * ```
 * ```yaml
 * - path: body.comment.user.login
 *   type: string
 *   value:
 *     - ^octocat$
 *     - ^acme-qa\[bot\]$
 * ```
 */
export function oneOf<T extends Scalar>(
  reference: Reference<Nullable<T>>,
  values: readonly NoInfer<T>[],
): Filter {
  const kinds = [...new Set(values.map((value) => typeof value as 'string' | 'number' | 'boolean'))];
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    reject('filter', kind ? `the values are of several types: ${kinds.join(', ')}` : 'there is no value', {
      subject: filterOn(reference),
      help: 'expected one value or more, of one type',
    });
  }
  if (kind !== 'string') {
    return dataFilter(reference, { type: kind === 'number' ? 'number' : 'bool', value: values.map(String) });
  }
  if (values.some((value) => value === '')) {
    reject('filter', 'the engine does not accept "" as a value', {
      subject: filterOn(reference),
      help: 'for an empty value, write empty(…)',
    });
  }
  return dataFilter(reference, { type: 'string', value: values.map((value) => exactRegex(String(value))) });
}

/**
 * Passes if the value is another one. A missing value refuses the event.
 *
 * @throws ValidationError for a reference that is no field of the event data
 *
 * @example
 * ```ts
 * sensor.on('others', github.event('comments'), { filters: (e) => [notEquals(e.body.comment.user.login, 'octocat')] });
 * ```
 * ```yaml
 * - path: body.comment.user.login
 *   type: string
 *   comparator: "!="
 *   value:
 *     - ^octocat$
 * ```
 */
export function notEquals<T extends Scalar>(reference: Reference<Nullable<T>>, value: NoInfer<T>): Filter {
  if (typeof value === 'boolean') {
    return dataFilter(reference, { type: 'bool', value: [String(!value)] });
  }
  if (typeof value === 'number') {
    return dataFilter(reference, { type: 'number', comparator: '!=', value: [String(value)] });
  }
  return dataFilter(reference, { type: 'string', comparator: '!=', value: [exactRegex(value)] });
}

/**
 * Passes if the string contains this text anywhere.
 *
 * @throws ValidationError for a reference that is no field of the event data, and for an empty text
 *
 * @example
 * ```ts
 * sensor.on('wish', github.event('comments'), { filters: (e) => [contains(e.body.comment.body, '/deploy (now)')] });
 * ```
 * ```yaml
 * - path: body.comment.body
 *   type: string
 *   value:
 *     - /deploy \(now\)
 * ```
 */
export function contains(reference: Reference<Nullable<string>>, text: string): Filter {
  return patternFilter(reference, quoteRegex(text));
}

/**
 * Passes if the string begins with this text.
 *
 * @throws ValidationError for a reference that is no field of the event data, and for an empty text
 *
 * @example
 * ```ts
 * sensor.on('command', github.event('comments'), { filters: (e) => [startsWith(e.body.comment.body, '/shop ')] });
 * ```
 * ```yaml
 * - path: body.comment.body
 *   type: string
 *   value:
 *     - "^/shop "
 * ```
 */
export function startsWith(reference: Reference<Nullable<string>>, text: string): Filter {
  return patternFilter(reference, `^${quoteRegex(text)}`);
}

/**
 * Passes if the string ends with this text.
 *
 * @throws ValidationError for a reference that is no field of the event data, and for an empty text
 *
 * @example
 * ```ts
 * sensor.on('bots', github.event('comments'), { filters: (e) => [endsWith(e.body.comment.user.login, '[bot]')] });
 * ```
 * ```yaml
 * - path: body.comment.user.login
 *   type: string
 *   value:
 *     - \[bot\]$
 * ```
 */
export function endsWith(reference: Reference<Nullable<string>>, text: string): Filter {
  return patternFilter(reference, `${quoteRegex(text)}$`);
}

/**
 * Passes if the RE2 pattern matches anywhere in the string. For the whole string, anchor it with ^ and $. Numbers and
 * objects are compared as JSON text.
 *
 * @throws ValidationError for a pattern that RE2 refuses, because the engine would accept it and then drop every event,
 * and for one that every text matches
 *
 * @example
 * ```ts
 * sensor.on('command', github.event('comments'), {
 *   filters: (e) => [matches(e.body.comment.body, '^/(build|deploy) ')],
 * });
 * ```
 * ```yaml
 * - path: body.comment.body
 *   type: string
 *   value:
 *     - "^/(build|deploy) "
 * ```
 */
export function matches(reference: Reference, re2: string): Filter {
  return patternFilter(reference, re2);
}

/**
 * Passes if there is a value, and it is not null and not the empty string.
 *
 * @throws ValidationError for a reference that is no field of the event data
 *
 * @example
 * ```ts
 * sensor.on('on-pull', github.event('comments'), { filters: (e) => [present(e.body.issue.pull_request.url)] });
 * ```
 * ```yaml
 * - path: body.issue.pull_request.url
 *   type: string
 *   value:
 *     - (?s).
 * ```
 */
export function present(reference: Reference): Filter {
  return patternFilter(reference, '(?s).');
}

/**
 * Passes if the value is null or the empty string. A missing value refuses the event.
 *
 * @throws ValidationError for a reference that is no field of the event data
 *
 * @example
 * ```ts
 * sensor.on('unassigned', github.event('comments'), { filters: (e) => [empty(e.body.issue.assignee)] });
 * ```
 * ```yaml
 * - path: body.issue.assignee
 *   type: string
 *   value:
 *     - ^$
 * ```
 */
export function empty(reference: Reference): Filter {
  return patternFilter(reference, '^$');
}

/**
 * Passes if the number is greater than this one.
 *
 * @throws ValidationError for a reference that is no field of the event data
 *
 * @example
 * ```ts
 * sensor.on('busy', github.event('comments'), { filters: (e) => [greaterThan(e.body.issue.comments, 10)] });
 * ```
 * ```yaml
 * - path: body.issue.comments
 *   type: number
 *   comparator: ">"
 *   value:
 *     - "10"
 * ```
 */
export function greaterThan(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '>', value);
}

/**
 * Passes if the number is this one or greater.
 *
 * @throws ValidationError for a reference that is no field of the event data
 *
 * @example
 * ```ts
 * sensor.on('busy', github.event('comments'), { filters: (e) => [atLeast(e.body.issue.comments, 10)] });
 * ```
 * ```yaml
 * - path: body.issue.comments
 *   type: number
 *   comparator: ">="
 *   value:
 *     - "10"
 * ```
 */
export function atLeast(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '>=', value);
}

/**
 * Passes if the number is less than this one.
 *
 * @throws ValidationError for a reference that is no field of the event data
 *
 * @example
 * ```ts
 * sensor.on('quiet', github.event('comments'), { filters: (e) => [lessThan(e.body.issue.comments, 10)] });
 * ```
 * ```yaml
 * - path: body.issue.comments
 *   type: number
 *   comparator: "<"
 *   value:
 *     - "10"
 * ```
 */
export function lessThan(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '<', value);
}

/**
 * Passes if the number is this one or less.
 *
 * @throws ValidationError for a reference that is no field of the event data
 *
 * @example
 * ```ts
 * sensor.on('quiet', github.event('comments'), { filters: (e) => [atMost(e.body.issue.comments, 10)] });
 * ```
 * ```yaml
 * - path: body.issue.comments
 *   type: number
 *   comparator: "<="
 *   value:
 *     - "10"
 * ```
 */
export function atMost(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '<=', value);
}

function numberFilter(reference: Reference, comparator: '>' | '>=' | '<' | '<=', value: number): Filter {
  return dataFilter(reference, { type: 'number', comparator, value: [String(value)] });
}

function patternFilter(reference: Reference, re2: string): Filter {
  return dataFilter(reference, { type: 'string', value: [re2] });
}
