import { asObject, asString, type Part, partsAt, valueAt } from '../lint/plain';
import { stringsIn } from '../lint/sensor';

/** What a dependency does with an event, in lines: its transform, and each filter. */
export function filterLines(dependency: Part): string[] {
  return [
    ...transformLines(dependency),
    ...partsAt(dependency, 'filters', 'data').map(dataLine),
    ...partsAt(dependency, 'filters', 'exprs').map(({ value }) => asString(value['expr']) ?? ''),
    ...contextLines(asObject(valueAt(dependency.value, 'filters', 'context'))),
    ...timeLines(asObject(valueAt(dependency.value, 'filters', 'time'))),
    ...(valueAt(dependency.value, 'filters', 'script') ? ['a script in Lua'] : []),
  ];
}

function transformLines({ value }: Part): string[] {
  const transform = asObject(value['transform']);
  if (transform['jq']) return ['transform in jq'];
  return transform['script'] ? ['transform in Lua'] : [];
}

function dataLine(filter: Part): string {
  const comparator = asString(filter.value['comparator']) || '=';
  const values = stringsIn(filter, 'value').map(({ text }) => text);
  return `${asString(filter.value['path']) ?? ''} ${comparator} ${values.join(' or ')}`;
}

function contextLines(context: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(context).flatMap(([key, value]) =>
    typeof value === 'string' && value !== '' ? [`context ${key} = ${value}`] : [],
  );
}

function timeLines({ start, stop, timezone }: Readonly<Record<string, unknown>>): string[] {
  if (typeof start !== 'string' || typeof stop !== 'string') return [];
  return [`from ${start} to ${stop} ${asString(timezone) || 'UTC'}`];
}
