import type { Names } from '../remediation/names';
import type { Cause, Place, Words } from './causes';

/** Selects the Deployments and pods of the sensors. */
export const sensorSelector = ({ sensorApp }: Names): string => `app=${sensorApp}`;
/** Selects the Deployment and the pods of the event source of the states. */
export const stateSourceSelector = ({ stateEventSource }: Names): string =>
  `eventsource-name=${stateEventSource}`;

/** Selects the Deployment and the pods of the event source of GitHub's comments. */
export const commentSourceSelector = (name: string): string => `eventsource-name=${name}`;

/** A part of the loop that the engine deploys, for which there are pods. */
interface Part {
  /** In a sentence. */
  readonly words: string;
  /** Whether there may be several of it. */
  readonly several?: true;
  readonly selector: (place: Place) => string;
  /** The object that the engine deploys, as kubectl names it. */
  readonly object: (place: Place) => Words;
}

const SENSORS: Part = {
  words: 'the sensors',
  several: true,
  selector: ({ names }) => sensorSelector(names),
  object: ({ names }) => ['sensors', '-l', sensorSelector(names)],
};
const STATES: Part = {
  words: 'the event source of the states',
  selector: ({ names }) => stateSourceSelector(names),
  object: ({ names }) => ['eventsources', names.stateEventSource],
};
const COMMENTS: Part = {
  words: "the event source of GitHub's comments",
  selector: ({ commentSource }) => commentSourceSelector(commentSource),
  object: ({ commentSource }) => ['eventsources', commentSource],
};

const ofPods = (verb: string, what: string, part: Part, ...rest: string[]) => {
  return (place: Place): Words => [
    'kubectl',
    verb,
    what,
    '-n',
    place.sensors,
    '-l',
    part.selector(place),
    ...rest,
  ];
};

/** One of the part, as the subject of a sentence. */
const one = ({ words, several }: Part) => (several ? 'a sensor' : words);

function stopped(part: Part, advice: string): Cause {
  return {
    why: `${part.words} ${part.several ? 'are' : 'is'} stopped`,
    when: part.several
      ? `A Deployment of ${part.words} has 0 replicas: somebody has stopped the loop`
      : `The Deployment of ${part.words} has 0 replicas`,
    person: true,
    advice,
    check: ofPods('get', 'deployments', part),
    remedy: ofPods('scale', 'deployments', part, '--replicas=1'),
  };
}

function notDeployed(part: Part): Cause {
  return {
    why: `Argo Events has not deployed ${one(part)}`,
    when: `There is no Deployment of ${part.words}: the controller does not run, or there is no bus, or the object is invalid`,
    person: true,
    advice: 'Read what the controller says of it. If it says nothing, the controller does not run',
    check: (place) => {
      const conditions = '{.status.conditions[?(@.status=="False")].message}{"\\n"}';
      const [kind = '', ...name] = part.object(place);
      const template = part.several ? `{range .items[*]}${conditions}{end}` : conditions;
      return ['kubectl', 'get', kind, '-n', place.sensors, ...name, '-o', `jsonpath=${template}`];
    },
  };
}

function down(part: Part): Cause {
  return {
    why: `${one(part)} has no pod that is ready`,
    when: `${part.several ? 'A' : 'The'} Deployment of ${part.words} has no available pod`,
    person: true,
    advice: 'Read why the pod does not start',
    check: ofPods('describe', 'pods', part),
  };
}

/** What stops the loop as a whole. All rows that fit are told. */
const PROBLEMS = {
  noSensor: {
    why: 'there is no sensor of the loop',
    when: 'The namespace of the sensors has no Sensor with the label `app` of the loop',
    person: true,
    advice: 'Deploy the loop, or name the namespace of its sensors with --sensors-namespace',
    check: ({ sensors }) => ['kubectl', 'get', 'sensors', '-n', sensors, '--show-labels'],
  },
  sensorsStopped: stopped(SENSORS, 'Resume the sensors'),
  sensorsNotDeployed: notDeployed(SENSORS),
  sensorsDown: down(SENSORS),
  statesStopped: stopped(STATES, 'Resume the event source'),
  statesNotDeployed: notDeployed(STATES),
  statesDown: down(STATES),
  commentsStopped: stopped(COMMENTS, 'Resume the event source'),
  commentsNotDeployed: notDeployed(COMMENTS),
  commentsDown: down(COMMENTS),
  noCodeRuns: {
    why: 'the API server does not know the CodeRuns of the loop',
    when: 'There is no CRD for the kind of CodeRun that the sensor makes',
    person: true,
    advice: 'Apply the CRD',
    check: ({ codeRuns }) => ['kubectl', 'get', 'crd', codeRuns],
  },
  resyncSuspended: {
    why: 'the resync is suspended',
    when: 'The CronJob of the resync has `suspend: true`, so nothing moves tasks that are stuck',
    person: true,
    advice: 'Let it run again',
    check: ({ names, agents }) => ['kubectl', 'get', 'cronjob', names.resync, '-n', agents],
    remedy: ({ names, agents }) => [
      'kubectl',
      'patch',
      'cronjob',
      names.resync,
      '-n',
      agents,
      '-p',
      '{"spec":{"suspend":false}}',
    ],
  },
} as const satisfies Readonly<Record<string, Cause>>;

/** The name of a problem. */
export type ProblemId = keyof typeof PROBLEMS;

/** All problems, as rows of one type. */
export const PROBLEM: Readonly<Record<ProblemId, Cause>> = PROBLEMS;
