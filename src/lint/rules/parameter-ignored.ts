import { quote } from '../../findings/words';
import { connectionFields } from '../connections';
import { keysOf } from '../paths';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A parameter whose result the trigger does not use. */
export const parameterIgnored: ObjectRule = {
  id: 'parameter-ignored',
  severity: 'error',
  summary: 'A parameter of an action has no effect in a trigger of this kind',
  why: 'Slack and email triggers send the fields of the trigger template, without their own parameters (Execute in pkg/sensors/triggers/slack/slack.go and pkg/sensors/triggers/email/email.go). Every other kind makes its connection before it applies its parameters (such as NewNATSTrigger in pkg/sensors/triggers/nats/nats.go), and nats takes the subject of the template. Parameters of the trigger itself are applied before all that.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, kind, value } of triggers(sensor).flatMap(parameters)) {
      const dest = asString(value['dest']) ?? '';
      if (target !== 'resource' || kind === undefined) continue;
      const ignored = IGNORED_PARAMETERS[kind];
      const [field = ''] = keysOf(dest);
      // The parameters of a custom trigger change its spec, which may have any field.
      const isKept = kind !== 'custom' && connectionFields(kind).includes(field);
      if (ignored !== 'all' && !ignored?.includes(field) && !isKept) continue;
      report([...path, 'dest'], `the engine ignores this parameter of ${kind}`, {
        value: dest,
        help: isKept
          ? 'write a constant'
          : `use a parameter of the trigger, with dest ${quote(`${kind}.${dest}`)}`,
      });
    }
  },
};

const IGNORED_PARAMETERS: Readonly<Record<string, 'all' | readonly string[]>> = {
  slack: 'all',
  email: 'all',
  nats: ['subject'],
};
