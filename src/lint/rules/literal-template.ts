import type { FieldPath } from '../../findings/finding';
import { quote } from '../../findings/words';
import { literalsIn, readsEvent, textsIn } from '../literal-templates';
import { asObject, asString, valueAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';
import { actionParts, isSetByParameter, OBJECT_KINDS, parameters, triggers } from '../sensor';

/** A template in a field in which the engine evaluates none. */
export const literalTemplate: ObjectRule = {
  id: 'literal-template',
  severity: 'error',
  summary: 'A field of a trigger, or of its object, has a template, which the engine does not evaluate there',
  why: 'Only dataTemplate and contextTemplate of a parameter are templates. Every other field is sent as it is, with the braces (ResolveParamValue in pkg/sensors/triggers/params.go is the only function that evaluates them). Argo Workflows fills its own templates in a Workflow, such as {{inputs.parameters.x}} and {{workflow.name}}; it knows nothing of the event.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const { path, value } of parameters(trigger)) {
        const text = asString(valueAt(value, 'src', 'value')) ?? '';
        if (!/\{\{.*\}\}/s.test(text) || !readsEvent(text.replace(/^.*?\{\{-?\s*/s, ''))) continue;
        report([...path, 'src', 'value'], `${quote(text)} is not rendered here`, {
          value: text,
          help: 'write it in dataTemplate',
        });
      }
      for (const { kind, path, value } of actionParts(trigger)) {
        for (const [keys, text] of textFieldsOf(kind, value)) {
          if (!/\{\{[^}]*\}\}/.test(text) || isSetByParameter(trigger, [kind, ...keys].join('.'))) continue;
          report([...path, ...keys], `${quote(text)} is not rendered here`, {
            value: text,
            help: `use a parameter of the trigger, with dest ${quote([kind, ...keys].join('.'))}`,
          });
        }
        if (!OBJECT_KINDS.includes(kind)) continue;
        for (const { path: place, text, read } of literalsIn(valueAt(value, 'source', 'resource'))) {
          if (isSetByParameter(trigger, [kind, 'source', 'resource', ...place].join('.'))) continue;
          const from = read === undefined ? 'a dataTemplate' : `dataKey ${read}`;
          report([...path, 'source', 'resource', ...place], `nothing fills ${quote(text)}`, {
            value: text,
            help: `use a parameter of ${kind}, with dest ${destOf(place)} and ${from}`,
          });
        }
      }
    }
  },
};

// Parameters have templates of their own, and so may the object in source. What custom sends may be a template of its server.
function textFieldsOf(kind: string, action: PlainObject): [FieldPath, string][] {
  const { parameters: _, payload: __, dynamicHeaders: ___, source, spec, ...fields } = action;
  const { resource: ____, ...elsewhere } = asObject(source);
  return textsIn({ ...fields, source: elsewhere, ...(kind !== 'custom' && { spec }) });
}

/** The path of sjson. */
function destOf(path: FieldPath): string {
  return path.map((key) => String(key).replace(/[\\.*?|#@]/g, '\\$&')).join('.');
}
