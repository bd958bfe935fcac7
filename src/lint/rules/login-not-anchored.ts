import { quote } from '../../findings/words';
import { keysOf } from '../paths';
import { asString } from '../plain';
import { isAnchored } from '../regex';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** A filter on a login that other logins pass too. */
export const loginNotAnchored: ObjectRule = {
  id: 'login-not-anchored',
  severity: 'warning',
  summary: 'A filter on a login is not anchored at both ends',
  why: 'A string value is a pattern that may match anywhere. So "bot" lets "not-a-bot-at-all" pass (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      if (filter.value['type'] !== 'string' || filter.value['comparator'] === '!=') continue;
      // `login` in GitHub and most others, `username` in GitLab.
      if (!/(?:^|_)(?:login|username)$/.test(keysOf(asString(filter.value['path']) ?? '').at(-1) ?? ''))
        continue;
      for (const { index, text } of stringsIn(filter, 'value')) {
        if (isAnchored(text)) continue;
        report([...filter.path, 'value', index], `${quote(text)} matches a part of other logins, too`, {
          value: text,
          help: 'write ^ in front and $ at the end',
        });
      }
    }
  },
};
