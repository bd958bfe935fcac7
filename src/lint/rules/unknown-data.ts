import { EVENT_DATA } from '../../../imports/event-data';
import { joinOr, nearest, quote } from '../../findings/words';
import { type DataPath, dataPaths, templatePaths, writtenPath } from '../data-paths';
import { eventsFor } from '../dependency-events';
import type { EventPart } from '../event-source';
import { outputKeysOf } from '../jq-output';
import { eventSourcesOf, nameOf } from '../objects';
import { keysBeforeSearch, keysOf } from '../paths';
import { asObject, asString, type Part } from '../plain';
import { wrongBelow } from '../published-shape';
import type { PlainObject, Report, SetRule } from '../rule';
import { dependencies, parameters, triggers } from '../sensor';

/** A path into data that no event of the event source has. */
export const unknownData: SetRule = {
  id: 'unknown-data',
  severity: 'error',
  summary: 'A path names data that no event of its EventSource has',
  why: 'Each kind of event source publishes keys of its own (pkg/eventsources/events/event-data.go). The body of a message is a text without keys unless the event source says jsonBody: true. A filter drops every event then (filterData and filterExpr in pkg/sensors/dependencies/filter.go), and a parameter fails or takes its default (getValueByKey in pkg/sensors/triggers/params.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const events = new Map(
        dependencies(sensor).map((dependency) => {
          const [source] = eventSourcesOf(known, sensor, dependency.value);
          const found = eventsFor(known, sensor, dependency);
          const made = transformedKeys(dependency.value);
          return [asString(dependency.value['name']), { source, found, made }] as const;
        }),
      );
      for (const path of [...dataPaths(sensor), ...templatePaths(sensor)]) {
        const { source, found = [], made } = events.get(path.dependency) ?? {};
        if (made !== undefined) {
          checkMade(made, path, reportOn(sensor));
          continue;
        }
        const reports = found.map((event) => {
          const ofEvent: Parameters<Report>[] = [];
          checkPath(event, path, source ? nameOf(source) : '', (...report) => ofEvent.push(report));
          return ofEvent;
        });
        // Events of two kinds may have one name: one of them may have the data.
        const [first] = reports.every((ofEvent) => ofEvent.length > 0) ? reports.flat() : [];
        if (first !== undefined) reportOn(sensor)(...first);
      }
      for (const parameter of triggers(sensor).flatMap(parameters))
        checkContextKey(parameter, reportOn(sensor));
    }
  },
};

/** The keys of the data after the transform of a dependency, if its program says them. */
function transformedKeys(dependency: PlainObject): readonly string[] | undefined {
  const program = asString(asObject(dependency['transform'])['jq']);
  return program === undefined ? undefined : outputKeysOf(program);
}

function checkMade(made: readonly string[], { place, text, ...path }: DataPath, report: Report): void {
  const [first = '', ...rest] = keysBeforeSearch(text) ?? keysOf(text);
  if (!/^[\w-]+$/.test(first) || made.includes(first)) return;
  const meant = made.find((key) => rest.includes(key)) ?? nearest(first, made);
  report(place, `the transform of the dependency gives no ${quote(first)}`, {
    value: text,
    help:
      meant === undefined
        ? `expected ${joinOr([...made])}`
        : `did you mean ${quote(writtenPath([meant, ...rest.slice(rest.indexOf(meant) + 1)], path))}?`,
  });
}

// The fields of EventContext in pkg/apis/events/v1alpha1/sensor_types.go.
const CONTEXT = ['datacontenttype', 'id', 'source', 'specversion', 'subject', 'time', 'type'];
const IN_SENSOR: Readonly<Record<string, string>> = {
  name: 'subject',
  eventName: 'subject',
  eventSourceName: 'source',
};

/** A key of the context. Beside dataKey or dataTemplate it is not read. */
function checkContextKey({ path, value }: Part, report: Report): void {
  const src = asObject(value['src']);
  const key = asString(src['contextKey']) ?? '';
  const [first = ''] = keysOf(key);
  if (src['dataKey'] || src['dataTemplate'] || !/^[\w-]+$/.test(first) || CONTEXT.includes(first)) return;
  const meant = IN_SENSOR[first] ?? nearest(first, CONTEXT);
  report([...path, 'src', 'contextKey'], `the context of an event has no ${quote(first)}`, {
    value: key,
    help: meant === undefined ? `expected ${joinOr(CONTEXT)}` : `did you mean ${quote(meant)}?`,
  });
}

function checkPath(event: EventPart, path: DataPath, source: string, report: Report): void {
  const { place, text: value } = path;
  const { kind, name } = event;
  const data = EVENT_DATA[kind];
  const keys = keysBeforeSearch(value) ?? keysOf(value);
  const [first = '', second] = keys;
  // A multipath or a literal of gjson, or the notation of another language. What Slack sends is at the top, whatever it is.
  if (data === undefined || kind === 'slack' || !/^[\w-][^[\]{}$]*$/.test(first)) return;
  if (!data.keys.includes(first)) {
    report(place, `an event of ${kind} has no ${quote(first)}`, {
      value,
      help: helpFor(kind, data.keys, keys, path),
    });
    return;
  }
  const hasJsonBody = event.value['jsonBody'] === true && data.jsonBody === 'JSON';
  if (first === 'body' && second !== undefined && data.body !== 'JSON' && !hasJsonBody) {
    const isBase64 = data.body === 'base64';
    const form = isBase64 ? 'base64 text' : 'text';
    const help =
      data.jsonBody === 'JSON'
        ? `set jsonBody: true in spec.${kind}.${name} of the EventSource ${quote(source)}, if the messages are JSON`
        : `if it is JSON, parse it in a transform of the dependency: jq: .body |= ${isBase64 ? '(@base64d | fromjson)' : 'fromjson'}`;
    report(place, `the body of an event of ${kind} is a ${form}, so it has no ${quote(second)}`, {
      value,
      help,
    });
    return;
  }
  const below = wrongBelow(kind, keys, path);
  if (below) report(place, below.message, { value, help: below.help });
}

// Where the data is of a kind whose events have no body.
const ROOTS: Readonly<Record<string, readonly string[]>> = {
  minio: ['notification', '0'],
  storageGrid: ['notification'],
  stripe: ['event'],
};

function helpFor(kind: string, known: readonly string[], keys: readonly string[], path: DataPath): string {
  const [first = '', ...rest] = keys;
  const meant = nearest(first, known);
  const root = known.includes('body') ? ['body'] : ROOTS[kind];
  if (meant === undefined && root === undefined) return `expected ${joinOr([...known])}`;
  const below = first === 'body' ? rest : keys;
  return `did you mean ${quote(writtenPath(meant === undefined ? [...(root ?? []), ...below] : [meant, ...rest], path))}?`;
}
