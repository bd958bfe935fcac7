import { asObject, isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';

/** A text, a struct with its fields, or a list of one of both: what the engine's type has at a place. */
type Layout = 'text' | readonly [Layout] | { readonly [field: string]: Layout };

/** The fields of a dependency (EventDependency in pkg/apis/events/v1alpha1/sensor_types.go). */
export const DEPENDENCY_FIELDS = {
  name: 'text',
  eventSourceName: 'text',
  eventName: 'text',
  filters: {
    time: { start: 'text', stop: 'text', timezone: 'text' },
    context: {
      id: 'text',
      source: 'text',
      specversion: 'text',
      type: 'text',
      datacontenttype: 'text',
      subject: 'text',
      time: 'text',
    },
    data: [{ path: 'text', type: 'text', value: ['text'], comparator: 'text', template: 'text' }],
    exprs: [{ expr: 'text', fields: [{ path: 'text', name: 'text' }] }],
    dataLogicalOperator: 'text',
    exprLogicalOperator: 'text',
    script: 'text',
  },
  transform: { jq: 'text', script: 'text' },
  filtersLogicalOperator: 'text',
} as const satisfies Layout;

/**
 * The fields in which two definitions of a dependency differ for the engine; empty if it takes one for the other. It keeps a
 * hash of the Go value (saveSpec in pkg/eventbus/jetstream/sensor/sensor_jetstream.go). So the order of fields, fields that it
 * does not know, `null`, an empty text and an empty list make no difference. The order of filters does, and so does an empty
 * object where there was none: the hash tells a pointer to nothing from one to an empty struct.
 */
export function changedFields(before: PlainObject, after: PlainObject): string[] {
  return differences('', DEPENDENCY_FIELDS, before, after);
}

function differences(place: string, layout: Layout, before: unknown, after: unknown): string[] {
  if (layout === 'text') return (before ?? '') === (after ?? '') ? [] : [place];
  if (isList(layout)) {
    const [one, other] = [before ?? [], after ?? []];
    // Such a text is no list. The controller refuses the Sensor.
    if (!Array.isArray(one) || !Array.isArray(other)) return one === other ? [] : [place];
    if (one.length !== other.length) return [place];
    return one.flatMap((item, index) => differences(`${place}[${index}]`, layout[0], item, other[index]));
  }
  if (place !== '' && !place.endsWith(']') && isObject(before) !== isObject(after)) return [place];
  const [one, other] = [asObject(before), asObject(after)];
  return Object.entries(layout).flatMap(([field, below]) =>
    differences(place === '' ? field : `${place}.${field}`, below, one[field], other[field]),
  );
}

function isList(layout: Layout): layout is readonly [Layout] {
  return Array.isArray(layout);
}
