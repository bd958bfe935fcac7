import { quote } from '../../findings/words';
import { type Effect, effectsOf } from '../parameter-effect';
import { keysBeforeSearch, keysOfDest } from '../paths';
import { asList, asString, isObject } from '../plain';
import type { ObjectRule, Report } from '../rule';
import { namingOperation, type Parameter, triggers } from '../sensor';

/** A dest that leads to an item that its list does not have. */
export const destList: ObjectRule = {
  id: 'dest-list',
  severity: 'error',
  summary:
    'A parameter makes an item of a list that is empty or has no name, or writes into a list by a name',
  why: 'A parameter changes one field. If the list in the source has no item of that index, or if there is no list, sjson makes an item with this one field, and nulls before it (ApplyParams in pkg/sensors/triggers/params.go). An argument or an environment variable without a name is refused. For a key that is no index, sjson fails, and so does the action.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const effects = triggers(sensor).flatMap((trigger) =>
      // The rule parameter-ignored reports what an object is not read for.
      effectsOf(trigger).filter(
        ({ kind }) => kind !== 'argoWorkflow' || namingOperation(trigger) === undefined,
      ),
    );
    for (const effect of effects) {
      const told = new Set<string>();
      for (const parameter of effect.parameters) {
        checkDest(effect, parameter, (path, message, details) => {
          // Several parameters may write to one such item.
          if (!told.has(message)) report(path, message, details);
          told.add(message);
        });
      }
    }
  },
};

function checkDest({ before, after }: Effect, { path, target, value }: Parameter, report: Report): void {
  const dest = asString(value['dest']) ?? '';
  if (dest === '' || keysBeforeSearch(dest) !== undefined) return;
  const place = [...path, 'dest'];
  const keys = keysOfDest(dest);
  // The rule dest-field reports what the template does not have.
  if (target === 'template' && memberOf(before, keys[0] ?? '') === undefined) return;
  let [old, now]: [unknown, unknown] = [before, after];
  for (const [depth, key] of keys.entries()) {
    const list = keys.slice(0, depth).join('.');
    const rest = keys.slice(depth + 1);
    if (Array.isArray(now)) {
      const items = asList(old);
      if (typeof key === 'string') {
        const meant = items.findIndex((item) => isObject(item) && item['name'] === key);
        report(place, `${quote(list)} is a list, so ${quote(key)} is no key of it`, {
          value: dest,
          help: `write the index of the item: ${[list, Math.max(meant, 0), ...fieldsOf(key, rest, meant >= 0, items)].join('.')}`,
        });
        return;
      }
      const index = key === -1 ? items.length : key;
      const empty = Object.keys(now.slice(items.length, index)).length < index - items.length;
      if (empty) {
        report(place, `${lengthOf(list, old)}, so the item before ${quote(index)} would be null`, {
          value: dest,
          help: `add the items to the source, or write ${[list, items.length, ...rest].join('.')}`,
        });
        return;
      }
      const item = key === -1 ? itemOf(rest) : now[index];
      if (rest.length > 0 && lacksName(String(keys[depth - 1]), items, item, index)) {
        const isOld = index < items.length;
        report(
          place,
          isOld
            ? `item ${index} of ${quote(list)} has no name`
            : `${lengthOf(list, old)}, so this makes an item without name`,
          { value: dest, help: `add it to the source with its name: {name: …, ${String(rest[0])}: ""}` },
        );
        return;
      }
    }
    old = memberOf(old, key);
    now = memberOf(now, key);
  }
}

/** What of the item is meant. A key that is no name of an item is a field of one, and of an item with a value, that is meant. */
function fieldsOf(
  key: string,
  rest: readonly (string | number)[],
  isName: boolean,
  items: readonly unknown[],
): readonly (string | number)[] {
  if (!isName) return items.length === 0 || items.some(isObject) ? [key, ...rest] : rest;
  return rest.length === 0 ? ['value'] : rest;
}

function lengthOf(list: string, old: unknown): string {
  const { length } = asList(old);
  if (!Array.isArray(old)) return `the source has no list ${quote(list)}`;
  return `${quote(list)} has ${length === 1 ? 'one item' : `${length} items`}`;
}

/** What a parameter alone makes of an item: an object with its first key. */
function itemOf([key]: readonly (string | number)[]): unknown {
  return typeof key === 'string' ? { [key]: '' } : undefined;
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined;
}

// Lists of Kubernetes, Argo Workflows and Tekton whose items have names.
const NAMED_ITEMS =
  'parameters params artifacts templates tasks containers initContainers sidecars env volumes volumeMounts workspaces'.split(
    ' ',
  );

/** What tells an item of a list from the others. */
const IDENTITIES = ['name', 'key', 'id', 'op', 'type', 'path'];

function lacksName(list: string, items: readonly unknown[], item: unknown, index: number): boolean {
  if (!isObject(item) || IDENTITIES.some((field) => Object.hasOwn(item, field))) return false;
  const fields = Object.keys(item);
  if (fields.length === 1 && (fields[0] === 'value' || fields[0] === 'valueFrom')) return true;
  if (index < items.length) return false;
  const others = items.filter(isObject);
  return (
    NAMED_ITEMS.includes(list) || (others.length > 0 && others.every((other) => Object.hasOwn(other, 'name')))
  );
}
