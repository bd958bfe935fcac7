import { readsEvent } from '../literal-templates';
import type { ObjectRule } from '../rule';
import { textTemplatesIn } from '../templates';

/** A template that reads something else than .Input. */
export const templateInput: ObjectRule = {
  id: 'template-input',
  severity: 'error',
  summary: 'A template reads nothing, or something else than .Input, or, in a filter, a field of it',
  why: 'The event is in .Input, and there is nothing else. So the template prints <no value> or fails (getValueWithTemplate in pkg/sensors/triggers/params.go). In a filter, .Input is the value at its path as a text, which has no fields: the template fails, and every event is dropped (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text, isFilter } of textTemplatesIn(sensor)) {
      if (
        !text.includes('{{') &&
        /^[\w.$(){}[\]-]+$/.test(text.replace(/\s/g, '')) &&
        readsEvent(pathOf(text))
      ) {
        report(place, 'the template has no {{ and }}, so it is this text itself', {
          value: text,
          help: `write {{ .Input.${pathOf(text).replace(/^\.?(?:Input\.)?/, '')} }}`,
        });
        continue;
      }
      for (const [field = '', name, below] of fieldsIn(text)) {
        if (name !== 'Input') {
          report(place, `the template reads .${name}, which is not there`, {
            value: text,
            help: 'read .Input',
          });
        } else if (isFilter && below !== undefined) {
          report(place, `the template reads ${field}, but .Input is a text here`, {
            value: text,
            help: `write (fromJson .Input)${below}`,
          });
        }
      }
    }
  },
};

/** What is in single braces or parentheses. */
function pathOf(text: string): string {
  return text.replace(/[\s${}()]/g, '');
}

/** The fields that a template reads of the dot, each once: the whole match, the name, and the fields after it. */
function fieldsIn(text: string): RegExpMatchArray[] {
  const actions = (text.match(/\{\{.*?\}\}/gs) ?? []).map((action) =>
    action.replace(/"(?:\\.|[^"\\])*"|`[^`]*`|\/\*.*?\*\//gs, '""'),
  );
  // In these, the dot may be another value.
  if (actions.some((action) => /\b(?:range|with|define|block|template)\b/.test(action))) return [];
  const fields = actions.flatMap((action) => [
    ...action.matchAll(/(?<=[\s({|,=-])\.([A-Za-z_]\w*)((?:\.\w+)+)?/g),
  ]);
  return [...new Map(fields.map((found) => [found[1] === 'Input' ? found[0] : found[1], found])).values()];
}
