import { quote } from '../../findings/words';
import { regexOfGlob } from '../glob';
import { patternsIn } from '../patterns';
import { regexError } from '../regex';
import type { ObjectRule } from '../rule';

/** A filter with a value that is not an RE2 pattern. */
export const invalidRegex: ObjectRule = {
  id: 'invalid-regex',
  severity: 'error',
  summary: 'A filter has a value that is not an RE2 pattern',
  why: 'Values are patterns. The controller accepts one that does not compile, and then every event is dropped (filterData in pkg/sensors/dependencies/filter.go, filterFields in pkg/eventsources/sources/resource/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { path, value } of patternsIn(object)) {
      const problem = regexError(value);
      if (problem === undefined) continue;
      const meant = regexOfGlob(value);
      report(path, `${quote(value)} is no pattern of RE2: ${problem}`, {
        value,
        help: meant === undefined ? undefined : `write ${quote(meant)}`,
      });
    }
  },
};
