import type { DataFilter } from '../../../imports/argo-events';
import { reject } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { regexOfGlob } from '../../lint/glob';
import { findsEveryText, regexError } from '../../lint/regex';
import { gjsonPath } from '../references/path';
import type { Reference } from '../references/ref';
import { describeReference, sourceOf } from '../references/reference';
import type { Filter } from './filter';

/**
 * A data filter in the engine's own form, for what the other functions cannot express: a `template` that changes the
 * value before it is compared, or several values with a comparator. Values of type `string` are patterns.
 *
 * A template gets the value as a text, `{{ .Input }}`, and nothing else of the event. Its result is compared only up to
 * the first control character. So a sender can hide text after one, and a pattern with `$` is not safe (filterData in
 * pkg/sensors/dependencies/filter.go).
 *
 * @param filter everything but `path`: `type`, `comparator`, `value`, `template`
 * @throws ValidationError for a reference that is no field of the event data, and for a pattern that RE2 refuses or that
 * every text matches
 *
 * @example
 * ```ts
 * sensor.on('lower', github.event('comments'), {
 *   filters: (e) => [
 *     dataFilter(e.body.comment.body, { type: 'string', template: '{{ .Input | lower }}', value: ['^/deploy'] }),
 *   ],
 * });
 * ```
 * ```yaml
 * - path: body.comment.body
 *   type: string
 *   template: "{{ .Input | lower }}"
 *   value:
 *     - ^/deploy
 * ```
 */
export function dataFilter(reference: Reference, filter: Omit<DataFilter, 'path'>): Filter {
  const source = sourceOf(reference);
  if (source.part === 'context' || source.path.length === 0) {
    reject('filter', `a data filter cannot read ${describeReference(source)}`, {
      help: 'expected a field of the event data',
    });
  }
  if (filter.type === 'string')
    for (const pattern of filter.value) checkPattern(pattern, filterOn(reference));
  const path = gjsonPath(source.path);
  return { reads: [source.dependency], toFilter: () => ({ data: [{ path, ...filter }] }) };
}

function checkPattern(pattern: string, subject: string): void {
  const problem = regexError(pattern);
  const meant = regexOfGlob(pattern);
  const help = meant === undefined ? {} : { help: `write ${quote(meant)}` };
  if (problem !== undefined) {
    reject('filter', `${quote(pattern)} is no pattern of RE2: ${problem}`, {
      subject,
      value: pattern,
      ...help,
    });
  }
  if (pattern === '' || findsEveryText(pattern)) {
    const details = { subject, value: pattern, help: 'for any text but "", write present(…)', ...help };
    reject('filter', `${quote(pattern)} matches every text`, details);
  }
}

/** The subject of a finding about a filter. */
export function filterOn(reference: Reference): string {
  return `filter on ${describeReference(sourceOf(reference))}`;
}
