import { joinAnd, quote } from '../../findings/words';
import { type AskedPatterns, askedPatterns } from '../asked-patterns';
import { type EventValues, eventValuesOf } from '../event-values';
import { isAnchored } from '../regex';
import type { Report, SetRule } from '../rule';
import { dependencies } from '../sensor';
import { partOfName } from '../whole-names';
import { anchored, othersMatched, wordsOf } from '../wide-pattern';

/** A filter on a word that is a part of other values, too. */
export const unanchoredValue: SetRule = {
  id: 'unanchored-value',
  severity: 'warning',
  summary: 'A filter asks for a value that is a part of other values, too',
  why: 'A string value is a pattern that may match anywhere, and so is a text after =~ in an expression. So "assigned" lets "unassigned" pass, and "bot" the login "not-a-bot-at-all" (filterData and filterExpr in pkg/sensors/dependencies/filter.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const dependency of dependencies(sensor)) {
        const valuesAt = eventValuesOf(known, sensor, dependency);
        for (const asked of askedPatterns(dependency)) {
          checkPatterns(asked, valuesAt(asked.path), reportOn(sensor));
        }
      }
    }
  },
};

function checkPatterns(asked: AskedPatterns, values: EventValues | undefined, report: Report): void {
  const { path, isNegated, isExpression } = asked;
  const patterns = asked.patterns.map((one) => ({ ...one, words: wordsOf(one.text) }));
  const wanted = patterns.flatMap(({ words = [] }) => words.map(({ text }) => text));
  for (const { place, text, words } of patterns) {
    if (isAnchored(text)) continue;
    const others = words && values ? othersMatched(words, text, wanted, values) : [];
    if (words && others.length > 0) {
      const also = joinAnd(others.slice(0, MOST_VALUES));
      report(place, `${quote(text)} ${isNegated ? 'refuses' : 'matches'} ${also}, too`, {
        value: text,
        help: `${values?.isList ? 'end the path with .0, and ' : ''}write ${quote(anchored(words))}`,
      });
      continue;
    }
    if (isNegated) continue;
    if (
      words?.every((word) => /^\d+$/.test(word.text)) &&
      values?.forms.join() === 'number' &&
      !isExpression
    ) {
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
