import { quote } from '../../findings/words';
import { asString, valueAt } from '../plain';
import { resourceEvents } from '../resource-filters';
import type { ObjectRule } from '../rule';

/** A prefix with which no name begins. */
export const namePrefix: ObjectRule = {
  id: 'name-prefix',
  severity: 'error',
  summary: 'The prefix of a watched resource has a character that no name has',
  why: 'The engine compares the start of the name with the prefix as it is, which is neither a glob nor a pattern (passFilters in pkg/eventsources/sources/resource/start.go). So no object passes.',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { path, value } of resourceEvents(source)) {
      const prefix = asString(valueAt(value, 'filter', 'prefix'));
      // Names of RBAC have other characters than those of the rest, but no path may hold these.
      if (!prefix || !/[*?^$()[\]{}|+\\\s,"'/%]/.test(prefix)) continue;
      const [meant = ''] = /^[a-z0-9.-]+/i.exec(prefix.replace(/^\^/, '')) ?? [];
      report([...path, 'filter', 'prefix'], `no name begins with ${quote(prefix)}`, {
        value: prefix,
        help: meant === '' ? 'expected the start of a name' : `write ${quote(meant)}`,
      });
    }
  },
};
