import { RE2JS } from 're2js';
import type { DataFilter } from '../../../imports/argo-events';
import type { Filter } from '../../../src/argo-events/filters';

/** The data filter that a filter renders to. */
export function dataFilterOf(filter: Filter): DataFilter {
  const [data] = filter.toFilter().data ?? [];
  if (!data) throw new Error('No data filter');
  return data;
}

/** Whether the engine lets the value pass (filterData in pkg/sensors/dependencies/filter.go). */
export function passes(filter: Filter, value: unknown): boolean {
  const { type, comparator = '=', value: values } = dataFilterOf(filter);
  return values.some((allowed) => {
    switch (type) {
      case 'bool':
        return (value === true) === (allowed === 'true');
      case 'number':
        return COMPARE[comparator]?.(Number(value ?? 0), Number(allowed));
      default:
        return RE2JS.compile(allowed).matcher(textOf(value)).find() === (comparator === '=');
    }
  });
}

const COMPARE: Readonly<Record<string, (value: number, allowed: number) => boolean>> = {
  '=': (value, allowed) => value === allowed,
  '!=': (value, allowed) => value !== allowed,
  '>': (value, allowed) => value > allowed,
  '>=': (value, allowed) => value >= allowed,
  '<': (value, allowed) => value < allowed,
  '<=': (value, allowed) => value <= allowed,
};

/** The text of a value (Result.String in gjson.go): null is empty, an object is its JSON. */
function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
