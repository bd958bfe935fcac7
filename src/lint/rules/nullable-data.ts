import { quote } from '../../findings/words';
import { dataPaths } from '../data-paths';
import { eventsOf } from '../event-source';
import { KEYS_OF_GITHUB, keysToNullable } from '../nullable';
import { eventSourcesOf } from '../objects';
import { keysBeforeSearch, keysOf } from '../paths';
import { asString, type Part, partsAt, rootPart, valueAt } from '../plain';
import type { ObjectSet, PlainObject, SetRule } from '../rule';
import { dependencies, dependencyOfParameter, parameters, triggers } from '../sensor';

/** A parameter that reads a field of GitHub that may be null. */
export const nullableData: SetRule = {
  id: 'nullable-data',
  severity: 'warning',
  summary: 'A parameter reads a field of a GitHub event that may be null, or a field below it',
  why: 'In a string parameter, null becomes the text null, even if there is a default. Below null there is nothing: without a default, the action fails. With useRawData, null stays null; versions before v1.9.8 make broken JSON of it (getValueByKey and ResolveParamValue in pkg/sensors/triggers/params.go).',
  checkAll: (objects, reportOn, known) => {
    const old = olderEngine(known);
    for (const sensor of objects.ofKind('Sensor')) {
      const filtered = dataPaths(sensor).filter(({ place }) => place[1] === 'dependencies');
      for (const parameter of triggers(sensor).flatMap(parameters)) {
        const path = asString(valueAt(parameter.value, 'src', 'dataKey')) ?? '';
        const keys = keysOf(path);
        const depth = keysBeforeSearch(path) === undefined ? keysToNullable(keys) : undefined;
        const name = dependencyOfParameter(parameter);
        const dependency = dependencies(sensor).find(({ value }) => value['name'] === name);
        if (depth === undefined || dependency === undefined) continue;
        const nullable = keys.slice(0, depth).join('.');
        const isFiltered = filtered.some(
          (one) => one.dependency === name && `${one.text}.`.startsWith(`${nullable}.`),
        );
        if (isFiltered || !isOfGithub(known, sensor, dependency, keys[1] ?? '')) continue;
        const place = [...parameter.path, 'src', 'dataKey'];
        const isRaw = valueAt(parameter.value, 'src', 'useRawData') === true;
        const hasDefault = valueAt(parameter.value, 'src', 'value') !== undefined;
        const inner = keys.slice(depth).join('.');
        if (inner === '' && !isRaw) {
          const help = `to take a default, write dataKey: ${path}|[[@this]].#(0!=~null).0 and a value`;
          reportOn(sensor)(place, `${nullable} may be null, which becomes the text "null"`, {
            value: path,
            help,
          });
        } else if (inner === '' && old !== undefined) {
          reportOn(sensor)(place, `${nullable} may be null, of which Argo Events ${old} makes broken JSON`, {
            value: path,
            help: 'use Argo Events v1.9.8 or later',
          });
        } else if (inner !== '' && !hasDefault) {
          reportOn(sensor)(
            place,
            `${nullable} may be null, and then there is no ${quote(inner)} and the action fails`,
            { value: path, help: 'set a value, which is the default' },
          );
        }
      }
    }
  },
};

/** Whether the events of a dependency are GitHub's, as they are. */
function isOfGithub(known: ObjectSet, sensor: PlainObject, { value }: Part, key: string): boolean {
  if (value['transform']) return false;
  const events = eventSourcesOf(known, sensor, value)
    .flatMap(eventsOf)
    .filter(({ name }) => name === value['eventName']);
  if (events.length === 0) return KEYS_OF_GITHUB.includes(key);
  return events.every(
    ({ kind }) => kind === 'github' || (kind === 'webhook' && KEYS_OF_GITHUB.includes(key)),
  );
}

/** The version of the engine in an image among the objects, if it is older than v1.9.8. */
function olderEngine(known: ObjectSet): string | undefined {
  const images = known
    .ofKind('Deployment')
    .flatMap((deployment) => partsAt(rootPart(deployment), 'spec', 'template', 'spec', 'containers'))
    .flatMap(({ value }) => asString(value['image']) ?? []);
  for (const image of images) {
    const [, major, minor, patch] = /\bargo-events:v?(\d+)\.(\d+)\.(\d+)/.exec(image) ?? [];
    if (major === undefined) continue;
    const [first, second, third] = [major, minor, patch].map(Number);
    if (first === 1 && ((second ?? 0) < 9 || (second === 9 && (third ?? 0) < 8)))
      return `v${[major, minor, patch].join('.')}`;
  }
  return undefined;
}
