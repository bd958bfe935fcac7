import type { Names } from '../remediation/names';
import type { Cause, Place, Words } from './causes';

/** Selects the Deployments and pods of the sensors. */
export const sensorSelector = ({ sensorApp }: Names): string => `app=${sensorApp}`;
/** Selects the Deployment and the pods of the event source of the states. */
export const stateSourceSelector = ({ stateEventSource }: Names): string =>
  `eventsource-name=${stateEventSource}`;

const deployments = ({ sensors }: Place, selector: string): Words => [
  'kubectl',
  'get',
  'deployments',
  '-n',
  sensors,
  '-l',
  selector,
];
const scale = ({ sensors }: Place, selector: string): Words => [
  'kubectl',
  'scale',
  'deployments',
  '-n',
  sensors,
  '-l',
  selector,
  '--replicas=1',
];
const pods = ({ sensors }: Place, selector: string): Words => [
  'kubectl',
  'describe',
  'pods',
  '-n',
  sensors,
  '-l',
  selector,
];

/** What stops the loop as a whole. All rows that fit are told. */
const PROBLEMS = {
  noSensor: {
    why: 'there is no sensor of the loop',
    when: 'The namespace of the sensors has no Sensor with the label `app` of the loop',
    person: true,
    advice: 'Deploy the loop, or name the namespace of its sensors with --sensors-namespace',
    check: ({ sensors }) => ['kubectl', 'get', 'sensors', '-n', sensors, '--show-labels'],
  },
  sensorsStopped: {
    why: 'the sensors are stopped',
    when: 'A Deployment of the sensors has 0 replicas: somebody has stopped the loop',
    person: true,
    advice: 'Resume the sensors',
    check: (place) => deployments(place, sensorSelector(place.names)),
    remedy: (place) => scale(place, sensorSelector(place.names)),
  },
  sensorsDown: {
    why: 'a sensor has no pod that is ready',
    when: 'A Deployment of the sensors has no available pod, or there is no Deployment',
    person: true,
    advice: 'Read why the pod does not start',
    check: (place) => pods(place, sensorSelector(place.names)),
  },
  statesStopped: {
    why: 'the event source of the states is stopped',
    when: 'The Deployment of the event source of the states has 0 replicas',
    person: true,
    advice: 'Resume the event source',
    check: (place) => deployments(place, stateSourceSelector(place.names)),
    remedy: (place) => scale(place, stateSourceSelector(place.names)),
  },
  statesDown: {
    why: 'the event source of the states has no pod that is ready',
    when: 'The Deployment of the event source of the states has no available pod, or there is no Deployment',
    person: true,
    advice: 'Read why the pod does not start',
    check: (place) => pods(place, stateSourceSelector(place.names)),
  },
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
