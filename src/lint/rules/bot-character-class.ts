import { quote } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** The suffix `[bot]` of the login of a GitHub App, not escaped. */
export const botCharacterClass: ObjectRule = {
  id: 'bot-character-class',
  severity: 'error',
  summary: 'A string filter has [bot], which a pattern reads as one of the characters b, o and t',
  why: 'A string value is a pattern: "x[bot]" matches "xo", but not the login "x[bot]" (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      if (filter.value['type'] !== 'string') continue;
      for (const { index, text } of stringsIn(filter, 'value')) {
        // A backslash and the character after it are skipped together, so that an escaped backslash does not escape the
        // bracket.
        if (!/^(?:[^\\]|\\.)*?\[bot\]/s.test(text)) continue;
        report(
          [...filter.path, 'value', index],
          `${quote(text)} has [bot], which matches one of the letters b, o and t`,
          { value: text, help: 'write \\[bot\\]', fix: escapeBot(text) },
        );
      }
    }
  },
};

/** Leaves what is escaped already. */
function escapeBot(text: string): string {
  return text.replace(/\\.|\[bot\]/gs, (found) => (found === '[bot]' ? '\\[bot\\]' : found));
}
