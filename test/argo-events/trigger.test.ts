import type { Ref } from '../../src/argo-events/references/ref';
import { raw, withDefault } from '../../src/argo-events/references/slot';
import type { FallbackProps, TriggerProps } from '../../src/argo-events/trigger';
import {
  type Action,
  http,
  type Payload,
  patch,
  type TriggerResource,
  triggerOfKind,
} from '../../src/argo-events/triggers';
import { COMMENT, type Comment } from './events';
import { ACTION, findingsOf, sensorSpec, triggerWith } from './rendered';

const RETRY = { steps: 3, duration: '10s', factor: 2, jitter: 0.1 };
const REPORT: FallbackProps = {
  name: 'report',
  action: http({ method: 'POST', url: 'https://example.com/', allow: [201] }),
};

describe('a trigger', () => {
  test('has a name, a condition and its action, and no more than it needs', () => {
    expect(triggerWith(() => ({}))).toEqual({
      template: {
        name: 'act',
        conditions: 'comment',
        k8s: {
          operation: 'patch',
          source: { resource: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'seen' } } },
        },
      },
    });
  });

  test('may do what somebody else wrote', () => {
    const action: Action = {
      bind: ({ namespace, dependency }) => ({
        template: { http: { url: 'https://example.com', method: 'GET' } },
        parameters: [{ src: { dependencyName: dependency, value: namespace }, dest: 'http.host' }],
        policy: { status: { allow: [200] } },
        permissions: [],
      }),
    };
    expect(triggerWith(() => ({ action }))).toEqual({
      template: { name: 'act', conditions: 'comment', http: { url: 'https://example.com', method: 'GET' } },
      parameters: [{ src: { dependencyName: 'comment', value: 'events' }, dest: 'http.host' }],
      policy: { status: { allow: [200] } },
    });
  });

  test('can forget what has come, by the clock', () => {
    const byTime = { cron: '0 0 * * *', timezone: 'Europe/Zurich' };
    expect(triggerWith(() => ({ conditionsReset: [byTime] }))?.template.conditionsReset).toEqual([
      { byTime },
    ]);
  });

  test('can be limited in its rate', () => {
    const rateLimit = { unit: 'Minute', requestsPerUnit: 5 } as const;
    expect(triggerWith(() => ({ rateLimit }))?.rateLimit).toEqual(rateLimit);
  });
});

describe('atLeastOnce', () => {
  test('is left out where nothing needs it', () => {
    expect(triggerWith(() => ({}))).not.toHaveProperty('atLeastOnce');
  });

  test.each([true, false])('may be said to be %s', (atLeastOnce) => {
    expect(triggerWith(() => ({ atLeastOnce }))?.atLeastOnce).toBe(atLeastOnce);
  });

  test('trap: the engine ignores a retry without it, so a retry brings it along', () => {
    expect(triggerWith(() => ({ retry: RETRY }))).toMatchObject({ atLeastOnce: true, retryStrategy: RETRY });
  });

  test.each([
    [
      'a retry',
      { retry: RETRY },
      'trigger "act" (spec.triggers[0].atLeastOnce): retryStrategy has no effect without atLeastOnce: true [retry-at-most-once]',
    ],
    [
      'a fallback',
      { fallback: REPORT },
      'trigger "act" (spec.triggers[0].atLeastOnce): dlqTrigger has no effect without atLeastOnce: true [schema]',
    ],
  ])('that is refused beside %s is one finding', (_, props, line) => {
    const found = findingsOf((sensor) => {
      const on = sensor.on('comment', COMMENT);
      sensor.do('act', { conditions: on, action: ACTION, atLeastOnce: false, ...props });
    });
    expect(found).toEqual([`[app/comments] ${line}`]);
  });
});

describe('a fallback', () => {
  test('is the dlqTrigger, at least once like the trigger itself', () => {
    expect(triggerWith(() => ({ fallback: REPORT }))).toMatchObject({
      atLeastOnce: true,
      dlqTrigger: {
        atLeastOnce: true,
        template: { name: 'report', http: { url: 'https://example.com/' } },
        policy: { status: { allow: [201] } },
      },
    });
  });

  test('has no condition: it sees the events of its trigger', () => {
    const trigger = triggerWith(() => ({ fallback: REPORT }));
    expect(trigger?.dlqTrigger?.template).not.toHaveProperty('conditions');
  });

  test('is retried on its own terms', () => {
    const trigger = triggerWith(() => ({
      retry: RETRY,
      fallback: { ...REPORT, retry: { steps: 2, duration: '1s' } },
    }));
    expect(trigger?.dlqTrigger?.retryStrategy).toEqual({ steps: 2, duration: '1s' });
    expect(triggerWith(() => ({ retry: RETRY, fallback: REPORT }))?.dlqTrigger).not.toHaveProperty(
      'retryStrategy',
    );
  });
});

describe('findings, one for each mistake', () => {
  /** The name and the path of the trigger and its fallback. */
  const PLACES = [
    ['trigger "act"', 'spec.triggers[0]'],
    ['trigger "act", dlqTrigger "report"', 'spec.triggers[0].dlqTrigger'],
  ] as const;

  const both = (use: (other: Ref<Comment>) => TriggerProps['action'], join: 'or' | undefined) =>
    findingsOf((sensor) => {
      const on = sensor.on('comment', COMMENT);
      const other = sensor.on('other', COMMENT);
      const action = use(other.data);
      sensor.do('act', {
        conditions: join ? on.or(other) : on,
        action,
        fallback: { name: 'report', action },
      });
      sensor.do('look', { conditions: other, action: ACTION });
    });
  const config = (data: TriggerResource['data']) =>
    patch({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: data ?? {} });
  const call = (payload: { readonly [key: string]: Payload }) =>
    http({ method: 'POST', url: 'https://example.com/', allow: [200], payload });

  test.each([
    [
      'an object',
      (data: Ref<Comment>) => config({ pr: raw(data.body.issue.number) }),
      'k8s.parameters',
      'data.pr',
    ],
    [
      'a payload that has a default',
      (data: Ref<Comment>) => call({ pr: withDefault(data.body.action, 'none') }),
      'http.payload',
      'pr',
    ],
  ])('data of a dependency that is not in the condition, in %s', (_, use, list, dest) => {
    expect(both(use, undefined)).toEqual(
      PLACES.map(
        ([name, place]) =>
          `[app/comments] ${name}, parameter for ${dest} (${place}.template.${list}[0].src.dependencyName): the trigger does not wait for "other"; add it to the conditions, or read "comment" [parameter-outside-conditions]`,
      ),
    );
  });

  test('data that need not have come, in an object', () => {
    expect(both((data) => config({ pr: raw(data.body.issue.number) }), 'or')).toEqual(
      PLACES.map(
        ([name, place]) =>
          `[app/comments] ${name} (${place}): data of "other", which may have no event when "comment || other" is met; say with withDefault(…) what stands in for it [trigger-data]`,
      ),
    );
    expect(both((data) => config({ pr: withDefault(data.body.action, 'none') }), 'or')).toEqual([]);
  });

  test('data that need not have come, in what the trigger itself says', () => {
    const slack = triggerOfKind('slack', { slackToken: { name: 's', key: 'k' }, channel: 'c', message: 'm' });
    expect(both(() => slack, 'or')).toEqual([]);
    const found = both(
      (data) =>
        triggerOfKind('slack', {
          slackToken: { name: 's', key: 'k' },
          channel: data.body.action,
          message: 'm',
        }),
      'or',
    );
    expect(found.map((line) => /"(\w+)" \(\S+\): data of "other"/.exec(line)?.[1])).toEqual([
      'act',
      'report',
    ]);
  });

  test('data that need not have come, in a payload', () => {
    expect(both((data) => call({ pr: data.body.action }), 'or')).toEqual(
      PLACES.map(
        ([name, place]) =>
          `[app/comments] ${name}, parameter for pr (${place}.template.http.payload[0].src.value): no default, but "other" may have no event when the trigger fires; set a text; with the constructs, withDefault(…) [payload-without-default]`,
      ),
    );
  });

  test.each([
    ['of two triggers', 'act', undefined],
    ['of a trigger and its own fallback', 'other', 'other'],
    ['of a fallback and an earlier trigger', 'other', 'act'],
    ['of a fallback and another fallback', 'other', 'report'],
    ['of a trigger and an earlier fallback', 'report', undefined],
  ])('the same name %s', (_, name, fallback) => {
    const found = findingsOf((sensor) => {
      const on = sensor.on('comment', COMMENT);
      sensor.do('act', { conditions: on, action: ACTION, fallback: REPORT });
      sensor.do(name, {
        conditions: on,
        action: ACTION,
        ...(fallback !== undefined && { fallback: { ...REPORT, name: fallback } }),
      });
    });
    const [subject, place] =
      fallback === undefined
        ? [`trigger "${name}"`, 'template']
        : [`trigger "${name}", dlqTrigger "${fallback}"`, 'dlqTrigger.template'];
    expect(found).toEqual([
      `[app/comments] ${subject} (spec.triggers[1].${place}.name): another trigger or dlqTrigger is called "${fallback ?? name}", too; give it another name [duplicate-trigger]`,
    ]);
  });

  test('a dependency of another sensor', () => {
    const elsewhere: { conditions?: TriggerProps['conditions'] } = {};
    sensorSpec((sensor) => {
      elsewhere.conditions = sensor.on('elsewhere', COMMENT);
      sensor.do('act', { conditions: elsewhere.conditions, action: ACTION });
    });
    const found = findingsOf((sensor) => {
      sensor.do('look', { conditions: sensor.on('comment', COMMENT), action: ACTION });
      sensor.do('act', { conditions: elsewhere.conditions!, action: ACTION });
    });
    expect(found).toEqual([
      '[app/comments] trigger "act" (spec.triggers[1].template.conditions): waits for the dependency "elsewhere" of another sensor, "comments"; add the dependency to "comments", and use it [trigger-data]',
    ]);
  });
});
