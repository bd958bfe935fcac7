import { namesHelp } from '../../findings/refuse';
import { nearest, quote } from '../../findings/words';
import { type EventValues, eventValuesOf } from '../event-values';
import { type FieldComparison, fieldComparisons } from '../expressions';
import type { Form } from '../github/payloads';
import { isTime, type Token } from '../govaluate';
import { asString, type Part } from '../plain';
import { matcherOf } from '../regex';
import type { Report, SetRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';
import { type Word, wordsOf } from '../wide-pattern';

/** A filter on a value that no event has at its path. */
export const impossibleValue: SetRule = {
  id: 'impossible-value',
  severity: 'error',
  summary: 'A filter asks for a value that no event has at its path',
  why: 'The values are those of the OpenAPI document of GitHub, and of the kind of event source. A filter on any other value drops every event, and with "!=" none. In a data filter, an object or a list is never true, and is the number 0. In an expression, a text never equals a number (filterData and filterExpr in pkg/sensors/dependencies/filter.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const dependency of dependencies(sensor)) {
        const valuesAt = eventValuesOf(known, sensor, dependency);
        for (const filter of dataFilters(dependency)) {
          const path = asString(filter.value['path']) ?? '';
          const values = filter.value['template'] === undefined ? valuesAt(path) : undefined;
          if (values === undefined) continue;
          if (filter.value['type'] === 'string') checkTexts(filter, path, values, reportOn(sensor));
          else checkType(filter, path, values, reportOn(sensor));
        }
        for (const comparison of fieldComparisons(dependency)) {
          const values = valuesAt(comparison.path);
          if (values !== undefined) checkComparison(comparison, values, reportOn(sensor));
        }
      }
    }
  },
};

function checkTexts(filter: Part, path: string, values: EventValues, report: Report): void {
  const all = textsOf(values);
  for (const { index, text } of stringsIn(filter, 'value')) {
    if (isPossible(text, values, all)) continue;
    const effect = filter.value['comparator'] === '!=' ? ', so "!=" refuses none' : '';
    report([...filter.path, 'value', index], `${quote(text)} matches no value of ${path}${effect}`, {
      value: text,
      help: values.start === undefined ? helpFor(text, all) : HELP_FOR_REF,
    });
  }
}

/** The texts that the engine may compare with a pattern; undefined if there may be others. */
function textsOf({ all, forms }: EventValues): readonly string[] | undefined {
  if (forms.join() === 'boolean') return ['true', 'false'];
  return forms.join() === 'text' ? all : undefined;
}

function isPossible(
  pattern: string,
  { forms, isList, start }: EventValues,
  all: readonly string[] | undefined,
): boolean {
  const matches = matcherOf(pattern);
  // What is null counts as "".
  if (matches === undefined || matches('')) return true;
  const words = wordsOf(pattern);
  const cannotBegin = ({ text, isStart }: Word) =>
    isStart && !text.startsWith(start ?? '') && !start?.startsWith(text);
  if (start !== undefined) return words === undefined || !words.every(cannotBegin);
  // Of a list, the rule header-path speaks.
  if (isList && /^\^[\w-]|[\w-]\$$/.test(pattern)) return true;
  if (all) return all.some((text) => matches(isList ? JSON.stringify([text]) : text));
  if (forms.join() !== 'number') return true;
  return words?.some(({ text }) => /^[\d.]+$/.test(text)) ?? true;
}

const HELP_FOR_REF = 'a push has the whole ref, such as "refs/heads/main"';

function helpFor(pattern: string, all: readonly string[] | undefined): string | undefined {
  const [word, ...others] = wordsOf(pattern) ?? [];
  // A choice or a pattern: what is meant is not known.
  if (all === undefined || word === undefined || others.length > 0)
    return all ? namesHelp(all) : 'expected a number';
  if (word.text === 'merged') return 'a merged pull request is closed, and its merged is true';
  const meant = nearest(word.text, all);
  return meant === undefined
    ? namesHelp(all)
    : `did you mean ${quote(pattern.replace(word.pattern, meant))}?`;
}

function checkComparison(
  { place, path, operator, literal }: FieldComparison,
  values: EventValues,
  report: Report,
): void {
  const [form, ...others] = values.forms;
  // Of a text that is a time, the rule expr-time speaks.
  if (form === undefined || others.length > 0 || isTime(literal)) return;
  const value = literal.text;
  if (form !== literal.kind) {
    report(
      place,
      `${path} is ${FORMS[form].is}, and ${literal.kind === 'text' ? quote(value) : value} is a ${literal.kind}`,
      {
        value,
        help: helpForKind(form, literal),
      },
    );
  } else if (operator === '==' || operator === '!=') {
    const isRef = values.start === undefined || value.startsWith(values.start);
    if (
      form !== 'text' ||
      value === '' ||
      (isRef && (values.all === undefined || values.all.includes(value)))
    )
      return;
    const effect = operator === '!=' ? ', so "!=" refuses none' : '';
    report(place, `${quote(value)} is no value of ${path}${effect}`, {
      value,
      help: isRef ? helpFor(value, values.all) : HELP_FOR_REF,
    });
  }
}

/** The same value as a literal of another kind. */
function helpForKind(form: Form, { kind, text: value }: Token): string | undefined {
  if (form === 'text') return `write ${quote(value)}`;
  if (kind !== 'text') return undefined;
  const fits = form === 'number' ? /^\d+(?:\.\d+)?$/.test(value) : /^(?:true|false)$/.test(value);
  return fits ? `write ${value} without quotes` : undefined;
}

function checkType(filter: Part, path: string, { all, forms }: EventValues, report: Report): void {
  const type = filter.value['type'];
  const [form] = forms;
  if (form === undefined || forms.length > 1 || form === 'number' || form === 'boolean') return;
  if (type !== 'number' && type !== 'bool') return;
  const place = [...filter.path, 'type'];
  const asked = type === 'number' ? 'number' : 'boolean';
  // A text may be that of a number.
  if (form === 'text' && all?.some((text) => /\d|^(?:true|false)$/i.test(text)) !== false) return;
  report(place, `${path} is ${FORMS[form].is}, and no ${asked}`, { value: type, help: FORMS[form].help });
}

const FORMS = {
  number: { is: 'a number', help: '' },
  boolean: { is: 'a boolean', help: '' },
  text: { is: 'a text', help: 'write type: string' },
  object: { is: 'an object', help: 'read a key of it, or ask for any value with type: string and "(?s)."' },
  list: { is: 'a list', help: 'read one of its items' },
};
