import { LABEL, TRIGGER_TYPE } from '../names';
import type { RemediationSettings } from '../settings';
import { dispatchedCodeRun } from '../steps/dispatch';
import { cel } from './cel';
import { codeRunResources } from './coderun';
import { changesOnlyAtRestLabel } from './only-label';
import { runNamePattern } from './patterns';
import { type AdmissionPolicy, requestedBy, userOf } from './policy';

/**
 * The account of the janitor changes one label of the loop's CodeRuns.
 */
export function relabelPolicy(settings: RemediationSettings): AdmissionPolicy {
  const { names } = settings;
  const namespace = settings.namespaces.agents;
  const { metadata: _, apiVersion: __, kind: ___, ...content } = dispatchedCodeRun(settings);
  return {
    name: 'relabel',
    resources: codeRunResources(settings, ['UPDATE']),
    matchConditions: { account: requestedBy(userOf({ name: names.janitor, namespace })) },
    variables: { now: cel`dyn(object)` },
    validations: [
      {
        allows: cel`
          oldObject.metadata.name.matches(${runNamePattern(settings)}) &&
          oldObject.metadata.?labels[?'trigger-type'].orValue('') == ${TRIGGER_TYPE}`,
        message: `The janitor writes CodeRuns of the loop, named ${names.runPrefix}<task>-c<comment>`,
      },
      {
        allows: cel`variables.now.metadata.?labels[?${LABEL.atRest}].orValue('') == 'true'`,
        message: `The janitor sets ${LABEL.atRest} of a CodeRun to true`,
      },
      {
        allows: changesOnlyAtRestLabel([...Object.keys(content), 'status']),
        message: 'The janitor changes nothing of a CodeRun but its label',
      },
    ],
  };
}
