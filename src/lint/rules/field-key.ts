import { quote } from '../../findings/words';
import { keysBeforeSearch, keysOf } from '../paths';
import { fieldFilters } from '../resource-filters';
import type { ObjectRule } from '../rule';

/** A filter on a field that no Kubernetes object has. */
export const fieldKey: ObjectRule = {
  id: 'field-key',
  severity: 'error',
  summary: 'A filter of a watched resource has a key that finds no field of any object',
  why: 'The key is a path of gjson in the object itself: dots in the key of a label need a backslash, and an index is a key. An object without the field gives no event, whatever the operation is (filterFields in pkg/eventsources/sources/resource/start.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { path, key } of fieldFilters(source)) {
      const meant = meantBy(key);
      if (meant === undefined) continue;
      report([...path, 'key'], `no object has a field ${quote(key)}, so none gives an event`, {
        value: key,
        help: `write ${quote(meant)}`,
      });
    }
  },
};

/** The right key for one that finds nothing. */
function meantBy(key: string): string | undefined {
  const plain = withoutOtherNotation(key);
  const inObject = plain.replace(/^(?:body|oldBody)\./, '');
  const escaped = withEscapedLabel(inObject);
  return escaped === key ? undefined : escaped;
}

/** `$.status.conditions[0].type` of JSONPath as gjson has it. A query of gjson may have any text. */
function withoutOtherNotation(key: string): string {
  if (key.includes('#(')) return key;
  return key
    .replace(/^\{(\..*)\}$/, '$1')
    .replace(/^\$?\.|^\$(?=\[)/, '')
    .replace(/\[([\w./-]+)\]/g, (_, one) => `.${withEscapedDots(one)}`)
    .replace(/\['([^']*)'\]|\["([^"]*)"\]/g, (_, one, other) => `.${withEscapedDots(one ?? other)}`)
    .replace(/^\./, '');
}

/** A label or annotation has no fields, so dots after its key belong to it. */
function withEscapedLabel(key: string): string {
  const [metadata, map, ...rest] = keysOf(key);
  if (metadata !== 'metadata' || !['labels', 'annotations'].includes(map ?? '')) return key;
  if (rest.length < 2 || keysBeforeSearch(key) !== undefined) return key;
  return key.replace(/^(metadata\.\w+\.)(.*)$/, (_, start, label) => start + withEscapedDots(label));
}

function withEscapedDots(text: string): string {
  return text.replace(/\\?\./g, '\\.');
}
