import { quote } from '../../findings/words';
import { eventsFor } from '../dependency-events';
import type { EventPart } from '../event-source';
import { exprFilters } from '../expressions';
import { keysBeforeSearch, keysOf } from '../paths';
import { asString, type Part, partsAt, valueAt } from '../plain';
import type { PlainObject, Report, SetRule } from '../rule';
import { dataFilters, dependencies, dependencyOfParameter, parameters, stringsIn, triggers } from '../sensor';
import { HTTP_HEADER } from './header-path';

/** A list that is read as if it were a text. */
export const listValue: SetRule = {
  id: 'list-value',
  severity: 'error',
  summary: 'A filter or a parameter reads a list as if it were a text: a field of a query, or a header',
  why: 'Of a webhook with the method GET, the body is the query, in which each name has a list of texts, and so has each header of a request (GetBody in pkg/eventsources/sources/webhook/start.go, http.Header in pkg/eventsources/events/event-data.go). A pattern with ^ or $ does not match the JSON text of a list, and a list is no number and no boolean (filterData in pkg/sensors/dependencies/filter.go). A parameter gets the JSON text.',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const report = reportOn(sensor);
      for (const dependency of dependencies(sensor)) {
        const events = eventsFor(known, sensor, dependency);
        if (events.length === 0) continue;
        for (const use of usesOf(sensor, dependency)) checkUse(events, use, report);
        for (const parameter of parametersOf(sensor, dependency)) checkTemplate(events, parameter, report);
      }
    }
  },
};

/** A path into the data of an event, and what is done with the value. */
interface Use extends Part {
  /** Where the path is, below the part. */
  readonly keys: readonly string[];
  /** Whether a list does no harm. */
  readonly takesList: boolean;
}

function usesOf(sensor: PlainObject, dependency: Part): Use[] {
  return [
    ...dataFilters(dependency).map((filter) => ({ ...filter, keys: ['path'], takesList: takesList(filter) })),
    ...exprFilters(dependency)
      .flatMap((filter) => partsAt(filter, 'fields'))
      .map((field) => ({ ...field, keys: ['path'], takesList: false })),
    ...parametersOf(sensor, dependency).map((parameter) => ({
      ...parameter,
      keys: ['src', 'dataKey'],
      takesList: valueAt(parameter.value, 'src', 'useRawData') === true,
    })),
  ];
}

function parametersOf(sensor: PlainObject, dependency: Part): Part[] {
  const name = asString(dependency.value['name']);
  return triggers(sensor)
    .flatMap(parameters)
    .filter((parameter) => dependencyOfParameter(parameter) === name);
}

/** A pattern without anchors may match the JSON text of a list, and a template may read it. */
function takesList(filter: Part): boolean {
  if (asString(filter.value['template'])) return true;
  if (filter.value['type'] !== 'string') return false;
  const patterns = stringsIn(filter, 'value').map(({ text }) => text);
  return !patterns.some((pattern) => /^\^(?!\\?\[)|[^\]]\$$/.test(pattern));
}

function checkUse(events: readonly EventPart[], { path, value, keys, takesList }: Use, report: Report): void {
  const text = asString(valueAt(value, ...keys)) ?? '';
  const [first, name, index] = keysOf(text);
  if (name === undefined || keysBeforeSearch(text) !== undefined || !/^\w/.test(first ?? '')) return;
  if (!events.every((event) => hasLists(event, first ?? ''))) return;
  // What header-path speaks of.
  if (first !== 'body' && (HTTP_HEADER.test(name) || !/^[A-Z]/.test(name))) return;
  const list = first === 'body' ? `the field ${quote(name)} of a query` : `the header ${quote(name)}`;
  const place = [...path, ...keys];
  if (index === undefined && !takesList)
    report(place, `${list} is a list of texts`, {
      value: text,
      help: `for the first, write ${quote(`${text}.0`)}`,
    });
  else if (index !== undefined && !/^\d+$/.test(index))
    report(place, `${list} is a list of texts, so it has no ${quote(index)}`, {
      value: text,
      help: `for the first, write 0 in place of ${quote(index)}`,
    });
}

/** A template that prints a list, as in `{{ .Input.body.who }}`: it comes out with brackets. */
function checkTemplate(events: readonly EventPart[], { path, value }: Part, report: Report): void {
  const text = asString(valueAt(value, 'src', 'dataTemplate')) ?? '';
  for (const [, first = '', name = ''] of text.matchAll(PRINTED)) {
    if (!events.every((event) => hasLists(event, first))) continue;
    const list = `${first}.${name}`;
    report([...path, 'src', 'dataTemplate'], `the template prints the list ${quote(list)}`, {
      value: text,
      help: `for the first, write ${quote(`{{ index .Input.${list} 0 }}`)}`,
    });
  }
}

const PRINTED = /\{\{-?\s*\.Input\.(\w+)\.(\w+)\s*-?\}\}/g;

const KINDS_WITH_HEADERS = 'webhook github gitlab bitbucket bitbucketserver gerrit sns'.split(' ');

function hasLists({ kind, value }: EventPart, first: string): boolean {
  if (first === 'body') return kind === 'webhook' && value['method'] === 'GET';
  return (first === 'header' || first === 'headers') && KINDS_WITH_HEADERS.includes(kind);
}
