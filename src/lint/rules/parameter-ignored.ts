import { keysOf } from '../paths';
import { string } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A parameter whose result nobody reads. */
export const parameterIgnored: ObjectRule = {
  id: 'parameter-ignored',
  severity: 'error',
  summary: 'A parameter stands where its trigger does not look at the result',
  why: 'Slack and email triggers send what stands in the trigger template, whatever their own parameters made of it (Execute in pkg/sensors/triggers/slack/slack.go and pkg/sensors/triggers/email/email.go). The connection of a nats or pulsar trigger is made before its parameters are looked at (pkg/sensors/triggers/nats/nats.go, pkg/sensors/triggers/pulsar/pulsar.go). Parameters of the trigger itself come before all that.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, kind, value } of triggers(sensor).flatMap(parameters)) {
      const dest = string(value['dest']) ?? '';
      const ignored = target === 'resource' ? IGNORED[kind ?? ''] : undefined;
      const [field = ''] = keysOf(dest);
      if (ignored !== 'all' && !ignored?.includes(field)) continue;
      const allowed = `a parameter of the trigger, with dest ${kind}.${dest}`;
      report([...path, 'dest'], `Parameter in ${kind} is not looked at`, dest, allowed);
    }
  },
};

const IGNORED: Readonly<Record<string, 'all' | readonly string[]>> = {
  slack: 'all',
  email: 'all',
  nats: ['url', 'subject'],
  pulsar: ['url', 'topic'],
};
