import { quote } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** A text in brackets, not escaped: the suffix `[bot]` of the login of a GitHub App, or words such as `[skip ci]`. */
export const botCharacterClass: ObjectRule = {
  id: 'bot-character-class',
  severity: 'error',
  summary:
    'A string filter has a text in brackets, such as [bot], which a pattern reads as one of its characters',
  why: 'A string value is a pattern: "x[bot]" matches "xo", but not the login "x[bot]" (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      if (filter.value['type'] !== 'string') continue;
      for (const { index, text } of stringsIn(filter, 'value')) {
        // A backslash and the character after it are skipped together, so that an escaped backslash does not escape the
        // bracket.
        const [, found] = IN_BRACKETS.exec(text) ?? [];
        if (found === undefined) continue;
        const letters = found === 'bot' ? 'one of the letters b, o and t' : 'one of its characters';
        report([...filter.path, 'value', index], `${quote(text)} has [${found}], which matches ${letters}`, {
          value: text,
          help: `write \\[${found}\\]`,
          fix: escapeBrackets(text),
        });
      }
    }
  },
};

// Nobody lists the characters of several words.
const TEXT = 'bot|[a-z]+(?: [a-z]+)+';
const IN_BRACKETS = new RegExp(`^(?:[^\\\\]|\\\\.)*?\\[(${TEXT})\\]`, 's');
const TO_ESCAPE = new RegExp(`\\\\.|\\[(${TEXT})\\]`, 'gs');

/** Leaves what is escaped already. */
function escapeBrackets(text: string): string {
  return text.replace(TO_ESCAPE, (found, inner?: string) => (inner === undefined ? found : `\\[${inner}\\]`));
}
