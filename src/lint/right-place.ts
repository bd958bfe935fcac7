import type { FieldPath } from '../findings/finding';
import { meantHelp, namesHelp } from '../findings/refuse';
import { joinOr, quote } from '../findings/words';
import { valueAtPath } from './plain';
import { fieldsBelow, rootOf, type SchemaNode, schemaAt } from './schema-node';
import type { SchemaName } from './schemas';

/**
 * What to write in place of an unknown field: the field that was probably meant, or where a field of this name belongs.
 *
 * @param path the path of the object that has it
 * @param given the object that has it
 * @returns undefined if no schema knows a field like it
 */
export function helpForField(
  name: SchemaName,
  path: FieldPath,
  field: string,
  given: unknown,
): string | undefined {
  const node = schemaAt(name, path);
  const known = Object.keys(node?.properties ?? {});
  const meant = meantHelp(field, known);
  if (meant !== undefined) return meant;
  if (field === 'namespace' && path[0] === 'spec') return helpForNamespace(name, path);
  const around = placeAround(name, path, field);
  const beneath = around && node && placeBeneath(name, node, field, given);
  if (beneath !== undefined) return `it belongs ${beneath} or ${around}`;
  const place = around ?? (node && placeInside(name, node, field));
  if (place !== undefined) return `it belongs ${place}`;
  const kind = placeInOtherKind(name, field);
  if (kind !== undefined) return `it is a field of ${kind}`;
  return namesHelp(known);
}

/** A namespace is that of the object alone. */
function helpForNamespace(name: SchemaName, path: FieldPath): string {
  if (name === 'sensor' && path[1] === 'dependencies')
    return 'remove it: an event comes over the EventBus in the namespace of the Sensor';
  return path.length === 1 ? 'it belongs in "metadata"' : 'remove it: the namespace is that in "metadata"';
}

/** The nearest object around the path that may have the field: `beside "template"`. */
function placeAround(name: SchemaName, path: FieldPath, field: string): string | undefined {
  for (let length = path.length - 1; length > 0; length--) {
    const beside = path[length];
    if (typeof beside === 'string' && isField(schemaAt(name, path.slice(0, length)), field)) {
      return `beside ${quote(beside)}`;
    }
  }
  return undefined;
}

/** A part of the object that is there and may have the field: `in "k8s"`. */
function placeBeneath(name: SchemaName, node: SchemaNode, field: string, given: unknown): string | undefined {
  const found = fieldsBelow(name, node).find(
    ([place, below]) => isField(below, field) && valueAtPath(given, [place]) !== undefined,
  );
  return found && `in ${quote(found[0])}`;
}

const MOST_PLACES = 3;
const DEEPEST = 3;

/** The objects in an object that may have the field, at the least depth: `in "template"`. */
function placeInside(name: SchemaName, node: SchemaNode, field: string): string | undefined {
  let level: (readonly [string, SchemaNode])[] = fieldsBelow(name, node);
  for (let depth = 1; depth <= DEEPEST; depth++) {
    const found = level.filter(([, below]) => isField(below, field)).map(([place]) => place);
    if (found.length > 0) return found.length > MOST_PLACES ? undefined : `in ${joinOr(found)}`;
    level = level.flatMap(([place, below]) =>
      fieldsBelow(name, below).map(([inner, next]) => [`${place}.${inner}`, next] as const),
    );
  }
  return undefined;
}

/** The part of another kind of object that has the field. */
function placeInOtherKind(name: SchemaName, field: string): string | undefined {
  if (name === 'sensor') return isFieldOfEvents(field) ? 'an event of an EventSource' : undefined;
  if (name === 'eventbus') return undefined;
  const parts: readonly (readonly [string, FieldPath])[] = [
    ['a trigger of a Sensor', ['spec', 'triggers', 0]],
    ['the template of a trigger of a Sensor', ['spec', 'triggers', 0, 'template']],
    ['a dependency of a Sensor', ['spec', 'dependencies', 0]],
    ['a Sensor', ['spec']],
  ];
  return parts.find(([, path]) => isField(schemaAt('sensor', path), field))?.[0];
}

/** Whether an event of some kind may have the field. */
function isFieldOfEvents(field: string): boolean {
  const spec = schemaAt('eventsource', ['spec']) ?? rootOf('eventsource');
  return Object.keys(spec.properties ?? {}).some(
    (kind) => kind !== 'template' && isField(schemaAt('eventsource', ['spec', kind, 'event']), field),
  );
}

function isField(node: SchemaNode | undefined, field: string): boolean {
  return Object.hasOwn(node?.properties ?? {}, field);
}
