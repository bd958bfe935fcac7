import { extractParameters } from '../../argo-events/references/parameters';
import { isSlot, type JsonWithSlots } from '../../argo-events/references/slot';
import { isObject, type Members, membersOf } from '../members';
import { ANNOTATION_DOMAIN } from '../names';
import { codeRunOf, RUN_DATA } from '../requested-run';
import type { RemediationSettings } from '../settings';
import { taskCodeRun } from '../task-coderun';

export type Path = readonly (string | number)[];

/** A place in a template, and the value there. */
export interface Place {
  readonly path: Path;
  readonly value: JsonWithSlots;
}

/**
 * Which parts of a CodeRun the policies check. They check a literal of the template anywhere. They check a value that comes
 * from an event only if taskCodeRun has it in the same place.
 */
export interface CheckedFields {
  /**
   * The places that are checked: in the labels, the annotations and the fields beside the metadata. If only a part of an
   * object equals that of taskCodeRun, the list has the places of that part.
   */
  readonly places: readonly Place[];
  /** The other places of the template: what the sensor writes there is not checked. */
  readonly unchecked: readonly Path[];
  /** Objects and lists that are checked in part. Additions are not checked, because a CRD may fill in fields there. */
  readonly openToAdditions: readonly Path[];
  /** The path of the pull request; undefined when the template does not have it where taskCodeRun has it. */
  readonly pullRequest: Path | undefined;
  /** The path of the task's maximum; undefined in the same case. */
  readonly maximum: Path | undefined;
  /** The path of the iteration in the spec; undefined in the same case. */
  readonly iteration: Path | undefined;
  /** The objects in the spec of which a part equals that of taskCodeRun, with the keys that the template has there. */
  readonly partlyChecked: readonly { readonly path: Path; readonly keys: readonly string[] }[];
}

/** The first one that the template has as taskCodeRun has it is used. */
const PULL_REQUEST_PATHS: readonly Path[] = [
  ['spec', 'pr_number'],
  ['metadata', 'labels', 'pr-number'],
  ['metadata', 'annotations', `${ANNOTATION_DOMAIN}/pr-number`],
];
const MAXIMUM_PATH: Path = ['spec', 'env', 'MAX_ITERATIONS'];
const ITERATION_PATH: Path = ['spec', 'env', 'ITERATION_COUNT'];

/** What the policies check of the CodeRun of the settings: what it has in common with that of task.md. */
export function checkedFields({ codeRun }: Pick<RemediationSettings, 'codeRun'>): CheckedFields {
  const { apiVersion: _, kind: __, ...template } = codeRunOf(codeRun);
  const { metadata, spec } = taskCodeRun(RUN_DATA);
  const alike = Object.entries({ spec, metadata }).flatMap(([field, members]) =>
    Object.entries(members).flatMap(([key, value]) =>
      sharedPlaces(membersOf(template[field])[key], value, [field, key]),
    ),
  );
  const pullRequest = PULL_REQUEST_PATHS.find((path) => containsPath(alike, path));
  const maximum = containsPath(alike, MAXIMUM_PATH) ? MAXIMUM_PATH : undefined;
  const needs = /^remediation\.(?:(pr|pr_number|deduplication_key)|max_iterations(?:_number)?)$/;
  const asInTask = alike.filter(({ value }) =>
    extractParameters(value).parameters.every(({ src: { dataKey = '' } = {} }) => {
      const [isAny, ofPullRequest] = needs.exec(dataKey) ?? [];
      return isAny === undefined || (ofPullRequest === undefined ? maximum : pullRequest) !== undefined;
    }),
  );
  const places = [...asInTask, ...literalsOf(template).filter(({ path }) => !containsPath(asInTask, path))];
  const unchecked = Object.entries(template).flatMap(([field, value]) =>
    uncheckedPaths(value, [field], places),
  );
  const partlyChecked = partlyCheckedObjects(template['spec'], ['spec'], asInTask);
  const { metadata: ___, ...fields } = template;
  const told = [...asInTask, ...unchecked.map((path) => ({ path, value: undefined }))];
  return {
    places,
    unchecked,
    openToAdditions: Object.entries(fields).flatMap(([field, value]) =>
      openPaths(value, [field], told, partlyChecked),
    ),
    pullRequest,
    maximum,
    iteration: containsPath(asInTask, ITERATION_PATH) ? ITERATION_PATH : undefined,
    partlyChecked,
  };
}

function sharedPlaces(mine: JsonWithSlots, tasks: JsonWithSlots, path: Path): Place[] {
  if (mine === undefined) return [];
  if (!isCheckedByParts(path) && isSame(mine, tasks)) return [{ path, value: tasks }];
  if (!isObject(mine) || !isObject(tasks)) return [];
  return Object.entries(tasks).flatMap(([key, value]) => sharedPlaces(mine[key], value, [...path, key]));
}

/** The texts, numbers and booleans of a template. Of the metadata, only those in labels and annotations. */
function literalsOf({ metadata, ...fields }: Members): Place[] {
  const { labels, annotations } = membersOf(metadata);
  return literalsIn({ metadata: { labels, annotations }, ...fields }, []);
}

function literalsIn(value: JsonWithSlots, path: Path): Place[] {
  if (['string', 'number', 'boolean'].includes(typeof value) && !isSlot(value)) return [{ path, value }];
  return partsOf(value).flatMap(([key, part]) => literalsIn(part, [...path, key]));
}

function uncheckedPaths(value: JsonWithSlots, path: Path, places: readonly Place[]): Path[] {
  if (value === undefined || containsPath(places, path) || isFinalizersPath(path)) return [];
  const parts = hasPlaceInside(places, path) || isCheckedByParts(path) ? partsOf(value) : [];
  return parts.length > 0 || isCheckedByParts(path)
    ? parts.flatMap(([key, part]) => uncheckedPaths(part, [...path, key], places))
    : [path];
}

/** A separate rule compares the finalizers with those of the template. */
const isFinalizersPath = ([field, key]: Path) => field === 'metadata' && key === 'finalizers';

function partlyCheckedObjects(
  value: JsonWithSlots,
  path: Path,
  places: readonly Place[],
): CheckedFields['partlyChecked'] {
  return Object.entries(membersOf(value)).flatMap(([key, member]) => {
    const inside = [...path, key];
    if (!isObject(member) || containsPath(places, inside) || !hasPlaceInside(places, inside)) return [];
    return [{ path: inside, keys: Object.keys(member) }, ...partlyCheckedObjects(member, inside, places)];
  });
}

function openPaths(
  value: JsonWithSlots,
  path: Path,
  told: readonly Place[],
  closed: CheckedFields['partlyChecked'],
): Path[] {
  if (partsOf(value).length === 0 || containsPath(told, path)) return [];
  // The policy checks the keys of a field beside the metadata.
  const isClosed = path.length === 1 || closed.some((one) => one.path.join() === path.join());
  if (!isObject(value) || !isClosed) return [path];
  return Object.entries(value).flatMap(([key, member]) => openPaths(member, [...path, key], told, closed));
}

/** Whether the parts are checked, even if the whole is equal, because the loop adds labels and annotations to it. */
function isCheckedByParts([field, ...rest]: Path): boolean {
  return field === 'metadata' && rest.length < 2;
}

/** Whether the path, or an object around it, is one of the places. */
function containsPath(places: readonly Place[], path: Path): boolean {
  return places.some((place) => place.path.every((step, index) => path[index] === step));
}

/** Whether one of the places is the path, or inside it. */
function hasPlaceInside(places: readonly Place[], path: Path): boolean {
  return places.some((place) => path.every((step, index) => place.path[index] === step));
}

function isSame(one: JsonWithSlots, other: JsonWithSlots): boolean {
  return JSON.stringify(extractParameters(one)) === JSON.stringify(extractParameters(other));
}

/** What an object or a list consists of, by the steps to it. */
function partsOf(value: JsonWithSlots): [string | number, JsonWithSlots][] {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(membersOf(value));
}
