import { joinAnd, quote } from '../../findings/words';
import { eventValuesOf } from '../event-values';
import { asString, type Part } from '../plain';
import { isAnchored } from '../regex';
import type { Report, SetRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';
import { partOfName } from '../whole-names';
import { anchored, othersMatched, wordsOf } from '../wide-pattern';

/** A filter on a word that is a part of other values, too. */
export const unanchoredValue: SetRule = {
  id: 'unanchored-value',
  severity: 'warning',
  summary: 'A filter asks for a value that is a part of other values, too',
  why: 'A string value is a pattern that may match anywhere. So "assigned" lets "unassigned" pass, and "bot" the login "not-a-bot-at-all" (filterData in pkg/sensors/dependencies/filter.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const dependency of dependencies(sensor)) {
        const valuesAt = eventValuesOf(known, sensor, dependency);
        for (const filter of dataFilters(dependency)) {
          if (filter.value['type'] !== 'string' || filter.value['template'] !== undefined) continue;
          checkFilter(filter, valuesAt(asString(filter.value['path']) ?? ''), reportOn(sensor));
        }
      }
    }
  },
};

function checkFilter(
  filter: Part,
  values: ReturnType<ReturnType<typeof eventValuesOf>>,
  report: Report,
): void {
  const path = asString(filter.value['path']) ?? '';
  const isNegated = filter.value['comparator'] === '!=';
  const patterns = stringsIn(filter, 'value').map((one) => ({ ...one, words: wordsOf(one.text) }));
  const wanted = patterns.flatMap(({ words = [] }) => words.map(({ text }) => text));
  for (const { index, text, words } of patterns) {
    if (isAnchored(text)) continue;
    const place = [...filter.path, 'value', index];
    const others = words && values ? othersMatched(words, text, wanted, values) : [];
    if (words && others.length > 0) {
      const also = joinAnd(others.slice(0, MOST_VALUES));
      const start = values?.isList ? 'end the path with .0, and ' : '';
      report(place, `${quote(text)} ${isNegated ? 'refuses' : 'matches'} ${also}, too`, {
        value: text,
        help: `${start}write ${quote(anchored(words))}`,
      });
      continue;
    }
    if (isNegated) continue;
    if (words?.every((word) => /^\d+$/.test(word.text)) && values?.forms.join() === 'number') {
      const other = `1${text}`;
      report(place, `${quote(text)} is a part of other numbers, too, such as ${quote(other)}`, {
        value: text,
        help: 'write type: number',
      });
      continue;
    }
    const part = partOfName(path, words);
    if (part === undefined) continue;
    report(place, `${quote(text)} matches a part of other ${part.what}, too`, {
      value: text,
      help: part.help,
    });
  }
}

const MOST_VALUES = 3;
