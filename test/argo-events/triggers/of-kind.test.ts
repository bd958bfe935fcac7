import { raw, text } from '../../../src/argo-events/references/slot';
import { log, triggerOfKind } from '../../../src/argo-events/triggers';
import { dataOf } from '../events';
import { triggerWith } from '../rendered';

const data = dataOf<{ title: string; pr: number; channel: string; to: string[] }>();
const SECRET = { name: 'slack', key: 'token' };

describe('triggerOfKind', () => {
  const slack = triggerOfKind('slack', {
    slackToken: SECRET,
    channel: data.channel,
    message: text`failed: ${data.title}`,
  });

  test('is the trigger, without the fields where data will be', () => {
    const trigger = triggerWith(() => ({ action: slack }));
    expect(trigger?.template.slack).toEqual({ slackToken: SECRET, sender: {}, thread: {} });
  });

  test('has the parameters of the trigger, which change its template', () => {
    expect(triggerWith(() => ({ action: slack }))?.parameters).toEqual([
      { src: { dependencyName: 'comment', dataKey: 'channel' }, dest: 'slack.channel' },
      { src: { dependencyName: 'comment', dataTemplate: expect.any(String) }, dest: 'slack.message' },
    ]);
  });

  test('trap: the engine refuses an empty text in some places, and cannot read any in the place of a number', () => {
    const email = triggerOfKind('email', {
      host: data.channel,
      port: raw(data.pr),
      to: raw(data.to),
      subject: data.title,
      body: 'x',
    });
    const trigger = triggerWith(() => ({ action: email }));
    expect(trigger?.template.email).toEqual({ host: 'from-event.invalid', body: 'x' });
    expect(trigger?.parameters?.map(({ dest }) => dest)).toEqual([
      'email.host',
      'email.port',
      'email.to',
      'email.subject',
    ]);
  });

  test('trap: of azureServiceBus one of two names has to be there, and the controller writes both', () => {
    const names = (trigger: object) => {
      const action = triggerOfKind('azureServiceBus', {
        connectionString: SECRET,
        payload: { a: 'b' },
        ...trigger,
      });
      const { queueName, topicName } = triggerWith(() => ({ action }))?.template.azureServiceBus ?? {};
      return { queueName, topicName };
    };
    expect(names({ queueName: 'q' })).toEqual({ queueName: 'q', topicName: '' });
    expect(names({ topicName: 't' })).toEqual({ queueName: '', topicName: 't' });
    expect(() => names({})).toThrow('azureServiceBus');
  });

  test('has an empty text in a list, whose other elements stay where they are', () => {
    const email = triggerOfKind('email', {
      host: 'mail',
      to: [data.channel, 'qa@acme.example'],
      subject: 's',
      body: 'b',
    });
    expect(triggerWith(() => ({ action: email }))?.template.email?.to).toEqual(['', 'qa@acme.example']);
  });

  test('has an empty text anywhere in an object of Kubernetes', () => {
    const argoWorkflow = triggerOfKind('argoWorkflow', {
      operation: 'submit',
      source: {
        resource: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: { name: data.title },
          spec: raw(data.to),
        },
      },
    });
    expect(
      triggerWith(() => ({ action: argoWorkflow }))?.template.argoWorkflow?.source.resource,
    ).toMatchObject({
      metadata: { name: '' },
      spec: '',
    });
  });

  test('has a payload where its kind has one', () => {
    const kafka = triggerOfKind('kafka', {
      url: 'kafka:9092',
      topic: 'comments',
      payload: { pr: raw(data.pr), kind: 'comment' },
    });
    const trigger = triggerWith(() => ({ action: kafka }));
    expect(trigger).not.toHaveProperty('parameters');
    expect(trigger?.template.kafka).toEqual({
      partition: 0,
      url: 'kafka:9092',
      topic: 'comments',
      payload: [
        { src: { dependencyName: 'comment', dataKey: 'pr', useRawData: true }, dest: 'pr' },
        { src: { dependencyName: 'comment', value: 'comment' }, dest: 'kind' },
      ],
    });
  });

  test('in a fallback has its parameters there', () => {
    const trigger = triggerWith(() => ({ fallback: { name: 'tell', action: slack } }));
    expect(trigger).not.toHaveProperty('parameters');
    expect(trigger?.dlqTrigger?.parameters?.map(({ dest }) => dest)).toEqual([
      'slack.channel',
      'slack.message',
    ]);
  });
});

test('log writes each event', () => {
  expect(triggerWith(() => ({ action: log() }))?.template.log).toEqual({});
});
