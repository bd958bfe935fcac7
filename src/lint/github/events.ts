import { dataPaths } from '../data-paths';
import { eventsFor } from '../dependency-events';
import type { EventPart } from '../event-source';
import { keysOf } from '../paths';
import { asList, asObject, asString, type Part } from '../plain';
import { matcherOf } from '../regex';
import type { ObjectSet, PlainObject } from '../rule';
import { dataFilters, stringsIn } from '../sensor';
import { eventList, githubEventNames, keptByEvents } from './payloads';

/** The events of GitHub that a dependency gets. */
export interface GithubEvents {
  /** Those that its event source is registered for. */
  readonly sent: readonly string[];
  /** Those of them that its filters on the name of the event let pass. */
  readonly passed: readonly string[];
  /** Whether the engine registers the hooks, so that GitHub sends no others. */
  readonly isRegistered: boolean;
}

/**
 * The events of GitHub that a dependency gets; undefined if they are not known, or if it is not about GitHub. An event source
 * that is not among the objects is one of GitHub if the dependency reads the header with the name of the event.
 */
export function githubEventsOf(
  known: ObjectSet,
  sensor: PlainObject,
  dependency: Part,
): GithubEvents | undefined {
  // Several rules ask.
  const ofSet = KEPT.get(known) ?? new WeakMap<Part, GithubEvents | undefined>();
  KEPT.set(known, ofSet);
  if (!ofSet.has(dependency)) ofSet.set(dependency, findEvents(known, sensor, dependency));
  return ofSet.get(dependency);
}

const KEPT = new WeakMap<ObjectSet, WeakMap<Part, GithubEvents | undefined>>();

function findEvents(known: ObjectSet, sensor: PlainObject, dependency: Part): GithubEvents | undefined {
  // A transform makes data of its own.
  if (dependency.value['transform'] !== undefined) return undefined;
  const found = eventsFor(known, sensor, dependency);
  // Somebody may have pointed a hook of GitHub at a webhook.
  if (found.every(({ kind }) => kind === 'webhook')) return sentBySomebody(sensor, dependency);
  if (found.some(({ kind }) => kind !== 'github')) return undefined;
  const sent = registeredEvents(found);
  const isRegistered = found.every(({ value }) => 'apiToken' in value || 'githubApp' in value);
  return sent && { sent, isRegistered, passed: passedOf(sent, dependency) };
}

/** The events that an event source is registered for; undefined if one of them is not known. */
function registeredEvents(found: readonly EventPart[]): readonly string[] | undefined {
  const all = githubEventNames();
  const names = new Set<unknown>();
  for (const { value } of found) {
    const events = asList(value['events']);
    if (events.length === 0 || events.includes('*')) return all;
    for (const event of events) names.add(event);
  }
  const events = all.filter((event) => names.has(event));
  return events.length === names.size ? eventList(events) : undefined;
}

function sentBySomebody(sensor: PlainObject, dependency: Part): GithubEvents | undefined {
  const name = dependency.value['name'];
  const paths = dataPaths(sensor).filter((path) => path.dependency === name);
  if (!paths.some(({ text }) => isEventName(keysOf(text)))) return undefined;
  const sent = githubEventNames();
  return { sent, isRegistered: false, passed: passedOf(sent, dependency) };
}

function passedOf(sent: readonly string[], dependency: Part): readonly string[] {
  const filters = nameFilters(dependency);
  return filters.length === 0 ? sent : passedOnce(sent, JSON.stringify(filters));
}

const passedOnce = keptByEvents((sent, key) => {
  const filters = JSON.parse(key) as NameFilter[];
  const isPassed = (event: string) => filters.every((filter) => passes(filter, event));
  const passed = sent.filter(isPassed);
  if (passed.length > 0) return eventList(passed);
  // A hook that somebody has added by hand may send others than the event source is registered for.
  const others = githubEventNames().filter(isPassed);
  return others.length > 0 ? eventList(others) : sent;
});

/** Whether a path leads to the name of the event: the header, or the key that the event source adds to the payload. */
export function isEventName([root, key, index, ...others]: readonly string[]): boolean {
  if (others.length > 0 || (index !== undefined && index !== '0')) return false;
  return root === 'body'
    ? key === 'X-GitHub-Event' && index === undefined
    : isHeader(root) && key === 'X-Github-Event';
}

/** Whether the first key of a path is that of the headers, by one of the two names that it has. */
export function isHeader(root: string | undefined): boolean {
  return root === 'headers' || root === 'header';
}

/** A filter on the name of the event. */
interface NameFilter {
  readonly patterns: readonly string[];
  readonly isNegated: boolean;
  /** Whether it sees the JSON text of the header, which is a list. */
  readonly isList: boolean;
}

function nameFilters(dependency: Part): NameFilter[] {
  const filters = asObject(dependency.value['filters']);
  // With "or", a filter keeps nothing out.
  if (filters['dataLogicalOperator'] === 'or' || dependency.value['filtersLogicalOperator'] === 'or')
    return [];
  return dataFilters(dependency).flatMap((filter): NameFilter[] => {
    const keys = keysOf(asString(filter.value['path']) ?? '');
    if (filter.value['type'] !== 'string' || filter.value['template'] !== undefined || !isEventName(keys))
      return [];
    const patterns = stringsIn(filter, 'value').map(({ text }) => text);
    const isNegated = filter.value['comparator'] === '!=';
    return [{ patterns, isNegated, isList: isHeader(keys[0]) && keys.length === 2 }];
  });
}

function passes({ patterns, isNegated, isList }: NameFilter, event: string): boolean {
  const text = isList ? JSON.stringify([event]) : event;
  return patterns.some((pattern) => {
    const matches = matcherOf(pattern);
    return matches === undefined || matches(text) !== isNegated;
  });
}
