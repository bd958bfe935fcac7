import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { actionParts, isSetByParameter, triggers } from '../sensor';

/** A template where nothing is one. */
export const literalTemplate: ObjectRule = {
  id: 'literal-template',
  severity: 'error',
  summary: 'A field of a trigger has a template, which goes out as it stands',
  why: 'Only dataTemplate and contextTemplate of a parameter are templates; anything else in a trigger is taken as it is, braces and all (ResolveParamValue in pkg/sensors/triggers/params.go is the only one to read them).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const { kind, path, value } of actionParts(trigger)) {
        for (const { keys, text } of textFieldsOf(value)) {
          if (!/\{\{[^}]*\}\}/.test(text) || isSetByParameter(trigger, [kind, ...keys].join('.'))) continue;
          report([...path, ...keys], 'Template goes out as it stands', text, 'a parameter for this field');
        }
      }
    }
  },
};

// Workflows and other objects have templates of their own, in source. Deeper than this, no field is a text for the receiver.
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
