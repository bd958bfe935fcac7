import { quote } from '../../findings/words';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { actionParts, isSetByParameter, triggers } from '../sensor';

/** A template in a field in which the engine evaluates none. */
export const literalTemplate: ObjectRule = {
  id: 'literal-template',
  severity: 'error',
  summary: 'A field of a trigger has a template, which the engine does not evaluate there',
  why: 'Only dataTemplate and contextTemplate of a parameter are templates. Every other field is sent as it is, with the braces (ResolveParamValue in pkg/sensors/triggers/params.go is the only function that evaluates them).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const { kind, path, value } of actionParts(trigger)) {
        for (const { keys, text } of textFieldsOf(value)) {
          if (!/\{\{[^}]*\}\}/.test(text) || isSetByParameter(trigger, [kind, ...keys].join('.'))) continue;
          report([...path, ...keys], `${quote(text)} is not rendered here`, {
            value: text,
            help: `use a parameter of the trigger, with dest ${quote([kind, ...keys].join('.'))}`,
          });
        }
      }
    }
  },
};

// Only these fields: an object in source, such as a Workflow, may have templates of its own.
function textFieldsOf(action: object): { readonly keys: readonly string[]; readonly text: string }[] {
  return Object.entries(action).flatMap(([key, value]) => {
    if (key === 'headers' && typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([name, text]) =>
        asString(text) === undefined ? [] : { keys: [key, name], text: String(text) },
      );
    }
    return typeof value === 'string' ? { keys: [key], text: value } : [];
  });
}
