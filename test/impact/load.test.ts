import type { Subject } from '../../src/impact/report';
import { told as allTold } from './objects';

/** What is said, but for pods that are replaced. */
function told(about: Subject, before: string, after: string): string[] {
  return allTold(about, before, after).filter((line) => !line.includes('replaced'));
}

const sensor = ({ name = 's', triggers = '', replicas = '' } = {}) => `
kind: Sensor
metadata: { name: ${name} }
spec:
  ${replicas && `replicas: ${replicas}`}
  dependencies: [{ name: d, eventSourceName: e, eventName: f }]
  triggers:
    - { template: { name: first, conditions: d, log: {} } }
${triggers}
`;
const k8s = (operation: string, name = 'write') =>
  `    - { template: { name: ${name}, conditions: d, k8s: { operation: ${operation} } } }\n`;

describe('pods', () => {
  test('of sensors and event sources, one unless it says more', () => {
    expect(told('load', sensor(), sensor({ replicas: '3' }))).toEqual(['note Sensor/s: 2 pods more']);
    expect(told('load', sensor(), sensor({ replicas: '0' }))).toEqual([]);
    expect(told('load', `${sensor()}---${sensor({ name: 't' })}`, sensor())).toEqual([
      'note Sensor/t: 1 pod less, when it is deleted',
    ]);
  });

  test('of several objects, for each of them', () => {
    const two = `${sensor({ name: 't' })}---${sensor({ name: 'u' })}`;
    expect(told('load', sensor(), `${sensor()}---${two}`)).toEqual([
      'note Sensor/t Sensor/u: each: 1 pod more',
    ]);
  });

  test('of a bus', () => {
    const bus = (spec: string) => `kind: EventBus\nmetadata: { name: default }\nspec: ${spec}\n`;
    expect(told('load', sensor(), `${sensor()}---\n${bus('{ jetstream: { version: "2" } }')}`)).toEqual([
      'note EventBus/default: 3 pods more',
    ]);
    expect(told('load', sensor(), `${sensor()}---\n${bus('{ kafka: { url: k } }')}`)).toEqual([]);
  });

  test('of a CronJob, at its times', () => {
    const job = (spec: string) =>
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: j }\nspec: ${spec}\n`;
    const [often, seldom] = [job('{ schedule: "* * * * *" }'), job('{ schedule: "0 * * * *" }')];
    expect(told('load', often, seldom)).toEqual([
      'note CronJob/j: one pod at "0 * * * *", and not at "* * * * *"',
    ]);
    expect(told('load', sensor(), `${sensor()}---\n${seldom}`)).toEqual([
      'note CronJob/j: one pod more at "0 * * * *"',
    ]);
    expect(told('load', often, job('{ schedule: "* * * * *", suspend: true }'))[0]).toContain(
      'never, it is suspended',
    );
    expect(told('load', often, job('{ schedule: "* * * * *", successfulJobsHistoryLimit: 1 }'))).toEqual([]);
  });
});

describe('pods that are replaced', () => {
  const change = (before: string, after: string) =>
    allTold('load', before, after).filter((line) => line.includes('replaced'));

  test('those of a sensor, with each change of its spec', () => {
    const late = sensor().replace('{ template', '{ atLeastOnce: true, template');
    expect(change(late, late.replace('eventName: f', 'eventName: g'))).toEqual([
      'note Sensor/s: its pods are replaced',
    ]);
    expect(change(sensor(), sensor().replace('eventName: f', 'eventName: g'))).toEqual([
      'note Sensor/s: its pods are replaced; without atLeastOnce, what trigger "first" just did may be left undone',
    ]);
    expect(change(sensor(), sensor().replace('{ name: s }', '{ name: s, labels: { a: b } }'))).toEqual([]);
    const [source, event] = ['eventSourceName: e', 'eventName: f'];
    expect(change(sensor(), sensor().replace(`${source}, ${event}`, `${event}, ${source}`))).toEqual([]);
  });

  test('those of an event source, and what it then sends again', () => {
    const source = (filter: string) =>
      `kind: EventSource\nmetadata: { name: e }\nspec: { resource: { f: { resource: pods, eventTypes: [ADD]${filter} } } }\n`;
    expect(change(source(''), source(', namespace: a'))).toEqual([
      'note EventSource/e: its pods are replaced, and the new one sends event "f" for every object that there is',
    ]);
    expect(change(source(''), source(', filter: { afterStart: true }'))).toEqual([
      'note EventSource/e: its pods are replaced',
    ]);
  });
});

describe('calls', () => {
  test('one for a create, two for the others, and a request for what is no object', () => {
    const of = (operation: string) => told('load', sensor(), sensor({ triggers: k8s(operation) }))[0];
    expect(of('create')).toBe(
      'note Sensor/s: an event for dependency "d" takes 1 call of the API server, and took none',
    );
    for (const operation of ['patch', 'update', 'delete'])
      expect(of(operation)).toContain('takes 2 calls of the API server');
    const http = '    - { template: { name: tell, conditions: d, http: { url: "https://a" } } }\n';
    expect(
      told('load', sensor({ triggers: k8s('create') }), sensor({ triggers: http + k8s('patch') }))[0],
    ).toContain('takes 2 calls of the API server and 1 other request, and took 1 call of the API server');
    expect(
      told(
        'load',
        sensor(),
        sensor({ triggers: k8s('create').replace('k8s: { operation: create }', 'log: {}') }),
      ),
    ).toEqual([]);
  });

  test('a dependency that has moved to another sensor as it was takes what it took', () => {
    const moved = told(
      'load',
      sensor({ triggers: k8s('patch') }),
      sensor({ name: 't', triggers: k8s('patch') }),
    );
    expect(moved.filter((line) => line.includes('call'))).toEqual([]);
  });
});

describe('the time for which an event holds up others', () => {
  const retry = (steps: number, more = '') =>
    sensor({
      triggers: `    - { atLeastOnce: true, retryStrategy: { steps: ${steps}, duration: 10s, jitter: 0 }${more}, template: { name: write, conditions: d, log: {} } }\n`,
    });

  test('is that of the pauses of the retries', () => {
    expect(told('waiting', retry(2), retry(4))).toEqual([
      'note Sensor/s: an event that fails may hold up trigger "write" for up to 30 seconds, and before for up to 10 seconds',
    ]);
    expect(told('waiting', sensor(), retry(2))).toEqual([
      'note Sensor/s: an event that fails may hold up trigger "write" for up to 10 seconds',
    ]);
    expect(told('waiting', retry(2), retry(2))).toEqual([]);
  });

  test('has that of the dlqTrigger too', () => {
    const dlq =
      ', dlqTrigger: { atLeastOnce: true, retryStrategy: { steps: 2, duration: 5s, jitter: 0 }, template: { name: x, log: {} } }';
    expect(told('waiting', retry(2), retry(2, dlq))[0]).toContain('for up to 15 seconds');
  });

  test('is none without atLeastOnce', () => {
    const without = retry(4).replace('atLeastOnce: true', 'atLeastOnce: false');
    expect(told('waiting', sensor(), without)).toEqual([]);
    expect(told('waiting', retry(4), without)[0]).toContain(
      'for up to 0 seconds, and before for up to 30 seconds',
    );
  });

  test('of a trigger that has moved to another sensor is no news', () => {
    expect(told('waiting', retry(4), retry(4).replace('name: s', 'name: t'))).toEqual([]);
  });
});
