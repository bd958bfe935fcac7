import { quote } from '../../findings/words';
import { regexOfGlob } from '../glob';
import { patternsIn } from '../patterns';
import { findsEveryText, regexError } from '../regex';
import type { ObjectRule } from '../rule';

/** A filter with a glob in place of a pattern. */
export const globPattern: ObjectRule = {
  id: 'glob-pattern',
  severity: 'warning',
  summary: 'A filter has a value that looks like a glob, and is a pattern',
  why: 'To a pattern, * repeats the character before it, and it may match anywhere. So "feature/*" lets "my-features" pass (filterData in pkg/sensors/dependencies/filter.go, filterFields in pkg/eventsources/sources/resource/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { path, value } of patternsIn(object)) {
      const regex = regexOfGlob(value);
      // Other rules report those as errors.
      if (regex === undefined || regexError(value) !== undefined || findsEveryText(value)) continue;
      report(path, `${quote(value)} looks like a glob, but is a pattern: * repeats the character before it`, {
        value,
        help: `write ${quote(regex)}`,
      });
    }
  },
};
