import { text, withDefault } from '../../../src/argo-events/references/slot';
import { type HttpRequest, http, type Payload } from '../../../src/argo-events/triggers';
import { COMMENT, dataOf } from '../events';
import { findingsOf, sensorSpec, triggerWith } from '../rendered';

const data = dataOf<{ url: string; pr: number; labels: string[] }>();
const REQUEST = { method: 'POST', url: 'https://api.github.com/', allow: [200] } as const;

const bind = (request: Partial<HttpRequest>) =>
  http({ ...REQUEST, ...request }).bind({ namespace: 'events', dependency: 'comment', isCertain: true });
describe('a request', () => {
  test('that the compiler has not seen is refused, if it has no statuses or an unknown field', () => {
    const request = { method: 'GET', url: 'https://api.github.com/', header: {} } as unknown as HttpRequest;
    const findings = findingsOf((sensor) =>
      sensor.do('ask', { conditions: sensor.on('comment', COMMENT), action: http(request) }),
    );
    expect(findings.join('\n')).toMatch(/unknown field "header"; did you mean "headers"\?/);
    expect(findings.join('\n')).toMatch(
      /allow.*: missing; expected the status codes that count as success, such as \[200\]/,
    );
  });

  test('is the trigger, and its list of statuses the policy', () => {
    const trigger = triggerWith(() => ({ action: http({ ...REQUEST, allow: [200, 404] }) }));
    expect(trigger?.template.http).toEqual({ url: 'https://api.github.com/', method: 'POST', host: '' });
    expect(trigger?.policy).toEqual({ status: { allow: [200, 404] } });
  });

  test('has its headers, and those whose value is in a Secret', () => {
    const { template } = bind({
      headers: { Accept: 'application/json' },
      secureHeaders: { Authorization: { name: 'github', key: 'bearer' } },
      timeout: 10,
    });
    expect(template.http).toMatchObject({
      headers: { Accept: 'application/json' },
      secureHeaders: [
        { name: 'Authorization', valueFrom: { secretKeyRef: { name: 'github', key: 'bearer' } } },
      ],
      timeout: 10,
    });
  });

  test('needs no permission', () => {
    expect(bind({}).permissions).toEqual([]);
  });
});

describe('a URL from the event', () => {
  test('is a parameter, and one that reaches nobody stands in its place', () => {
    expect(bind({ url: data.url }).template.http).toMatchObject({
      url: 'https://url-from-event.invalid/',
      parameters: [{ src: { dependencyName: 'comment', dataKey: 'url' }, dest: 'url' }],
    });
  });

  test('may be a text', () => {
    const { template } = bind({ url: text`https://api.github.com/pulls/${data.pr}` });
    expect(template.http?.parameters).toEqual([
      { src: { dependencyName: 'comment', dataTemplate: expect.any(String) }, dest: 'url' },
    ]);
  });
});

describe('a payload', () => {
  test('has a parameter for each value, and constants are tied to a dependency of the condition', () => {
    expect(bind({ payload: { labels: ['one', data.url] } }).template.http?.payload).toEqual([
      { src: { dependencyName: 'comment', value: 'one' }, dest: 'labels.0' },
      { src: { dependencyName: 'comment', dataKey: 'url' }, dest: 'labels.1' },
    ]);
  });

  // ConstructPayload in pkg/sensors/triggers/params.go dereferences the value of an event that has not come.
  describe('of a dependency that need not have come', () => {
    const build = (value: (pr: typeof data.pr) => Payload) => () =>
      sensorSpec((sensor) => {
        const comment = sensor.on('comment', COMMENT);
        const either = sensor.on('either', COMMENT);
        const payload = { pr: value(either.data.body.issue.number) };
        sensor.do('act', { conditions: comment.or(either), action: http({ ...REQUEST, payload }) });
      });

    test('trap: would make the sensor panic, again at each start', () => {
      expect(build((pr) => pr)).toThrow('"either"');
    });

    test('is taken with a default', () => {
      expect(build((pr) => withDefault(pr, 'none'))).not.toThrow();
    });
  });
});
