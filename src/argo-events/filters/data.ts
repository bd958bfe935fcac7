import type { DataFilter } from '../../../imports/argo-events';
import { regexError } from '../../lint/regex';
import { gjsonPath } from '../references/path';
import { describeReference, type Reference, type Scalar, sourceOf } from '../references/reference';
import { exactRegex, quoteRegex } from '../references/regex';
import { throwFinding } from '../references/throw-finding';
import type { Filter } from './filter';

type Nullable<T> = T | null | undefined;

/**
 * Passes when the value is exactly this one. A string is compared whole and case-sensitive, by a quoted and
 * anchored pattern, for to the engine every string value is a pattern that may match anywhere
 * (filterData in pkg/sensors/dependencies/filter.go). A missing value refuses the event; null compares as "",
 * 0 or false.
 *
 * @throws ValidationError for an empty string, which the engine does not accept as a value
 */
export function equals<T extends Scalar>(reference: Reference<Nullable<T>>, value: NoInfer<T>): Filter {
  return oneOf(reference, [value]);
}

/**
 * Passes when the value is exactly one of these.
 *
 * @throws ValidationError for an empty list, values of several types, or an empty string
 */
export function oneOf<T extends Scalar>(
  reference: Reference<Nullable<T>>,
  values: readonly NoInfer<T>[],
): Filter {
  const kinds = [...new Set(values.map((value) => typeof value as 'string' | 'number' | 'boolean'))];
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    throwFinding(
      describeReference(sourceOf(reference)),
      `The filter on "${describeReference(sourceOf(reference))}" needs one or more values of one type, ` +
        `not ${JSON.stringify(values)}`,
    );
  }
  if (kind !== 'string') {
    return dataFilter(reference, { type: kind === 'number' ? 'number' : 'bool', value: values.map(String) });
  }
  if (values.some((value) => value === '')) {
    throwFinding(
      describeReference(sourceOf(reference)),
      `The filter on "${describeReference(sourceOf(reference))}" cannot compare with "": write empty(…) instead`,
    );
  }
  return dataFilter(reference, { type: 'string', value: values.map((value) => exactRegex(String(value))) });
}

/**
 * Passes when the value differs from this one.
 *
 * @throws ValidationError for a reference that is no field of the event data
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
 * Passes when the string has this text anywhere in it.
 *
 * @throws ValidationError for a reference that is no field of the event data, and for an empty text
 */
export function contains(reference: Reference<Nullable<string>>, text: string): Filter {
  return patternFilter(reference, quoteRegex(text));
}

/**
 * Passes when the string begins with this text.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function startsWith(reference: Reference<Nullable<string>>, text: string): Filter {
  return patternFilter(reference, `^${quoteRegex(text)}`);
}

/**
 * Passes when the string ends with this text.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function endsWith(reference: Reference<Nullable<string>>, text: string): Filter {
  return patternFilter(reference, `${quoteRegex(text)}$`);
}

/**
 * Passes when the RE2 pattern matches anywhere in the string: anchor it with ^ and $ where the whole string
 * is meant. Numbers and objects match by their JSON text.
 *
 * @throws ValidationError for a pattern that RE2 refuses; the engine would accept it and then drop every event
 */
export function matches(reference: Reference, re2: string): Filter {
  return patternFilter(reference, re2);
}

/**
 * Passes when there is a value and it is neither null nor the empty string.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function present(reference: Reference): Filter {
  return patternFilter(reference, '(?s).');
}

/**
 * Passes when the value is there and is null or the empty string. A missing value refuses the event.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function empty(reference: Reference): Filter {
  return patternFilter(reference, '^$');
}

/**
 * Passes when the number is greater than this one.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function greaterThan(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '>', value);
}

/**
 * Passes when the number is this one or greater.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function atLeast(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '>=', value);
}

/**
 * Passes when the number is less than this one.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function lessThan(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '<', value);
}

/**
 * Passes when the number is this one or less.
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function atMost(reference: Reference<Nullable<number>>, value: number): Filter {
  return numberFilter(reference, '<=', value);
}

function numberFilter(reference: Reference, comparator: '>' | '>=' | '<' | '<=', value: number): Filter {
  return dataFilter(reference, { type: 'number', comparator, value: [String(value)] });
}

function patternFilter(reference: Reference, re2: string): Filter {
  const problem = re2 === '' ? 'is empty' : regexError(re2);
  if (problem) {
    throwFinding(
      describeReference(sourceOf(reference)),
      `The filter on "${describeReference(sourceOf(reference))}" has no RE2 pattern: "${re2}" ${problem}`,
    );
  }
  return dataFilter(reference, { type: 'string', value: [re2] });
}

/**
 * A data filter in the engine's own form, for what the other functions do not say: a `template` that changes the value
 * before it is compared, or several values with a comparator. Its values are patterns when its type is string.
 *
 * A template sees the value as a text, `{{ .Input }}`, and nothing else of the event. What it gives is compared up to
 * its first control character only, so behind one a sender can hide what `$` was to exclude (filterData in
 * pkg/sensors/dependencies/filter.go).
 *
 * @throws ValidationError for a reference that is no field of the event data
 */
export function dataFilter(reference: Reference, filter: Omit<DataFilter, 'path'>): Filter {
  const source = sourceOf(reference);
  if (source.part === 'context' || source.path.length === 0) {
    throwFinding(
      describeReference(source),
      `A data filter needs a field of the event data, not "${describeReference(source)}"`,
    );
  }
  const path = gjsonPath(source.path);
  return { reads: [source.dependency], toFilter: () => ({ data: [{ path, ...filter }] }) };
}
