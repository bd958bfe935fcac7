import { asString, valueAt } from '../plain';
import { type PrintedValue, printedValues } from '../printed-values';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A template that prints a value of the event as Go does. */
export const templateValue: ObjectRule = {
  id: 'template-value',
  severity: 'warning',
  summary: 'A template prints a value that may be a large number or missing',
  why: 'In a template, each number of the event is a float64: Go prints one of a million or more with an exponent, such as 2.345678901e+09. Inside other text, a missing value prints <no value>. The functions toString and quote change neither (getValueWithTemplate in pkg/sensors/triggers/params.go). With dataKey, a number keeps its digits, and a missing value is an error or the default.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const parameter of triggers(sensor).flatMap(parameters)) {
      const template = asString(valueAt(parameter.value, 'src', 'dataTemplate'));
      if (template === undefined) continue;
      const values = printedValues(template).filter(mayBeNumber);
      const [first] = values;
      if (first === undefined) continue;
      const texts = [...new Set(values.map(({ text }) => text))];
      const path = template.trim().match(/^\{\{-?\s*\.Input\.([\w.]+)\s*-?\}\}$/)?.[1];
      const help =
        path !== undefined
          ? `write dataKey: ${path} in place of the template`
          : `write {{ int64 ${asArgument(first.text)} }} for a whole number, {{ ${first.text} | default "none" }} for a text`;
      const place = [...parameter.path, 'src', 'dataTemplate'];
      const details = { value: template, help };
      const what = `${texts.join(' and ')} ${texts.length > 1 ? 'print' : 'prints'}`;
      if (values.some(({ printsMissing }) => printsMissing)) {
        report(place, `${what} a large number as 2.345678901e+09, and a missing one as <no value>`, details);
      } else {
        report(place, `${what} a large number as 2.345678901e+09`, details);
      }
    }
  },
};

/** A call has to be in parentheses to be an argument. */
function asArgument(text: string): string {
  return /^[^(].*\s/.test(text) ? `(${text})` : text;
}

/** Last words of keys that are texts wherever they are known. */
const TEXTS = new Set(
  (
    'action address after arn author base64 before body branch bucket channel color comment conclusion content date description digest dir ' +
    'domain email encoding env environment event file filename folder format hash head host hostname href image key kind label ' +
    'lang link locale login message method mode msg name namespace org organization owner path prefix query reason ref region ' +
    'repo repository sender sha slug src state status subject suffix summary tag text timezone title token topic type uri url ' +
    'user username uuid guid visibility zone at'
  ).split(' '),
);

/** Last words of keys that are numbers, whatever the default is. */
const NUMBERS = new Set(
  'amount bytes count duration epoch id iid ids millis ms number price seconds size sum timestamp total ts'.split(
    ' ',
  ),
);

function mayBeNumber({ key, isText }: PrintedValue): boolean {
  if (key === undefined) return !isText;
  const word = key
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_-]/)
    .at(-1);
  if (NUMBERS.has(word ?? '')) return true;
  return !isText && !TEXTS.has(word ?? '');
}
