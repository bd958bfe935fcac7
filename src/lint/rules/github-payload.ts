import { namesHelp } from '../../findings/refuse';
import { joinOr, nearest, quote } from '../../findings/words';
import { type DataPath, dataPaths, templatePaths, writtenPath } from '../data-paths';
import { githubEventsOf } from '../github/events';
import { githubEventNames, isMissing, lookUp, type Missing } from '../github/payloads';
import { keysBeforeSearch, keysOf } from '../paths';
import type { Report, SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A path into the payload of GitHub that no event has. */
export const githubPayload: SetRule = {
  id: 'github-payload',
  severity: 'error',
  summary: 'A path names a key that no payload of its GitHub events has',
  why: 'The payloads are those of the OpenAPI document of GitHub. The event source passes them on as they are (HandleRoute in pkg/eventsources/sources/github/start.go). On a path that is not there, a filter drops the event (filterData and filterExpr in pkg/sensors/dependencies/filter.go), and a parameter fails or takes its default (getValueByKey in pkg/sensors/triggers/params.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const report = reportOn(sensor);
      for (const dependency of dependencies(sensor)) {
        const events = githubEventsOf(known, sensor, dependency)?.passed;
        if (events === undefined) continue;
        for (const path of [...dataPaths(sensor), ...templatePaths(sensor)]) {
          if (path.dependency === dependency.value['name']) checkPath(path, events, report);
        }
      }
    }
  },
};

function checkPath(path: DataPath, events: readonly string[], report: Report): void {
  const { place, text: value } = path;
  const [root, ...keys] = keysBeforeSearch(value) ?? keysOf(value);
  if (root !== 'body' || keys.length === 0) return;
  const missing = lookUp(events, keys);
  if (!isMissing(missing)) return;
  const key = keys[missing.index] ?? '';
  // The notation of another language: the rule data-path speaks of it.
  if (/[[\]{}$]/.test(key)) return;
  const above = ['body', ...keys.slice(0, missing.index)];
  if (missing.forms.includes('object') || missing.forms.length === 0) {
    const help = helpFor(path, keys, missing, events);
    report(place, `${wordsFor(events)} ${quote([...above, key].join('.'))}`, { value, help });
  } else if (missing.forms.includes('list')) {
    const first = writtenPath([...above, '0', ...keys.slice(missing.index)], path);
    report(place, `${quote(above.join('.'))} is a list, so it has no ${quote(key)}`, {
      value,
      help: `write ${quote(first)} for its first item`,
    });
  } else {
    const form = missing.forms.join(' or ');
    report(place, `${quote(above.join('.'))} is a ${form}, so it has no ${quote(key)}`, { value });
  }
}

const MOST_EVENTS = 3;

function wordsFor(events: readonly string[]): string {
  const [only = ''] = events;
  if (events.length === 1) return `no event ${quote(only)} of GitHub has`;
  if (events.length <= MOST_EVENTS) return `no event ${joinOr(events)} of GitHub has`;
  return events.length === githubEventNames().length
    ? 'no event of GitHub has'
    : 'none of its events of GitHub has';
}

/** The path that was probably meant, or the events that have it. */
function helpFor(
  path: DataPath,
  keys: readonly string[],
  { index, known }: Missing,
  events: readonly string[],
): string | undefined {
  const key = keys[index] ?? '';
  const above = keys.slice(0, index);
  const rest = keys.slice(index + 1);
  const did = (...meant: string[]) =>
    `did you mean ${quote(writtenPath(['body', ...above, ...meant, ...rest], path))}?`;
  const meant = nearest(key, known);
  if (meant !== undefined) return did(meant);
  const within = known.filter((one) => !isMissing(lookUp(events, [...above, one, key, ...rest])));
  const [only] = within.filter((one) => MAIN.test(one) || within.length === 1);
  if (only !== undefined) return did(only, key);
  const others = githubEventNames().filter((event) => !isMissing(lookUp([event], keys)));
  if (others.length > 0 && others.length <= MOST_EVENTS) return `it is in the event ${joinOr(others)}`;
  return namesHelp(known);
}

// What an event is about, before what else it has.
const MAIN = /^(?:pull_request|issue|comment|release|workflow_run|check_run)$/;
