import type { FieldPath } from '../findings/finding';
import { quote } from '../findings/words';
import { asString, valueAt, valueAtPath } from './plain';
import type { PlainObject } from './rule';

/**
 * What a path in a Sensor or EventSource is about, by the names in the object: `trigger "bill"`, `dependency "push",
 * filter on body.action`, `event "push"`. Undefined if the path is in no part that has a name.
 */
export function subjectOf(object: PlainObject, path: FieldPath): string | undefined {
  const [spec, list, item, ...rest] = path;
  if (spec !== 'spec' || item === undefined) return undefined;
  const part = valueAtPath(object, [spec, list as string, item]);
  switch (valueAt(object, 'kind')) {
    case 'Sensor':
      if (list === 'triggers') return triggerText(part, rest);
      return list === 'dependencies' ? dependencyText(part, rest) : undefined;
    case 'EventSource':
      // A list, such as the ports of the Service, is no map of events.
      return typeof item === 'string' && isEvents(list) ? `event ${quote(item)}` : undefined;
    default:
      return undefined;
  }
}

const FIELDS_WITHOUT_EVENTS = ['service', 'template'];
const isEvents = (field: unknown) => !FIELDS_WITHOUT_EVENTS.includes(String(field));

function triggerText(trigger: unknown, [field, ...rest]: FieldPath): string | undefined {
  const name = asString(valueAt(trigger, 'template', 'name'));
  if (!name) return undefined;
  if (field === 'dlqTrigger') {
    const fallback = triggerText(valueAt(trigger, 'dlqTrigger'), rest);
    return `trigger ${quote(name)}, ${fallback === undefined ? 'dlqTrigger' : `dlqT${fallback.slice(1)}`}`;
  }
  const inner = parameterText(
    trigger,
    [field, ...rest].filter((key) => key !== undefined),
  );
  return `trigger ${quote(name)}${inner}`;
}

/** The parameter that a path in a trigger goes through, by its dest. */
function parameterText(trigger: unknown, path: FieldPath): string {
  const index = path.findIndex((key) => typeof key === 'number');
  const list = path[index - 1];
  if (index < 0 || !['parameters', 'payload', 'dynamicHeaders'].includes(String(list))) return '';
  const dest = asString(valueAt(valueAtPath(trigger, path.slice(0, index + 1)), 'dest'));
  return dest ? `, parameter for ${dest}` : '';
}

function dependencyText(dependency: unknown, [filters, data, index]: FieldPath): string | undefined {
  const name = asString(valueAt(dependency, 'name'));
  if (!name) return undefined;
  const isFilter = filters === 'filters' && data === 'data' && index !== undefined;
  const filtered = isFilter && asString(valueAt(valueAtPath(dependency, ['filters', 'data', index]), 'path'));
  return `dependency ${quote(name)}${filtered ? `, filter on ${filtered}` : ''}`;
}
