import { quote } from '../../findings/words';
import { ANY_VALUE, regexOfGlob } from '../glob';
import { patternsIn } from '../patterns';
import { findsEveryText } from '../regex';
import type { ObjectRule } from '../rule';

/** A filter that compares with a pattern that every text matches. */
export const matchesEveryText: ObjectRule = {
  id: 'matches-every-text',
  severity: 'error',
  summary: 'A filter has a pattern that every text matches',
  why: 'A pattern may match anywhere, and one such as v* needs no character at all. So the filter lets every text pass, or with "!=" none (filterData in pkg/sensors/dependencies/filter.go, filterFields in pkg/eventsources/sources/resource/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { path, value, isNegated } of patternsIn(object)) {
      if (!findsEveryText(value)) continue;
      const effect = isNegated ? ', so "!=" lets nothing pass' : '';
      const meant = regexOfGlob(value);
      const hint = /\w/.test(value) ? 'remove the ?, * or | that lets it match nothing, or ' : '';
      report(path, `${quote(value)} matches every text${effect}`, {
        value,
        help:
          meant === undefined
            ? `${hint}for any text but "", write ${quote(ANY_VALUE)}`
            : `write ${quote(meant)}`,
      });
    }
  },
};
