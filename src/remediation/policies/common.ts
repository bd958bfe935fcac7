import { extractParameters } from '../../argo-events/references/parameters';
import { isSlot, type TemplatedJson } from '../../argo-events/references/slot';
import { ANNOTATIONS } from '../names';
import { RUN, templateOf } from '../requested-run';
import type { RemediationSettings } from '../settings';
import { taskCodeRun } from '../task-coderun';
import { isObject, type Members, membersOf } from '../templated';

export type Path = readonly (string | number)[];

/** A place in a template, and what stands there. */
export interface TemplatePlace {
  readonly path: Path;
  readonly value: TemplatedJson;
}

/**
 * What is known of the CodeRuns: a policy can check a value that comes from an event only where the template has it as
 * the task's own has it, and a literal anywhere.
 */
export interface CommonFields {
  /**
   * Of the labels, the annotations and the fields beside the metadata. An object of which a part is as in the task's own
   * is told by its parts.
   */
  readonly places: readonly TemplatePlace[];
  /** The places in the template that are not: what the sensor writes there is not checked. */
  readonly unknown: readonly Path[];
  /** The objects and lists of which some is checked, but not what is added to them: a CRD may fill in fields there. */
  readonly open: readonly Path[];
  /** Where a CodeRun says its pull request; undefined when that is not known. */
  readonly pullRequest: Path | undefined;
  /** Where it says the maximum of its task; undefined when that is not known. */
  readonly maximum: Path | undefined;
  /** Where its spec says the iteration; undefined when that is not known. */
  readonly iteration: Path | undefined;
  /** The objects in the spec of which a part is as in the task's own, with the keys that the template has there. */
  readonly partly: readonly { readonly path: Path; readonly keys: readonly string[] }[];
}

/** In the order in which they are believed. */
const PULL_REQUEST_PATHS: readonly Path[] = [
  ['spec', 'pr_number'],
  ['metadata', 'labels', 'pr-number'],
  ['metadata', 'annotations', `${ANNOTATIONS}/pr-number`],
];
const MAXIMUM_PATH: Path = ['spec', 'env', 'MAX_ITERATIONS'];
const ITERATION_PATH: Path = ['spec', 'env', 'ITERATION_COUNT'];

/** What the template of the settings has in common with the task's own CodeRun. */
export function commonWithTask({ codeRun }: Pick<RemediationSettings, 'codeRun'>): CommonFields {
  const { apiVersion: _, kind: __, ...template } = templateOf(codeRun);
  const { metadata, spec } = taskCodeRun(RUN);
  const alike = Object.entries({ spec, metadata }).flatMap(([field, members]) =>
    Object.entries(members).flatMap(([key, value]) =>
      sharedPlaces(membersOf(template[field])[key], value, [field, key]),
    ),
  );
  const pullRequest = PULL_REQUEST_PATHS.find((path) => covers(alike, path));
  const maximum = covers(alike, MAXIMUM_PATH) ? MAXIMUM_PATH : undefined;
  const needs = /^remediation\.(?:(pr|pr_number|deduplication_key)|max_iterations(?:_number)?)$/;
  const asInTask = alike.filter(({ value }) =>
    extractParameters(value).parameters.every(({ src: { dataKey = '' } = {} }) => {
      const [isAny, ofPullRequest] = needs.exec(dataKey) ?? [];
      return isAny === undefined || (ofPullRequest === undefined ? maximum : pullRequest) !== undefined;
    }),
  );
  const places = [...asInTask, ...literalsOf(template).filter(({ path }) => !covers(asInTask, path))];
  const unknown = Object.entries(template).flatMap(([field, value]) => unknownPaths(value, [field], places));
  const partly = partlySharedObjects(template['spec'], ['spec'], asInTask);
  const { metadata: ___, ...fields } = template;
  const told = [...asInTask, ...unknown.map((path) => ({ path, value: undefined }))];
  return {
    places,
    unknown,
    open: Object.entries(fields).flatMap(([field, value]) => openPaths(value, [field], told, partly)),
    pullRequest,
    maximum,
    iteration: covers(asInTask, ITERATION_PATH) ? ITERATION_PATH : undefined,
    partly,
  };
}

function sharedPlaces(mine: TemplatedJson, tasks: TemplatedJson, path: Path): TemplatePlace[] {
  if (mine === undefined) return [];
  if (!isCheckedByParts(path) && isSame(mine, tasks)) return [{ path, value: tasks }];
  if (!isObject(mine) || !isObject(tasks)) return [];
  return Object.entries(tasks).flatMap(([key, value]) => sharedPlaces(mine[key], value, [...path, key]));
}

/** The texts, numbers and booleans of a template, but for metadata that is neither a label nor an annotation. */
function literalsOf({ metadata, ...fields }: Members): TemplatePlace[] {
  const { labels, annotations } = membersOf(metadata);
  return literalsIn({ metadata: { labels, annotations }, ...fields }, []);
}

function literalsIn(value: TemplatedJson, path: Path): TemplatePlace[] {
  if (['string', 'number', 'boolean'].includes(typeof value) && !isSlot(value)) return [{ path, value }];
  return partsOf(value).flatMap(([key, part]) => literalsIn(part, [...path, key]));
}

function unknownPaths(value: TemplatedJson, path: Path, places: readonly TemplatePlace[]): Path[] {
  if (value === undefined || covers(places, path) || isFinalizersPath(path)) return [];
  const parts = isAround(places, path) || isCheckedByParts(path) ? partsOf(value) : [];
  return parts.length > 0 || isCheckedByParts(path)
    ? parts.flatMap(([key, part]) => unknownPaths(part, [...path, key], places))
    : [path];
}

/** A rule of their own compares them with the template's. */
const isFinalizersPath = ([field, key]: Path) => field === 'metadata' && key === 'finalizers';

function partlySharedObjects(
  value: TemplatedJson,
  path: Path,
  places: readonly TemplatePlace[],
): CommonFields['partly'] {
  return Object.entries(membersOf(value)).flatMap(([key, member]) => {
    const inside = [...path, key];
    if (!isObject(member) || covers(places, inside) || !isAround(places, inside)) return [];
    return [{ path: inside, keys: Object.keys(member) }, ...partlySharedObjects(member, inside, places)];
  });
}

function openPaths(
  value: TemplatedJson,
  path: Path,
  told: readonly TemplatePlace[],
  closed: CommonFields['partly'],
): Path[] {
  if (partsOf(value).length === 0 || covers(told, path)) return [];
  // Of a field beside the metadata, the policy knows the keys.
  const isClosed = path.length === 1 || closed.some((one) => one.path.join() === path.join());
  if (!isObject(value) || !isClosed) return [path];
  return Object.entries(value).flatMap(([key, member]) => openPaths(member, [...path, key], told, closed));
}

/** Whether it is told by its parts, even if all of them are alike: the loop has labels and annotations beside them. */
function isCheckedByParts([field, ...rest]: Path): boolean {
  return field === 'metadata' && rest.length < 2;
}

/** Whether a place, or an object around it, is among them. */
function covers(places: readonly TemplatePlace[], path: Path): boolean {
  return places.some((place) => place.path.every((step, index) => path[index] === step));
}

/** Whether a place is inside of it. */
function isAround(places: readonly TemplatePlace[], path: Path): boolean {
  return places.some((place) => path.every((step, index) => place.path[index] === step));
}

function isSame(one: TemplatedJson, other: TemplatedJson): boolean {
  return JSON.stringify(extractParameters(one)) === JSON.stringify(extractParameters(other));
}

/** What an object or a list consists of, by the steps to it. */
function partsOf(value: TemplatedJson): [string | number, TemplatedJson][] {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(membersOf(value));
}
