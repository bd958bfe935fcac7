import { quote } from '../../findings/words';
import { keysOf } from '../paths';
import { fieldFilters } from '../resource-filters';
import type { ObjectRule } from '../rule';

/** A filter on a field whose value matches longer texts too. */
export const fieldNotAnchored: ObjectRule = {
  id: 'field-not-anchored',
  severity: 'warning',
  summary: 'A filter of a watched resource compares a field with a text that longer texts contain',
  why: 'With each operation the value is a pattern of RE2 that may match anywhere: "==" and the value web let the object web-canary pass too, and "!=" stops it too (filterFields in pkg/eventsources/sources/resource/start.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { path, key, pattern, isNegated } of fieldFilters(source)) {
      if (!PLAIN.test(pattern) || CLOSED.test(keysOf(key).at(-1) ?? '') || isNoText(pattern)) continue;
      const other = `${pattern}-2`;
      const effect = isNegated ? `drops ${quote(other)} too` : `also passes ${quote(other)}`;
      report([...path, 'value'], `${quote(pattern)} may match anywhere in the text, so it ${effect}`, {
        value: pattern,
        help: `write ${quote(`^${pattern.replaceAll('.', '\\.')}$`)}`,
      });
    }
  },
};

// A whole word or name. What ends with - or / is the start of one on purpose.
const PLAIN = /^[A-Za-z0-9](?:[\w./:@ -]*\w)?$/;

// Fields with a few fixed words, none of which is part of another one.
const CLOSED = /^(?:phase|type|status|operation|concurrencyPolicy|restartPolicy|imagePullPolicy)$/;

/** What field-not-text speaks of. */
function isNoText(pattern: string): boolean {
  return /^(?:\d+(?:\.\d+)?|true|false)$/.test(pattern);
}
