import { LABEL } from '../names';
import type { CancelledAgents } from '../props/cancelled-agents';
import type { RemediationSettings } from '../settings';
import { cel, celAllOf } from './cel';
import { codeRunResources } from './coderun';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';

/** The account of the cancelling Jobs deletes what their selector selects. */
export function cancelPolicy(
  settings: RemediationSettings,
  agents: Required<CancelledAgents>,
): AdmissionPolicy {
  const { names, namespaces } = settings;
  const namespace = namespaces.agents;
  const { agentTypes, label, running } = agents;
  const states = Object.values(running).join(' and ');
  return {
    name: 'cancel',
    resources: codeRunResources(settings, ['DELETE']),
    matchConditions: { account: requestedBy(userOf({ name: names.cancelAccount, namespace })) },
    variables: { labels: cel`oldObject.metadata.?labels.orValue({})` },
    validations: [
      {
        allows: celAllOf([
          cel`variables.labels[?${LABEL.task}].orValue('') != ''`,
          cel`variables.labels[?${label}].orValue('') in ${agentTypes}`,
          ...Object.entries(running).map(
            ([key, value]) => cel`variables.labels[?${key}].orValue('') == ${value}`,
          ),
        ]),
        message:
          `Of the CodeRuns of a task, those of ${agentTypes.join(' and ')} are cancelled` +
          (states === '' ? '' : ` while they are ${states}`),
      },
    ],
  };
}
