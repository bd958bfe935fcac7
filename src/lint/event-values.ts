import { eventsFor } from './dependency-events';
import { type GithubEvents, githubEventsOf, isEventName, isHeader } from './github/events';
import { type Form, githubEventNames, isMissing, lookUp, textsOfEach } from './github/payloads';
import { GITLAB_VALUES } from './gitlab';
import { keysBeforeSearch, keysOf } from './paths';
import type { Part } from './plain';
import type { ObjectSet, PlainObject } from './rule';

/** What the events of a dependency have at a path. */
export interface EventValues {
  /** The texts, in a list for each event that has some of its own. */
  readonly texts: readonly (readonly string[])[];
  /** All texts that there may be; undefined if there may be others. */
  readonly all?: readonly string[];
  /** What the value may be; empty if that is not known. */
  readonly forms: readonly Form[];
  /** Whether the path leads to a list with the text, as that of a header without an index. */
  readonly isList: boolean;
  /**
   * What every text begins with.
   *
   * @default nothing that is known
   */
  readonly start?: string;
}

/** Says what the events of a dependency have at a path; undefined if nothing is known of it. */
export function eventValuesOf(
  known: ObjectSet,
  sensor: PlainObject,
  dependency: Part,
): (path: string) => EventValues | undefined {
  // A transform makes data of its own.
  if (dependency.value['transform'] !== undefined) return () => undefined;
  const github = githubEventsOf(known, sensor, dependency);
  const kinds = github
    ? ['github']
    : [...new Set(eventsFor(known, sensor, dependency).map(({ kind }) => kind))];
  return (path) => {
    if (keysBeforeSearch(path) !== undefined) return undefined;
    const keys = keysOf(path);
    if (github !== undefined) return ofGithub(github, keys);
    // Only GitHub and what imitates it has such actions at this place.
    if (kinds.length === 0 && path === 'body.action') return textsIn(githubEventNames(), ['action']);
    if (kinds.length === 0 || kinds.includes('gitlab')) return ofGitlab(keys, kinds.join() === 'gitlab');
    if (kinds.join() === 'resource' && path === 'type') return only(['ADD', 'DELETE', 'UPDATE']);
    return undefined;
  };
}

function ofGithub(
  { sent, passed, isRegistered }: GithubEvents,
  keys: readonly string[],
): EventValues | undefined {
  const [root, ...rest] = keys;
  if (isEventName(keys)) {
    return {
      texts: [sent],
      all: isRegistered ? sent : githubEventNames(),
      forms: ['text'],
      isList: isListOf(keys),
    };
  }
  if (root !== 'body' || rest.length === 0) return undefined;
  const found = lookUp(passed, rest);
  if (isMissing(found)) return undefined;
  // A push has the whole ref. Other events have the name of the branch there.
  const isRef = passed.join() === 'push' && rest.join('.') === 'ref';
  return {
    ...textsIn(passed, rest),
    ...(found.texts && { all: found.texts }),
    ...(isRef && { start: 'refs/' }),
    forms: found.forms,
  };
}

function ofGitlab(keys: readonly string[], isSure: boolean): EventValues | undefined {
  const isList = isListOf(keys);
  const path = [...keys, ...(isList ? ['0'] : [])].join('.');
  const texts = GITLAB_VALUES[path];
  // GitLab adds kinds of events, but an action keeps its name.
  const isAction = isSure && path === 'body.object_attributes.action';
  return texts && { texts: [texts], ...(isAction && { all: texts }), forms: ['text'], isList };
}

function textsIn(events: readonly string[], keys: readonly string[]): EventValues {
  return { texts: textsOfEach(events, keys), forms: [], isList: false };
}

function only(texts: readonly string[]): EventValues {
  return { texts: [texts], all: texts, forms: ['text'], isList: false };
}

/** Whether the keys are those of a header, which is a list. */
function isListOf([root, , ...rest]: readonly string[]): boolean {
  return isHeader(root) && rest.length === 0;
}
