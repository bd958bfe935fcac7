import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** A number or bool filter whose value is none. */
export const filterValue: ObjectRule = {
  id: 'filter-value',
  severity: 'error',
  summary: 'A filter for numbers or booleans has a value that is none',
  why: 'Each event is dropped, for strconv.ParseFloat or ParseBool fails (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      for (const { index, text } of stringsIn(filter, 'value')) {
        const place = [...filter.path, 'value', index];
        if (filter.value['type'] === 'number' && !parsesAsFloat(text)) {
          report(place, 'Value is no number', text, 'a number such as "3"');
        } else if (filter.value['type'] === 'bool' && !parsesAsBool(text)) {
          report(place, 'Value is no boolean', text, ['true', 'false']);
        }
      }
    }
  },
};

// Like strconv.ParseFloat, which refuses what is too large for 64 bits.
function parsesAsFloat(text: string): boolean {
  if (/^[+-]?(?:inf(?:inity)?|nan)$/i.test(text)) return true;
  if (/^[+-]?0x[\da-f_]*\.?[\da-f_]*p[+-]?\d+$/i.test(text)) return true;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
}

// Like strconv.ParseBool.
function parsesAsBool(text: string): boolean {
  return /^(?:[01tTfF]|true|TRUE|True|false|FALSE|False)$/.test(text);
}
