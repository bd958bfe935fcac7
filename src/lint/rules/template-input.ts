import { at, type Part, string } from '../plain';
import type { ObjectRule, Path, PlainObject } from '../rule';
import { dataFilters, dependencies, parameters, triggers } from '../sensor';

/** A template that reads the event where it is not. */
export const templateInput: ObjectRule = {
  id: 'template-input',
  severity: 'error',
  summary: 'A template reads something else than .Input',
  why: 'The event is under .Input and there is nothing else, so the template prints <no value> or fails (getValueWithTemplate in pkg/sensors/triggers/params.go, filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text } of templatesIn(sensor)) {
      for (const field of strangers(text)) {
        report(place, 'Template reads what is not there', field, ['.Input']);
      }
    }
  },
};

interface Template {
  readonly place: Path;
  readonly text: string;
}

function templatesIn(sensor: PlainObject): Template[] {
  const ofParameters = triggers(sensor).flatMap(parameters);
  return [
    ...dependencies(sensor)
      .flatMap(dataFilters)
      .flatMap((filter) => read(filter, 'template')),
    ...ofParameters.flatMap((parameter) => read(parameter, 'src', 'dataTemplate')),
    ...ofParameters.flatMap((parameter) => read(parameter, 'src', 'contextTemplate')),
  ];
}

function read({ path, value }: Part, ...keys: string[]): Template[] {
  const text = string(at(value, ...keys));
  return text === undefined ? [] : [{ place: [...path, ...keys], text }];
}

/** The fields of the dot that a template reads, but for Input. */
function strangers(text: string): string[] {
  const actions = (text.match(/\{\{.*?\}\}/gs) ?? []).map((action) =>
    action.replace(/"(?:\\.|[^"\\])*"|`[^`]*`|\/\*.*?\*\//gs, '""'),
  );
  // In these the dot is something else.
  if (actions.some((action) => /\b(?:range|with|define|block|template)\b/.test(action))) return [];
  const fields = actions.flatMap((action) => action.match(/(?<=[\s({|,=-])\.[A-Za-z_]\w*/g) ?? []);
  return [...new Set(fields)].filter((field) => field !== '.Input');
}
