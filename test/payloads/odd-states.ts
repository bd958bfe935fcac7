import { type Path, without, withValue } from './edit';
import type { Payload } from './payload';
import { statePayloads } from './states';

function sample(name: string): Payload {
  const found = statePayloads.find((payload) => payload.name === name);
  if (!found) throw new Error(`No payload ${name}`);
  return found;
}

/** Another payload with one field changed. */
function odd(of: string, name: string, description: string, path: Path, value: unknown): Payload {
  const payload = sample(of);
  return { ...payload, name, description, data: withValue(payload.data, path, value) };
}

/** Another payload with one field missing. */
function lacking(of: string, name: string, description: string, path: Path): Payload {
  const payload = sample(of);
  return { ...payload, name, description, data: without(payload.data, path) };
}

const NAME: Path = ['body', 'metadata', 'name'];

/** States and runs with parts missing or odd. The Go tests have thousands more; these are for reading. */
export const oddStatePayloads: readonly Payload[] = [
  lacking('state-stored', 'state-without-data', 'A state without any key is settled', ['body', 'data']),
  odd('state-stored', 'state-data-null', 'A state whose keys are null is settled', ['body', 'data'], null),
  lacking('state-stored', 'state-without-labels', 'A state without labels is one by its name', [
    'body',
    'metadata',
    'labels',
  ]),
  odd(
    'state-assigned-listed',
    'state-foreign-name',
    'A ConfigMap that is not named like a state',
    NAME,
    'task-7',
  ),
  odd(
    'state-assigned-listed',
    'state-name-suffix',
    'A ConfigMap whose name only begins like one',
    NAME,
    'task-7-remediation-state-backup',
  ),
  odd(
    'state-assigned-listed',
    'state-name-zero',
    'A task with a leading zero is none',
    NAME,
    'task-07-remediation-state',
  ),
  odd(
    'state-assigned',
    'state-old-missing',
    'An update that does not say what was before',
    ['oldBody'],
    null,
  ),
  odd(
    'state-handled',
    'state-iteration-raised',
    'A person has typed a high iteration: the next ones count from there',
    ['body', 'data', 'iteration-2345678901'],
    '9',
  ),
  odd(
    'state-assigned-listed-late',
    'state-changes-garbage',
    'It does not say when it was changed: that is taken for just now',
    ['body', 'metadata', 'managedFields'],
    ['x', null, { time: 7 }, { time: 'yesterday' }],
  ),
  lacking(
    'state-assigned-listed',
    'state-assignment-removed',
    'A person has removed an assignment: the comment is given one again',
    ['body', 'data', 'iteration-2345678901'],
  ),
  lacking('run-added', 'run-without-labels', 'A CodeRun without labels is none of the loop', [
    'body',
    'metadata',
    'labels',
  ]),
  lacking('run-added', 'run-without-iteration', 'A CodeRun that does not say its iteration', [
    'body',
    'metadata',
    'annotations',
    'remediation.5dlabs.com/iteration',
  ]),
  odd(
    'run-added',
    'run-owners-odd',
    'Owners of any type: the one that is the state counts',
    ['body', 'metadata', 'ownerReferences'],
    [
      null,
      'ConfigMap',
      { kind: 'ConfigMap', name: 'task-8-remediation-state', uid: 'of-another-task' },
      { kind: 'ConfigMap', name: 'task-7-remediation-state', uid: '0b8ae6c0-8f4e-4b8e-9d5c-7c1f2a3b4c5d' },
    ],
  ),
];
