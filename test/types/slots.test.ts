import type { CodeRun } from '../../imports/coderun';
import type { ConfigMap, CoreEvent, Job } from '../../src/argo-events/kubernetes';
import { raw, text, withDefault } from '../../src/argo-events/references/slot';
import {
  argoWorkflow,
  azureServiceBus,
  create,
  http,
  kafka,
  log,
  patch,
  pulsar,
  resource,
  triggerOfKind,
} from '../../src/argo-events/triggers';
import { dataOf } from '../argo-events/events';

// The compiler is the judge here: each @ts-expect-error fails the type check when its line compiles.
interface Task {
  readonly id: string;
  readonly pr: number;
  readonly draft: boolean;
  readonly note?: string | null;
  readonly kind: 'Normal' | 'Warning';
  readonly record: Readonly<Record<string, string>>;
  readonly user: { readonly login: string; readonly id: number };
  readonly labels: readonly string[];
}
const task = dataOf<Task>();
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' } as const;
type Typed = Pick<CoreEvent, 'apiVersion' | 'kind' | 'type'>;
const EVENT = { apiVersion: 'v1', kind: 'Event' } as const;
const RUN = { apiVersion: 'cto.5dlabs.com/v1alpha1', kind: 'CodeRun', metadata: { name: 'run' } } as const;

describe('a string slot', () => {
  test('takes a scalar of any type, a text, or a default', () => {
    const name = text`task-${task.id}-${task.pr}`;
    resource<ConfigMap>({ ...CONFIG_MAP, metadata: { name, namespace: 'agents' }, data: { id: task.id } });
    resource<ConfigMap>({ ...CONFIG_MAP, data: { pr: task.pr, draft: task.draft, note: task.note } });
    resource<ConfigMap>({ ...CONFIG_MAP, data: { id: raw(task.id), note: withDefault(task.note, 'none') } });
    expect(name).toBeDefined();
  });

  test('takes no object, no array, and no raw number', () => {
    // @ts-expect-error an object
    resource<ConfigMap>({ ...CONFIG_MAP, data: { user: task.user } });
    // @ts-expect-error an array
    resource<ConfigMap>({ ...CONFIG_MAP, data: { labels: task.labels } });
    // @ts-expect-error a number that stays one
    resource<ConfigMap>({ ...CONFIG_MAP, data: { pr: raw(task.pr) } });
    // @ts-expect-error a plain number
    resource<ConfigMap>({ ...CONFIG_MAP, data: { pr: 12 } });
    // @ts-expect-error an object in a text
    expect(text`${task.user}`).toBeDefined();
  });

  test('takes a literal of its union, or data, for which the author answers', () => {
    resource<Typed>({ ...EVENT, type: 'Normal' });
    resource<Typed>({ ...EVENT, type: task.kind });
    // @ts-expect-error Normal or Warning
    resource<Typed>({ ...EVENT, type: 'Error' });
    expect(resource).toBeDefined();
  });
});

describe('a slot of another type', () => {
  test('takes a constant, or raw data of its type', () => {
    resource<CodeRun>({ ...RUN, spec: { pr_number: 12, remediation_mode: true } });
    resource<CodeRun>({ ...RUN, spec: { pr_number: raw(task.pr), remediation_mode: raw(task.draft) } });
    resource<ConfigMap>({ ...CONFIG_MAP, data: raw(task.record) });
    expect(raw(task.pr)).toBeDefined();
  });

  test('takes a list that nobody may write to, as the data of events has', () => {
    const list = dataOf<{
      readonly args: readonly string[];
      readonly env: readonly { readonly name: string }[];
    }>();
    const container = { name: 'a', image: 'b', args: raw(list.args), env: raw(list.env) };
    resource<Job>({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'a' },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } },
    });
    // @ts-expect-error a list of texts
    resource<ConfigMap>({ ...CONFIG_MAP, data: { a: raw(list.args) } });
    expect(resource).toBeDefined();
  });

  test('takes no reference without raw, which the engine would make a string', () => {
    // @ts-expect-error raw(task.pr)
    resource<CodeRun>({ ...RUN, spec: { pr_number: task.pr } });
    // @ts-expect-error raw(task.draft)
    resource<CodeRun>({ ...RUN, spec: { remediation_mode: task.draft } });
    // @ts-expect-error a text
    resource<CodeRun>({ ...RUN, spec: { pr_number: text`${task.pr}` } });
    expect(resource).toBeDefined();
  });

  test('takes no raw data of another type', () => {
    // @ts-expect-error a string
    resource<CodeRun>({ ...RUN, spec: { pr_number: raw(task.id) } });
    // @ts-expect-error an object with a number
    resource<ConfigMap>({ ...CONFIG_MAP, data: raw(task.user) });
    expect(resource).toBeDefined();
  });
});

describe('a kind', () => {
  test('has no other fields', () => {
    // @ts-expect-error data
    resource<ConfigMap>({ ...CONFIG_MAP, dta: { id: task.id } });
    // @ts-expect-error labels
    resource<ConfigMap>({ ...CONFIG_MAP, metadata: { name: 'a', lables: { id: task.id } } });
    // @ts-expect-error pr_number
    resource<CodeRun>({ ...RUN, spec: { pr_numbr: 12 } });
    expect(resource).toBeDefined();
  });

  test('has its own API version and kind, and neither comes from an event', () => {
    // @ts-expect-error v1
    resource<ConfigMap>({ ...CONFIG_MAP, apiVersion: 'v2' });
    // @ts-expect-error a Role is derived from it
    resource<ConfigMap>({ ...CONFIG_MAP, kind: task.kind });
    expect(resource).toBeDefined();
  });

  test('has fields of the right type, however deep', () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: task.id } } as const;
    const limits = <T>(cpu: T) => ({ resources: { limits: { cpu } } });
    const container = { name: 'a', ...limits('100m'), args: ['get', task.id, text`pr-${task.pr}`] };
    resource<Job>({
      ...job,
      spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } },
    });
    // @ts-expect-error a number of seconds
    resource<Job>({ ...job, spec: { activeDeadlineSeconds: '60', template: {} } });
    // @ts-expect-error arguments are strings
    resource<Job>({ ...job, spec: { template: { spec: { containers: [{ ...container, args: [60] }] } } } });
    // @ts-expect-error a quantity is text
    resource<Job>({ ...job, spec: { template: { spec: { containers: [{ name: 'a', ...limits(100) }] } } } });
    expect(resource).toBeDefined();
  });
});

test('an object of no known kind may hold event data anywhere', () => {
  const spec = {
    pr: raw(task.pr),
    list: [task.id, { deep: raw(task.user) }],
    text: task.pr,
    conditions: true,
  };
  patch({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: task.id }, spec });
  // @ts-expect-error raw(task.user)
  create({ apiVersion: 'example.com/v1', kind: 'Thing', spec: task.user });
  // @ts-expect-error the kind cannot come from the event
  create({ apiVersion: 'example.com/v1', kind: task.kind });
  // @ts-expect-error an object has a kind
  create({ apiVersion: 'example.com/v1' });
  expect(patch).toBeDefined();
});

describe('a request', () => {
  test('says which statuses are good, for the engine takes any', () => {
    http({ method: 'POST', url: task.id, allow: [200], payload: { a: task.pr, b: raw(task.pr), c: ['x'] } });
    // @ts-expect-error allow
    http({ method: 'POST', url: 'https://example.com/' });
    // @ts-expect-error at least one
    http({ method: 'POST', url: 'https://example.com/', allow: [] });
    expect(http).toBeDefined();
  });

  test('has constants of JSON, and event data', () => {
    const payload = { a: 1, b: [true, null, 'c'], d: raw(task.user), e: task.pr };
    http({ method: 'POST', url: 'https://example.com/', allow: [200], payload });
    // @ts-expect-error raw(task.user)
    http({ method: 'POST', url: 'https://example.com/', allow: [200], payload: { a: task.user } });
    expect(http).toBeDefined();
  });

  test('has a URL of text and a method that the engine knows', () => {
    // @ts-expect-error an object
    http({ method: 'POST', url: task.user, allow: [200] });
    // @ts-expect-error HEAD
    http({ method: 'HEAD', url: 'https://example.com/', allow: [200] });
    expect(http).toBeDefined();
  });
});

test('a trigger in the form of the engine has its fields, with data in them', () => {
  const slackToken = { name: 'slack', key: 'token' };
  triggerOfKind('slack', { slackToken, channel: 'alerts', message: text`failed: ${task.id}` });
  triggerOfKind('kafka', { url: 'kafka:9092', topic: task.id, payload: { pr: raw(task.pr) } });
  // @ts-expect-error channel
  triggerOfKind('slack', { slackToken, chanel: 'alerts' });
  // @ts-expect-error slackToken
  triggerOfKind('slack', { channel: 'alerts' });
  // @ts-expect-error a kind with a function of its own
  expect(() => triggerOfKind('http', { url: 'https://example.com/' })).toBeDefined();
  // @ts-expect-error a message has no payload
  expect(() => triggerOfKind('slack', { slackToken, payload: { a: 'b' } })).toBeDefined();
  // @ts-expect-error a number of seconds
  log({ intervalSeconds: '60' });
});

describe('a trigger of a kind with a function of its own', () => {
  test('has no event data in what the engine makes a connection of', () => {
    const payload = { id: task.id };
    expect(kafka({ url: 'kafka:9092', topic: task.id, payload })).toBeDefined();
    // @ts-expect-error the url
    expect(kafka({ url: task.id, topic: 'a', payload })).toBeDefined();
    // @ts-expect-error the topic, of which the producer is made
    expect(pulsar({ url: 'pulsar://a', topic: task.id, payload })).toBeDefined();
    // @ts-expect-error a queue or a topic
    expect(azureServiceBus({ connectionString: { name: 'a', key: 'b' }, payload })).toBeDefined();
  });

  test('submits a Workflow with a name or the start of one', () => {
    const spec = { entrypoint: 'main', priority: raw(task.pr) };
    const submit = { operation: 'submit', spec } as const;
    argoWorkflow({
      ...submit,
      metadata: { name: task.id },
      arguments: { id: task.id, pr: task.pr, a: true },
    });
    argoWorkflow({ ...submit, metadata: { generateName: text`a-${task.id}-` } });
    // @ts-expect-error no name
    argoWorkflow({ ...submit, metadata: {} });
    // @ts-expect-error both
    argoWorkflow({ ...submit, metadata: { name: 'a', generateName: 'a-' } });
    // @ts-expect-error Argo Workflows has texts only
    argoWorkflow({ ...submit, metadata: { name: 'a' }, arguments: { pr: raw(task.pr) } });
    // @ts-expect-error the engine fails after it
    argoWorkflow({ ...submit, metadata: { name: 'a' }, policy: { labels: {} } });
    // @ts-expect-error a namespace that no Role could allow
    argoWorkflow({ ...submit, metadata: { name: 'a', namespace: task.id } });
    // @ts-expect-error an argument of the command
    argoWorkflow({ ...submit, metadata: { name: 'a' }, args: [task.id] });
    expect(argoWorkflow).toBeDefined();
  });

  test('changes a Workflow by its name', () => {
    argoWorkflow({ operation: 'retry', name: task.id, arguments: { id: task.id } });
    // @ts-expect-error the name
    argoWorkflow({ operation: 'stop' });
    // @ts-expect-error stop has no arguments
    argoWorkflow({ operation: 'stop', name: 'a', arguments: { id: 'a' } });
    // @ts-expect-error the engine fails after it
    argoWorkflow({ operation: 'submit-from', name: 'a' });
    expect(argoWorkflow).toBeDefined();
  });
});
