import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** The suffix of a GitHub App's login, not escaped. */
export const botCharacterClass: ObjectRule = {
  id: 'bot-character-class',
  severity: 'error',
  summary: 'A string filter has [bot], which is a class of three characters',
  why: 'A string value is a pattern: "x[bot]" matches "xo" and not the login "x[bot]" (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      if (filter.value['type'] !== 'string') continue;
      for (const { index, text } of stringsIn(filter, 'value')) {
        // Escaped characters in pairs are passed over, so that no backslash is taken for the wrong one.
        if (!/^(?:[^\\]|\\.)*?\[bot\]/s.test(text)) continue;
        report(
          [...filter.path, 'value', index],
          'Pattern has [bot], a class of characters',
          text,
          '\\[bot\\]',
        );
      }
    }
  },
};
