import { quote } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** A value of a number or bool filter that is not a number or boolean. */
export const filterValue: ObjectRule = {
  id: 'filter-value',
  severity: 'error',
  summary: 'A filter of type number or bool has a value that is not one',
  why: 'The engine cannot read it with strconv.ParseFloat or ParseBool, and every event is dropped (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      for (const { index, text } of stringsIn(filter, 'value')) {
        const place = [...filter.path, 'value', index];
        if (filter.value['type'] === 'number' && !parsesAsFloat(text)) {
          report(place, `${quote(text)} is no number`, {
            value: text,
            help: 'expected a number, such as "3"',
          });
        } else if (filter.value['type'] === 'bool' && !parsesAsBool(text)) {
          report(place, `${quote(text)} is no boolean`, { value: text, help: 'expected "true" or "false"' });
        }
      }
    }
  },
};

// As strconv.ParseFloat, which refuses a number that is too large for 64 bits.
function parsesAsFloat(text: string): boolean {
  if (/^[+-]?(?:inf(?:inity)?|nan)$/i.test(text)) return true;
  if (/^[+-]?0x[\da-f_]*\.?[\da-f_]*p[+-]?\d+$/i.test(text)) return true;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
}

// As strconv.ParseBool.
function parsesAsBool(text: string): boolean {
  return /^(?:[01tTfF]|true|TRUE|True|false|FALSE|False)$/.test(text);
}
