import { quote } from '../../findings/words';
import { connectionFields } from '../connections';
import { keysOf } from '../paths';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { namingOperation, parameters, triggers } from '../sensor';

/** A parameter whose result the trigger does not use. */
export const parameterIgnored: ObjectRule = {
  id: 'parameter-ignored',
  severity: 'error',
  summary: 'A parameter of an action has no effect in a trigger of this kind',
  why: 'After resubmit, submit-from and the like, the engine gives argo the name of the object and its namespace, and nothing else of it (Execute in pkg/sensors/triggers/argo-workflow/argo-workflow.go). Slack and email triggers send the fields of the trigger template, without their own parameters (Execute in pkg/sensors/triggers/slack/slack.go and pkg/sensors/triggers/email/email.go). Every other kind makes its connection before it applies its parameters (such as NewNATSTrigger in pkg/sensors/triggers/nats/nats.go), and nats takes the subject of the template. Parameters of the trigger itself are applied before all that.',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      for (const { path, target, kind, value } of parameters(trigger)) {
        const dest = asString(value['dest']) ?? '';
        if (target !== 'resource' || kind === undefined) continue;
        const operation = namingOperation(trigger);
        if (kind === 'argoWorkflow' && operation !== undefined && !isName(keysOf(dest))) {
          report([...path, 'dest'], `${operation} reads nothing of the object but its name and namespace`, {
            value: dest,
            help: 'pass the value to argo: a parameter of the trigger with operation append, for the item of args after -p',
          });
          continue;
        }
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
    }
  },
};

function isName([first, second]: readonly string[]): boolean {
  return first === 'kind' || (first === 'metadata' && ['name', 'namespace'].includes(second ?? 'name'));
}

const IGNORED_PARAMETERS: Readonly<Record<string, 'all' | readonly string[]>> = {
  slack: 'all',
  email: 'all',
  nats: ['subject'],
};
