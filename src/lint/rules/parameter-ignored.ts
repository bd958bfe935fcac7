import { CONNECTION_FIELDS } from '../connections';
import { keysOf } from '../paths';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A parameter whose result nobody reads. */
export const parameterIgnored: ObjectRule = {
  id: 'parameter-ignored',
  severity: 'error',
  summary: 'A parameter stands where its trigger does not look at the result',
  why: 'Slack and email triggers send what stands in the trigger template, whatever their own parameters made of it (Execute in pkg/sensors/triggers/slack/slack.go and pkg/sensors/triggers/email/email.go). The connection of every other kind is made before its parameters are looked at (such as NewNATSTrigger in pkg/sensors/triggers/nats/nats.go), and its subject stays that of the template for nats. Parameters of the trigger itself come before all that.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, kind, value } of triggers(sensor).flatMap(parameters)) {
      const dest = asString(value['dest']) ?? '';
      if (target !== 'resource' || kind === undefined) continue;
      const ignored = IGNORED_PARAMETERS[kind];
      const [field = ''] = keysOf(dest);
      // Those of a custom trigger change its spec, which may have any field.
      const isKept = kind !== 'custom' && (CONNECTION_FIELDS[kind]?.includes(field) ?? false);
      if (ignored !== 'all' && !ignored?.includes(field) && !isKept) continue;
      const allowed = isKept ? 'a constant' : `a parameter of the trigger, with dest ${kind}.${dest}`;
      report([...path, 'dest'], `Parameter in ${kind} is not looked at`, dest, allowed);
    }
  },
};

const IGNORED_PARAMETERS: Readonly<Record<string, 'all' | readonly string[]>> = {
  slack: 'all',
  email: 'all',
  nats: ['subject'],
};
