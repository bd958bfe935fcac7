import { lineWithin } from '../../src/findings/line';
import { checkObject, type PlainObject } from '../../src/lint';
import { withoutRefused } from '../../src/lint/one-cause';
import { eventBus, eventSource, sensor } from './objects';

const lines = (object: PlainObject) => checkObject(object, []).map(lineWithin);

const dependency = { name: 'd', eventSourceName: 'e', eventName: 'n' };
const triggers = [{ template: { name: 't', log: {} } }];
const withDependency = (more: object) => sensor({ dependencies: [{ ...dependency, ...more }], triggers });
const withTrigger = (...list: object[]) => sensor({ dependencies: [dependency], triggers: list });

describe('an unknown field', () => {
  test.each<[string, PlainObject, string]>([
    [
      'of the object around it',
      withTrigger({ template: { name: 't', log: {}, retryStrategy: { steps: 3 } } }),
      'trigger "t" (spec.triggers[0].template): unknown field "retryStrategy"; it belongs beside "template" [schema]',
    ],
    [
      'of an object far around it',
      withTrigger({ template: { name: 't', http: { url: 'https://x/', method: 'GET', rateLimit: {} } } }),
      'trigger "t" (spec.triggers[0].template.http): unknown field "rateLimit"; it belongs beside "template" [schema]',
    ],
    [
      'of an object around it, and of one in it',
      withTrigger({ template: { name: 't', http: { url: 'https://x/', method: 'GET' }, parameters: [] } }),
      'trigger "t" (spec.triggers[0].template): unknown field "parameters"; it belongs in "http" or beside "template" [schema]',
    ],
    [
      'of an object in it',
      withTrigger({ template: { name: 't', log: {} }, conditions: 'd' }),
      'trigger "t" (spec.triggers[0]): unknown field "conditions"; it belongs in "template" [schema]',
    ],
    [
      'of a list in it',
      sensor({ dependencies: [dependency], triggers, eventSourceName: 'e' }),
      'spec: unknown field "eventSourceName"; it belongs in "dependencies" [schema]',
    ],
    [
      'of an event of an EventSource',
      withDependency({ jsonBody: true }),
      'dependency "d" (spec.dependencies[0]): unknown field "jsonBody"; it is a field of an event of an EventSource [schema]',
    ],
    [
      'of a filter that belongs to the event source',
      withDependency({ filters: { data: [{ path: 'a', type: 'string', value: ['x'], jsonBody: true }] } }),
      'dependency "d", filter on a (spec.dependencies[0].filters.data[0]): unknown field "jsonBody"; it is a field of an event of an EventSource [schema]',
    ],
    [
      'of a Sensor',
      eventSource({ webhook: { push: { endpoint: '/', port: '1', method: 'POST', atLeastOnce: true } } }),
      'event "push" (spec.webhook.push): unknown field "atLeastOnce"; it is a field of a trigger of a Sensor [schema]',
    ],
    [
      'that is misspelled',
      withTrigger({ template: { name: 't', log: {} }, retryStratgey: {} }),
      'trigger "t" (spec.triggers[0]): unknown field "retryStratgey"; did you mean "retryStrategy"? [schema]',
    ],
    [
      'of the metadata',
      sensor({ dependencies: [dependency], triggers, namespace: 'ci' }),
      'spec: unknown field "namespace"; it belongs in "metadata" [schema]',
    ],
    [
      'of another namespace',
      withDependency({ namespace: 'ci' }),
      'dependency "d" (spec.dependencies[0]): unknown field "namespace"; remove it: an event comes over the EventBus in the namespace of the Sensor [schema]',
    ],
    [
      'of nothing that is known',
      eventBus({ jetstream: { version: '2', xyz: 1 } }),
      'spec.jetstream: unknown field "xyz" [schema]',
    ],
  ])('%s', (_, object, line) => {
    expect(lines(object)).toEqual([line]);
  });
});

describe('one cause is one finding', () => {
  test('a misspelled field is not a missing one too', () => {
    expect(lines(withTrigger({ template: { name: 't', htpt: {} } }))).toEqual([
      'trigger "t" (spec.triggers[0].template): unknown field "htpt"; did you mean "http"? [schema]',
    ]);
    expect(
      lines(sensor({ dependencies: [{ ...dependency, name: undefined, nmae: 'd' }], triggers })),
    ).toContain('spec.dependencies[0]: unknown field "nmae"; did you mean "name"? [schema]');
  });

  test('fields that belong in a missing one are said with it', () => {
    expect(lines(withTrigger({ name: 't', log: {}, xyz: 1 }))).toEqual([
      'spec.triggers[0]: missing field "template"; put "name" and "log" into it [schema]',
      expect.stringContaining('spec.triggers[0]: unknown field "xyz"; expected '),
    ]);
    const reset = [{ cron: '0 0 * * *' }];
    expect(
      lines(withTrigger({ template: { name: 't', conditions: 'd', conditionsReset: reset, log: {} } })),
    ).toEqual([
      'trigger "t" (spec.triggers[0].template.conditionsReset[0]): missing field "byTime"; put "cron" into it [schema]',
    ]);
  });

  test('a rule about the object itself stays, beside an unknown field in it', () => {
    const path = ['spec', 'triggers', 0];
    const object = { apiVersion: '', kind: 'Sensor', name: 'a' };
    const rule = { rule: 'mine', severity: 'error', path, message: 'never runs', object, given: {} } as const;
    const unknown = { keyword: 'additionalProperties', schema: {}, path, value: {}, field: 'nmae' };
    expect(withoutRefused([unknown], [rule])).toEqual([rule]);
    expect(withoutRefused([{ keyword: 'type', schema: {}, path, value: 1 }], [rule])).toEqual([]);
  });

  test('what is no object has no missing fields and no wrong form', () => {
    expect(lines(withTrigger({ template: 'log' }))).toEqual([
      'spec.triggers[0].template: expected an object, not a string [schema]',
    ]);
  });
});
