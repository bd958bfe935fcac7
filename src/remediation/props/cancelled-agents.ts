import type { Finding } from '../../findings/finding';
import { finding, type PropPlace, within, wrongProp } from '../../findings/refuse';
import { describe } from '../../findings/words';
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
  { fits: isList, expected: 'a list of values of a label, one or more' },
  { of: (type) => type, expected: 'each type once' },
);

const RUNNING: Check = {
  expected: 'an object of labels and their values',
  find: (place, running) => {
    if (!isObject(running)) return [wrongProp(place, running, RUNNING.expected)];
    return Object.entries(running).flatMap(([key, state]) => [
      ...(isAgentLabel(key) ? [] : [wrongProp(place, key, KEY)]),
      ...(isLabelValue(state) ? [] : [wrongProp(within(place, key), state, VALUE)]),
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

function findLabelTwice(place: PropPlace, given: unknown): Finding[] {
  const { label, running } = AGENTS.settle(given as CancelledAgents);
  if (!isObject(running) || !Object.hasOwn(running, label)) return [];
  const message = `${describe(label)} is a label of running, too`;
  return [
    finding('props', message, { ...within(place, 'label'), value: label, help: 'expected another label' }),
  ];
}
