import type { RemediationProps } from '../props';
import { given, QUALITY_AGENTS } from '../settings';
import {
  type CheckObject,
  type Fits,
  isLabelKey,
  isLabelValue,
  isList,
  isObject,
  type Refuse,
} from './values';

const LABEL_VALUE = 'the value of a label';
const LABEL_KEY = 'the key of a label, and not task-id';

/** What is wrong with the agents that are cancelled. */
export function checkCancelledAgents(
  { cancelledAgents: agents }: RemediationProps,
  checkObject: CheckObject,
  refuse: Refuse,
): void {
  if (agents === false) return;
  const name = 'props.cancelledAgents';
  checkObject('cancelledAgents', agents, {
    agentTypes: [isList, 'a list of values of a label, one or more'],
    label: [isAgentLabel, LABEL_KEY],
    running: [isObject, 'an object of labels and their values'],
  });
  if (!isObject(agents)) return;
  const { agentTypes, label, running } = { ...QUALITY_AGENTS, ...given(agents) } as Record<string, unknown>;
  for (const [index, type] of (Array.isArray(agentTypes) ? agentTypes : []).entries()) {
    const where = `${name}.agentTypes.${index}`;
    if (!isLabelValue(type) || type === '') refuse(`${where} is not allowed`, type, LABEL_VALUE);
    else if ((agentTypes as unknown[]).indexOf(type) < index) {
      refuse(`${where} is in the list already`, type, 'each type once');
    }
  }
  if (!isObject(running)) return;
  for (const [key, value] of Object.entries(running)) {
    if (!isAgentLabel(key)) refuse(`${name}.running has a field that is not allowed`, key, LABEL_KEY);
    if (!isLabelValue(value)) refuse(`${name}.running.${key} is not allowed`, value, LABEL_VALUE);
  }
  if (Object.hasOwn(running, label as string)) {
    refuse(`${name}.label is a label of cancelledAgents.running too`, label, 'another label');
  }
}

const isAgentLabel: Fits = (value) => isLabelKey(value) && value !== 'task-id';
