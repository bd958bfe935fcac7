import schema from '../../../imports/sensor.schema.json';
import { nameHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { keysOf } from '../paths';
import { asObject, asString } from '../plain';
import type { ObjectRule } from '../rule';
import { actionParts, OBJECT_KINDS, parameters, triggers } from '../sensor';

/** A parameter that writes to a field that its trigger does not have. */
export const destField: ObjectRule = {
  id: 'dest-field',
  severity: 'error',
  summary: 'The dest of a parameter is a field that its trigger does not have',
  why: 'Parameters of a trigger change its template. Parameters of an action change the fields of the action. When the engine reads the result back, it drops fields that it does not know (ApplyTemplateParameters in pkg/sensors/triggers/params.go). To change the object of a k8s trigger, use template.k8s.parameters.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const kinds = actionParts(trigger).map(({ kind }) => kind);
      for (const { path, target, kind, value } of parameters(trigger)) {
        // A payload may have any field.
        if (target !== 'template' && target !== 'resource') continue;
        const known = kind === undefined ? [...kinds, 'name'] : fieldsOfAction(kind);
        const [field] = keysOf(asString(value['dest']) ?? '');
        // The schema refuses an empty dest, and a trigger without a kind.
        if (known.length < 2 || field === undefined || field === '') continue;
        // Go ignores the case of field names.
        if (known.some((name) => name.toLowerCase() === field.toLowerCase())) continue;
        report([...path, 'dest'], `unknown field ${quote(field)}`, {
          value: value['dest'],
          help: nameHelp(field, known),
        });
      }
    }
  },
};

/** The fields of an action; empty if its parameters change something else than the action. */
function fieldsOfAction(kind: string): string[] {
  if (OBJECT_KINDS.includes(kind) || kind === 'custom') return [];
  const { TriggerTemplate, ...definitions } = schema.definitions;
  const { $ref } = asObject(asObject(TriggerTemplate.properties)[kind]);
  const name = asString($ref)?.split('/').at(-1) ?? '';
  return Object.keys(asObject(asObject(asObject(definitions)[name])['properties']));
}
