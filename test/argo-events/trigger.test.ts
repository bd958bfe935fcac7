import { raw } from '../../src/argo-events/references/slot';
import type { FallbackProps } from '../../src/argo-events/trigger';
import { type Action, http, patch } from '../../src/argo-events/triggers';
import { COMMENT } from './events';
import { ACTION, sensorSpec, triggerWith } from './rendered';

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
        uses: [],
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
    expect(triggerWith(() => ({ atLeastOnce: false }))).not.toHaveProperty('atLeastOnce');
  });

  test('may be asked for', () => {
    expect(triggerWith(() => ({ atLeastOnce: true }))?.atLeastOnce).toBe(true);
  });

  test('trap: the engine ignores a retry without it, so a retry brings it along', () => {
    expect(triggerWith(() => ({ retry: RETRY }))).toMatchObject({ atLeastOnce: true, retryStrategy: RETRY });
  });

  test.each([
    ['a retry', { retry: RETRY }],
    ['a fallback', { fallback: REPORT }],
  ])('that is refused beside %s is a finding', (_, props) => {
    expect(() => triggerWith(() => ({ atLeastOnce: false, ...props }))).toThrow(
      '[app/comments] The trigger "act" has atLeastOnce "false": a retry or a fallback needs it to be true',
    );
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

describe('findings', () => {
  test('data of a dependency that is not in the condition', () => {
    const build = () =>
      sensorSpec((sensor) => {
        const on = sensor.on('comment', COMMENT);
        const { body } = sensor.on('other', COMMENT).data;
        const data = { pr: raw(body.issue.number) };
        const action = patch({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });
        sensor.do('act', { on, action, fallback: { name: 'report', action } });
      });
    expect(build).toThrow(
      [
        '[app/comments] The trigger "act" uses data of "other": its condition is "comment" only',
        '[app/comments] The trigger "report" uses data of "other": its condition is "comment" only',
      ].join('\n'),
    );
  });

  test.each([
    ['of two triggers', 'act', undefined],
    ['of a trigger and its own fallback', 'other', 'other'],
    ['of a fallback and an earlier trigger', 'other', 'act'],
    ['of a fallback and another fallback', 'other', 'report'],
    ['of a trigger and an earlier fallback', 'report', undefined],
  ])('the same name %s', (_, name, fallback) => {
    const build = () =>
      sensorSpec((sensor) => {
        const on = sensor.on('comment', COMMENT);
        sensor.do('act', { on, action: ACTION, fallback: REPORT });
        sensor.do(name, {
          on,
          action: ACTION,
          ...(fallback !== undefined && { fallback: { ...REPORT, name: fallback } }),
        });
      });
    expect(build).toThrow(
      `[app/comments] The trigger "${fallback ?? name}" is there twice: each needs a name of its own in the sensor`,
    );
  });

  test('a dependency of another sensor', () => {
    const elsewhere: { on?: Parameters<typeof triggerWith>[0] } = {};
    sensorSpec((sensor) => {
      const on = sensor.on('elsewhere', COMMENT);
      elsewhere.on = () => ({ on });
      sensor.do('act', { on, action: ACTION });
    });
    expect(() => triggerWith(elsewhere.on!)).toThrow(
      '[app/comments] The trigger "act" waits for "elsewhere": the dependencies of this sensor are "comment"',
    );
  });
});
