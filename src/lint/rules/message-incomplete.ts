import { asList, asString, type Part, partsAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionParts, triggers } from '../sensor';

/** A message without a receiver or without content. */
export const messageIncomplete: ObjectRule = {
  id: 'message-incomplete',
  severity: 'error',
  summary: 'A slack or email trigger has no receiver or no content',
  why: 'Each action fails (Execute in pkg/sensors/triggers/slack/slack.go and pkg/sensors/triggers/email/email.go). Only parameters of the trigger itself can fill in these fields.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const { kind, path, value } of actionParts(trigger)) {
        for (const fields of REQUIRED_FIELDS.get(kind) ?? []) {
          const there = (field: string) =>
            asString(value[field]) ||
            asList(value[field]).length > 0 ||
            isFilled(trigger, `${kind}.${field}`);
          const [field = ''] = fields;
          if (fields.some(there)) continue;
          report([...path, field], `${kind} sends nothing without ${fields.join(' or ')}`, {
            help: 'set it, or a parameter of the trigger for it',
          });
        }
      }
    }
  },
};

const REQUIRED_FIELDS = new Map<string, readonly (readonly string[])[]>([
  ['slack', [['channel'], ['message', 'attachments', 'blocks']]],
  ['email', [['to'], ['subject'], ['body']]],
]);

function isFilled(trigger: Part, place: string): boolean {
  return partsAt(trigger, 'parameters').some(({ value }) => {
    const dest = asString(value['dest']) ?? '';
    return dest === place || dest.startsWith(`${place}.`) || place.startsWith(`${dest}.`);
  });
}
