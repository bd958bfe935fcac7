import { asString, partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, triggers } from '../sensor';

/** A trigger that submits a Workflow and then fails. */
export const submitReportsFailure: ObjectRule = {
  id: 'submit-reports-failure',
  severity: 'error',
  summary: 'A trigger submits a Workflow of Argo Workflows, and then fails each time',
  why: 'After submit, the engine finds the Workflow by its labels, but its policy cannot read what was found. After submit-from, the engine looks for a Workflow with the name of the template and finds none. In both cases the Workflow was submitted: each retry submits another one, and a dlqTrigger runs though nothing is wrong (Execute and ApplyPolicy in pkg/sensors/triggers/argo-workflow/argo-workflow.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const action = actionPart(trigger, 'argoWorkflow');
      if (!action) continue;
      const operation = asString(action.value['operation']) || 'submit';
      const policy = partAt(trigger, 'policy', 'k8s');
      if (operation === 'submit' && policy) {
        report(policy.path, 'the Workflow is submitted, and then the policy fails', { help: 'remove it' });
      }
      for (const [field, effect] of operation === 'submit-from' ? AFTER_FAILURE : []) {
        if (!partAt(trigger, field)) continue;
        report([...trigger.path, field], `submit-from always reports a failure, so ${effect}`, {
          help: 'submit a Workflow with a workflowTemplateRef',
        });
      }
    }
  },
};

const AFTER_FAILURE = [
  ['retryStrategy', 'each try submits another Workflow'],
  ['dlqTrigger', 'it runs after each Workflow that is submitted'],
] as const;
