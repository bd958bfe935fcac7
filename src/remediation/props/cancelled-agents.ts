import { type Finding, finding } from '../../validation';
import { type Fits, isLabelKey, isLabelValue, isList, isObject } from '../checks/values';
import { LABEL } from '../names';
import { type Check, group, listOf, orFalse, prop, type Row, value } from './row';

/** Which CodeRuns of a task are deleted when an iteration of the task starts: those with all of these labels. */
export interface CancelledAgents {
  /**
   * The types of their agents.
   *
   * @default ['cleo', 'tess']
   */
  readonly agentTypes?: readonly string[];
  /**
   * The label that says the type.
   *
   * @default 'agent-type'
   */
  readonly label?: string;
  /**
   * The labels of a CodeRun whose agent works. With `{}`, CodeRuns that have finished are deleted too.
   *
   * @default { status: 'running' }
   */
  readonly running?: Readonly<Record<string, string>>;
}

const VALUE = 'the value of a label';
const KEY = 'the key of a label, and not task-id';

const isAgentLabel: Fits = (label) => isLabelKey(label) && label !== LABEL.task;

const AGENT_TYPES = listOf(
  value((type) => isLabelValue(type) && type !== '', VALUE),
  { fits: isList, allowed: 'a list of values of a label, one or more' },
  { of: (type) => type, allowed: 'each type once' },
);

const RUNNING: Check = {
  allowed: 'an object of labels and their values',
  find: (path, name, running) => {
    if (!isObject(running)) {
      return [finding(path, `${name} is not allowed`, running, RUNNING.allowed)];
    }
    return Object.entries(running).flatMap(([key, state]) => [
      ...(isAgentLabel(key) ? [] : [finding(path, `${name} has a field that is not allowed`, key, KEY)]),
      ...(isLabelValue(state) ? [] : [finding(path, `${name}.${key} is not allowed`, state, VALUE)]),
    ]);
  },
};

const AGENTS: Row<CancelledAgents, Required<CancelledAgents>> = group<CancelledAgents>(
  {
    agentTypes: prop<readonly string[]>(['cleo', 'tess'], AGENT_TYPES),
    label: prop('agent-type', value(isAgentLabel, KEY)),
    running: prop<Readonly<Record<string, string>>>({ status: 'running' }, RUNNING),
  },
  findLabelTwice,
);

/** The default is that of the task, section 5.1. */
export const CANCELLED_AGENTS = orFalse(AGENTS);

function findLabelTwice(path: string, name: string, given: unknown): Finding[] {
  const { label, running } = AGENTS.settle(given as CancelledAgents);
  if (!isObject(running) || !Object.hasOwn(running, label)) return [];
  return [finding(path, `${name}.label is a label of cancelledAgents.running too`, label, 'another label')];
}
