import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type AnySchemaObject, type ErrorObject } from 'ajv';
import { EVENT_BUS, EVENT_SOURCE, SENSOR } from './samples';

const ROOT = join(__dirname, '../..');

function validator(kind: string): (object: unknown) => ErrorObject[] {
  const schema = JSON.parse(
    readFileSync(join(ROOT, `imports/${kind}.schema.json`), 'utf8'),
  ) as AnySchemaObject;
  const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
  return (object) => (validate(object) ? [] : (validate.errors ?? []));
}

const KINDS = {
  sensor: { errors: validator('sensor'), good: SENSOR },
  eventsource: { errors: validator('eventsource'), good: EVENT_SOURCE },
  eventbus: { errors: validator('eventbus'), good: EVENT_BUS },
};

/** The errors of the good object after one change: a value at a path, or nothing there. */
function errorsAfter(kind: keyof typeof KINDS, path: string, value: unknown): string[] {
  const object: unknown = structuredClone(KINDS[kind].good);
  const keys = path.split('/');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], object) as Record<
    string,
    unknown
  >;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return KINDS[kind].errors(object).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const DEPENDENCY = 'spec/dependencies/0';
const TRIGGER = 'spec/triggers/0';
const GITHUB = 'spec/github/issue_comment';
const STATE = 'spec/resource/state';

describe('the committed schemas', () => {
  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('accept a good %s', (kind) => {
    expect(KINDS[kind].errors(KINDS[kind].good)).toEqual([]);
  });

  test.each([
    [
      'an unknown field',
      `${TRIGGER}/retryStrategy/step`,
      3,
      `/${TRIGGER}/retryStrategy additionalProperties`,
    ],
    ['a status', 'status', {}, ' additionalProperties'],
    ['the comparator ~', `${DEPENDENCY}/filters/data/0/comparator`, '~', '/comparator enum'],
    ['the filter type String', `${DEPENDENCY}/filters/data/0/type`, 'String', '/type enum'],
    ['a filter without values', `${DEPENDENCY}/filters/data/0/value`, [], '/value minItems'],
    ['an empty filter value', `${DEPENDENCY}/filters/data/0/value`, [''], '/value/0 minLength'],
    [
      'a filter on an id of the context',
      `${DEPENDENCY}/filters/context/id`,
      'x',
      '/context additionalProperties',
    ],
    ['a time of day with a zone', `${DEPENDENCY}/filters/time/start`, '08:00:00Z', '/start pattern'],
    ['two transformations', `${DEPENDENCY}/transform/script`, 'return event', '/transform oneOf'],
    ['no dependency', 'spec/dependencies', [], '/spec/dependencies minItems'],
    ['no trigger', 'spec/triggers', [], '/spec/triggers minItems'],
    ['two trigger kinds', `${TRIGGER}/template/log`, {}, '/template oneOf'],
    ['no trigger kind', `${TRIGGER}/template/k8s`, undefined, '/template oneOf'],
    ['a trigger without name', `${TRIGGER}/template/name`, '', '/template/name minLength'],
    ['a trigger without template', `${TRIGGER}/template`, undefined, `/${TRIGGER} required`],
    [
      'a parameter without src',
      `${TRIGGER}/template/k8s/parameters/0/src`,
      undefined,
      '/parameters/0 required',
    ],
    [
      'a parameter without dest',
      `${TRIGGER}/template/k8s/parameters/0/dest`,
      '',
      '/parameters/0/dest minLength',
    ],
    [
      'a resource without kind',
      `${TRIGGER}/template/k8s/source/resource/kind`,
      undefined,
      '/resource required',
    ],
    ['a source of two places', `${TRIGGER}/template/k8s/source/inline`, 'kind: A', '/source oneOf'],
    ['an unknown operation', `${TRIGGER}/template/k8s/operation`, 'apply', '/operation enum'],
    ['a quoted factor', `${TRIGGER}/retryStrategy/factor`, '2.0', '/factor type'],
    ['a factor as the Go struct has it', `${TRIGGER}/retryStrategy/factor`, { value: '2' }, '/factor type'],
    ['a duration in nanoseconds', `${TRIGGER}/retryStrategy/duration`, 5, '/duration type'],
    ['a duration without unit', `${TRIGGER}/retryStrategy/duration`, '5', '/duration pattern'],
    ['a rate limit per sec', `${TRIGGER}/rateLimit/unit`, 'sec', '/unit enum'],
    ['a rate limit of 0', `${TRIGGER}/rateLimit/requestsPerUnit`, 0, '/requestsPerUnit minimum'],
    [
      'a dlq trigger at most once',
      `${TRIGGER}/dlqTrigger/atLeastOnce`,
      false,
      '/dlqTrigger/atLeastOnce const',
    ],
    ['a dlq trigger of a trigger at most once', `${TRIGGER}/atLeastOnce`, undefined, `/${TRIGGER} required`],
    ['a method', `${TRIGGER}/dlqTrigger/template/http/method`, 'HEAD', '/method enum'],
    ['no URL', `${TRIGGER}/dlqTrigger/template/http/url`, '', '/url minLength'],
    ['no good status', `${TRIGGER}/dlqTrigger/policy/status/allow`, [], '/allow minItems'],
    [
      'a header from nowhere',
      `${TRIGGER}/dlqTrigger/template/http/secureHeaders/0/valueFrom`,
      {},
      '/valueFrom oneOf',
    ],
    ['a quantity as a number', 'spec/template/container/resources/limits/cpu', 1, '/limits/cpu type'],
  ])('refuse in a sensor: %s', (_, path, value, expected) => {
    expect(errorsAfter('sensor', path, value)).toContainEqual(expect.stringMatching(endsWith(expected)));
  });

  test.each([
    ['an unknown source', 'spec/githup', {}, '/spec additionalProperties'],
    ['repositories and organizations', `${GITHUB}/organizations`, ['example'], '/issue_comment oneOf'],
    ['neither of them', `${GITHUB}/repositories`, undefined, '/issue_comment oneOf'],
    [
      'half of an enterprise',
      `${GITHUB}/githubBaseURL`,
      'https://example.com',
      '/issue_comment dependencies',
    ],
    ['a content type', `${GITHUB}/contentType`, 'xml', '/contentType enum'],
    ['a port that is a number', `${GITHUB}/webhook/port`, 12000, '/port type'],
    ['a port that is none', `${GITHUB}/webhook/port`, 'http', '/port pattern'],
    ['an event type', `${STATE}/eventTypes`, ['CREATE'], '/eventTypes/0 enum'],
    ['no event type', `${STATE}/eventTypes`, [], '/eventTypes minItems'],
    ['a field without operator', `${STATE}/filter/fields/0/operation`, undefined, '/fields/0 required'],
    ['a field with the operator in', `${STATE}/filter/fields/0/operation`, 'in', '/fields/0/operation enum'],
    [
      'a label with an unknown operator',
      `${STATE}/filter/labels/0/operation`,
      'In',
      '/labels/0/operation enum',
    ],
    ['a calendar without time', 'spec/calendar', { daily: {} }, '/calendar/daily anyOf'],
    [
      'a cron of one word',
      'spec/calendar',
      { daily: { schedule: '@daily' } },
      '/calendar/daily/schedule pattern',
    ],
  ])('refuse in an event source: %s', (_, path, value, expected) => {
    expect(errorsAfter('eventsource', path, value)).toContainEqual(expect.stringMatching(endsWith(expected)));
  });

  test('ask for events of GitHub only when the engine is to create the hooks', () => {
    const { issue_comment: source } = EVENT_SOURCE.spec.github;
    const apiToken = { name: 'github', key: 'token' };
    const webhook = { ...source.webhook, url: 'https://example.com' };
    const hooks = { ...source, apiToken, webhook };
    expect(errorsAfter('eventsource', GITHUB, { ...source, webhook })).toEqual([]);
    expect(errorsAfter('eventsource', GITHUB, { ...source, apiToken })).toEqual([]);
    expect(errorsAfter('eventsource', GITHUB, { ...hooks, events: ['*'] })).toEqual([]);
    expect(errorsAfter('eventsource', GITHUB, hooks)).toContain(`/${GITHUB} anyOf`);
  });

  test.each([
    ['two buses', 'spec/nats', { native: {} }, '/spec oneOf'],
    ['no bus', 'spec/jetstream', undefined, '/spec oneOf'],
    ['two replicas', 'spec/jetstream/replicas', 2, '/replicas not'],
    ['no replica', 'spec/jetstream/replicas', 0, '/replicas minimum'],
    ['no version', 'spec/jetstream/version', undefined, '/jetstream required'],
  ])('refuse in an event bus: %s', (_, path, value, expected) => {
    expect(errorsAfter('eventbus', path, value)).toContainEqual(expect.stringMatching(endsWith(expected)));
  });

  test('say on the first line what made them', () => {
    for (const kind of Object.keys(KINDS)) {
      expect(readFileSync(join(ROOT, `imports/${kind}.schema.json`), 'utf8')).toMatch(
        /^\{"\$comment":"Generated from .* by `npm run imports`\. Do not edit\.",\n/,
      );
    }
  });
});

function endsWith(text: string): RegExp {
  return new RegExp(`${text}$`);
}
