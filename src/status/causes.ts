import { codeRunName, LABEL, type Names, RESYNC_ANNOTATION, stateName } from '../remediation/names';
import { KEY_PREFIX } from '../remediation/state/keys';

/** What a command is about. */
export interface Place {
  readonly names: Names;
  /** The namespace of the states and the CodeRuns. */
  readonly agents: string;
  readonly sensors: string;
  /** The CodeRuns as kubectl names them, such as `coderuns.cto.5dlabs.com`. */
  readonly codeRuns: string;
  /** The event source that brings GitHub's comments. */
  readonly commentSource: string;
  readonly task: string;
  readonly comment: string;
  /** The maximum that exhausts the task, and which one to write instead. */
  readonly raised: string;
}

/** A command: its words. */
export type Words = readonly string[];

/** Why a task waits. */
export interface Cause {
  /** In the column WHY. */
  readonly why: string;
  /** When it is so. */
  readonly when: string;
  /** Whether it stays so until somebody does something. */
  readonly person: boolean;
  /** What to do. */
  readonly advice: string;
  /** Shows more of it. */
  readonly check?: (place: Place) => Words;
  /** Does it. */
  readonly remedy?: (place: Place) => Words;
  /** The same with the command line of this package. */
  readonly own?: (place: Place) => Words;
}

const kubectl = (verb: string, place: Place, ...rest: string[]): Words => [
  'kubectl',
  verb,
  'configmap',
  stateName(place.names, place.task),
  '-n',
  place.agents,
  ...rest,
];
const patch = (place: Place, data: Readonly<Record<string, string | null>>): Words =>
  kubectl('patch', place, '--type', 'merge', '-p', JSON.stringify({ data }));
const sensorLog = ({ names, sensors }: Place): Words => [
  'kubectl',
  'logs',
  '-n',
  sensors,
  '-l',
  `app=${names.sensorApp}`,
  '--tail=-1',
];
const codeRun = (verb: string, { names, agents, codeRuns, task, comment }: Place): Words => [
  'kubectl',
  verb,
  codeRuns,
  codeRunName(names, task, comment),
  '-n',
  agents,
];
const own = (command: string, { task }: Place): Words => ['npx', 'cdk8s-argo-events', command, task];

/** Why a comment waits. The first row that fits is the cause. */
export const CAUSES = {
  unwatched: {
    why: 'the state has lost its label app',
    when: 'The label `app` of the state is not that of the loop. The loop no longer sees the task, and a policy refuses to store comments in it',
    person: true,
    advice: 'Put the label back',
    check: (place) => kubectl('get', place, '--show-labels'),
    remedy: (place) => kubectl('label', place, '--overwrite', `app=${place.names.stateApp}`),
  },
  paused: {
    why: 'a person has paused the task',
    when: 'The status is a word that the loop does not set, such as `paused` or `stopped`',
    person: true,
    advice: 'Resume the task',
    check: (place) => kubectl('get', place, '-o', 'yaml', '--show-managed-fields'),
    remedy: (place) => patch(place, { status: 'active' }),
    own: (place) => own('resume', place),
  },
  ignored: {
    why: 'the loop ignores the comment',
    when: 'Its key `comment-<id>` holds no JSON with the number of a pull request and the name of the repository of the loop',
    person: true,
    advice: 'Remove the key. If the comment is a real one, have GitHub deliver it again',
    check: (place) => kubectl('get', place, '-o', `jsonpath={.data.${KEY_PREFIX.comment}${place.comment}}`),
    remedy: (place) => patch(place, { [`${KEY_PREFIX.comment}${place.comment}`]: null }),
  },
  asleep: {
    why: 'the state is labelled as at rest',
    when: 'The janitor has set the label `at-rest` to `true`, and somebody has edited the state since. The event source does not watch it',
    person: false,
    advice: 'Nothing: the janitor removes the label within an hour. To go on now, remove it',
    check: (place) => kubectl('get', place, '--show-labels'),
    remedy: (place) => kubectl('label', place, '--overwrite', `${LABEL.atRest}=false`),
    own: (place) => own('retry', place),
  },
  exhausted: {
    why: 'the iterations are used up',
    when: 'The highest iteration that was given has reached `max_iterations`',
    person: true,
    advice: 'Raise the maximum',
    check: (place) => kubectl('get', place, '-o', 'yaml'),
    remedy: (place) => patch(place, { max_iterations: place.raised }),
  },
  blocked: {
    why: 'a CodeRun of another iteration is in the way',
    when: 'A CodeRun with the name of this comment exists, and its iteration is another one. The loop never changes a CodeRun',
    person: true,
    advice: 'Delete the CodeRun. The resync makes it again',
    check: (place) => [...codeRun('get', place), '-o', 'yaml'],
    remedy: (place) => codeRun('delete', place),
  },
  refused: {
    why: 'its CodeRun could not be made',
    when: 'All retries of `create-remediation-coderun` have failed: there is an Event `RemediationTriggerFailed`, no later `RemediationTriggered`, and no CodeRun. Usual causes are a full quota, a missing right, a policy',
    person: true,
    advice:
      'Read in the log of the sensor why, and remove the cause. The resync tries again; to try now, retry',
    check: (place) => sensorLog(place),
    remedy: (place) => touch(place),
    own: (place) => own('retry', place),
  },
  stuck: {
    why: 'the resync has tried in vain',
    when: 'The resync has re-triggered the task three times or more, and nothing else has changed the state since',
    person: true,
    advice: 'Look whether the sensor works, and what its log says of the task. Then retry',
    check: (place) => sensorLog(place),
    remedy: (place) => touch(place),
    own: (place) => own('retry', place),
  },
  lost: {
    why: 'an event was lost; the resync tries again',
    when: 'The comment is the next one, and the state has not changed for ten minutes',
    person: false,
    advice: 'Nothing: the resync re-triggers the task. To try now, retry',
    remedy: (place) => touch(place),
    own: (place) => own('retry', place),
  },
  starting: {
    why: 'its CodeRun is being made',
    when: 'It has the lowest open iteration, and no CodeRun yet',
    person: false,
    advice: 'Nothing',
  },
  acknowledging: {
    why: 'its CodeRun is there; handled- comes next',
    when: 'Its CodeRun exists, and the state does not say so yet',
    person: false,
    advice: 'Nothing',
  },
  queued: {
    why: 'an earlier iteration comes first',
    when: 'It has an iteration, and one with a lower iteration is open',
    person: false,
    advice: 'Nothing',
  },
  later: {
    why: 'iterations that are given come first',
    when: 'It has no iteration, and others of the task have one and wait for their CodeRuns',
    person: false,
    advice: 'Nothing',
  },
  assigning: {
    why: 'it gets its iteration next',
    when: 'It has no iteration, and nothing else of the task is open',
    person: false,
    advice: 'Nothing',
  },
} as const satisfies Readonly<Record<string, Cause>>;

/** The name of a cause. */
export type CauseId = keyof typeof CAUSES;

/** All causes, as rows of one type. */
export const CAUSE: Readonly<Record<CauseId, Cause>> = CAUSES;

/** The only word in which the shell runs a command. The value of the annotation has to be a new one. */
export const TOUCH = `${RESYNC_ANNOTATION}=$(date +%s)`;

/** What a person does to have a task looked at again. */
export function touch(place: Place): Words {
  return kubectl('annotate', place, '--overwrite', TOUCH);
}
