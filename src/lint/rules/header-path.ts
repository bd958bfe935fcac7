import { quote } from '../../findings/words';
import { keysOf } from '../paths';
import { asString, type Part, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, dependencyOfParameter, parameters, stringsIn, triggers } from '../sensor';

/** A header with another name, or in another form, than the event has it. */
export const headerPath: ObjectRule = {
  id: 'header-path',
  severity: 'error',
  summary: 'A filter or a parameter reads a header by a name or in a form that the event does not have',
  why: 'Header names are in the spelling of Go, such as X-Github-Event, and each header is a list (http.Header in pkg/eventsources/events/event-data.go). With another spelling there is no value, and the event is dropped. A pattern with ^ or $ does not match the JSON text of a list (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    // A transform may change the headers.
    const plain = dependencies(sensor).filter(({ value }) => value['transform'] === undefined);
    for (const filter of plain.flatMap(dataFilters)) {
      const header = headerIn(filter.value['path']);
      if (!header) continue;
      const { name, canonical, isList } = header;
      if (name !== canonical)
        report([...filter.path, 'path'], `no event has a header ${quote(name)}`, {
          value: name,
          help: `write ${quote(canonical)}`,
          fix: String(filter.value['path']).replace(name, canonical),
        });
      else if (isList) {
        for (const { index, text } of anchoredPatterns(filter)) {
          const place = [...filter.path, 'value', index];
          report(place, `the header ${name} is a list, which ${quote(text)} never matches`, {
            value: text,
            help: `end the path with ${name}.0`,
          });
        }
      }
    }
    const names = plain.map(({ value }) => value['name']);
    for (const parameter of triggers(sensor).flatMap(parameters)) {
      const header = headerIn(valueAt(parameter.value, 'src', 'dataKey'));
      if (!header || header.name === header.canonical || !names.includes(dependencyOfParameter(parameter)))
        continue;
      report([...parameter.path, 'src', 'dataKey'], `no event has a header ${quote(header.name)}`, {
        value: header.name,
        help: `write ${quote(header.canonical)}`,
        fix: String(valueAt(parameter.value, 'src', 'dataKey')).replace(header.name, header.canonical),
      });
    }
  },
};

interface Header {
  readonly name: string;
  readonly canonical: string;
  readonly isList: boolean;
}

/** Headers of HTTP only. In Kafka, for example, a header may be called content-type. */
export const HTTP_HEADER = /^x-(?:git(?:hub|lab|ea)|gogs|hub|slack|event-key|hook-uuid)/i;

function headerIn(path: unknown): Header | undefined {
  const [root, name, ...rest] = keysOf(asString(path) ?? '');
  if ((root !== 'headers' && root !== 'header') || name === undefined || !HTTP_HEADER.test(name))
    return undefined;
  const canonical = name.toLowerCase().replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
  return { name, canonical, isList: rest.length === 0 };
}

/** The patterns of a filter that cannot match a list: its JSON text begins and ends with a bracket. */
function anchoredPatterns(filter: Part): ReturnType<typeof stringsIn> {
  if (filter.value['type'] !== 'string' || filter.value['comparator'] === '!=') return [];
  return stringsIn(filter, 'value').filter(({ text }) => /^\^[\w-]|[\w-]\$$/.test(text));
}
