import type { FieldPath, Finding, ObjectName } from './finding';

/**
 * A finding as one line: the construct or object, the place in it, what is wrong, what to write instead, and the id of
 * the rule.
 *
 * @example
 * ```ts
 * console.log(
 *   toLine({
 *     rule: 'mine',
 *     severity: 'error',
 *     construct: 'shop/triage',
 *     subject: 'trigger "bill"',
 *     path: ['spec', 'triggers', 1],
 *     message: 'never runs',
 *     help: 'remove it',
 *   }),
 * );
 * ```
 * ```yaml
 * [shop/triage] trigger "bill" (spec.triggers[1]): never runs; remove it [mine]
 * ```
 */
export function toLine(finding: Finding): string {
  const { construct, object } = finding;
  const owner = construct ?? (object && objectText(object));
  return `${owner === undefined ? '' : `[${owner}] `}${lineWithin(finding)}`;
}

/** The line of a finding without its construct or object, for a place that names it already. */
export function lineWithin({ rule, subject, path, message, help }: Finding): string {
  const at = path.length > 0 ? pathText(path) : undefined;
  const place = subject !== undefined && at !== undefined ? `${subject} (${at})` : (subject ?? at);
  const text = help === undefined ? message : `${message}; ${help}`;
  // A message may quote a text of the user, and a line break in it would look like another finding.
  return `${place === undefined ? '' : `${place}: `}${text} [${rule}]`.replace(
    /\s*[\r\n\u0085\u2028\u2029]+\s*/g,
    ' ',
  );
}

/** A path as one writes it: `spec.triggers[1].template`. */
export function pathText(path: FieldPath): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

/** An object as one names it: `Sensor events/triage`. */
export function objectText({ kind, namespace, name }: ObjectName): string {
  const text = `${kind || 'object'} ${namespace === undefined ? '' : `${namespace}/`}${name || 'without name'}`;
  // In a file, a name may have line breaks and codes of a terminal.
  return text.replace(/\p{Cc}+/gu, ' ');
}
