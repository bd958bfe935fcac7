import { type JsonWithSlots, type Raw, raw, type StringSlot } from '../../src/argo-events/references/slot';
import {
  type Action,
  argoWorkflow,
  awsLambda,
  azureEventHubs,
  azureServiceBus,
  custom,
  email,
  kafka,
  nats,
  type OtherTriggerKind,
  openWhisk,
  type Payload,
  pulsar,
  slack,
  triggerOfKind,
} from '../../src/argo-events/triggers';
import { dataOf } from '../argo-events/events';

/** What comes from the event, or stands in its place in what is to come of it. */
interface Values {
  readonly text: string | StringSlot;
  readonly invocation: 'Event' | StringSlot;
  readonly number: number | Raw<number>;
  readonly flag: boolean | Raw<boolean>;
  readonly list: string[] | Raw<string[]>;
  readonly spec: JsonWithSlots;
  readonly payload: { readonly [key: string]: Payload };
}

/** The data of the event. */
export const DATA = {
  text: 'a "text"\nof {{ two }} lines',
  invocation: 'Event',
  number: 3,
  flag: true,
  list: ['one', 'two'],
  spec: { arguments: { parameters: [{ name: 'pr', value: 2345678901 }] } },
} as const;

const data = dataOf<{
  text: string;
  invocation: string;
  number: number;
  flag: boolean;
  list: string[];
  spec: Record<string, unknown>;
}>();

/** The values of an event, and the same as references. */
export const VALUES: Values = {
  ...DATA,
  list: [...DATA.list],
  payload: { text: DATA.text, of: [{ number: DATA.number }] },
};
export const REFERENCES: Values = {
  text: data.text,
  invocation: data.invocation,
  number: raw(data.number),
  flag: raw(data.flag),
  list: raw(data.list),
  spec: raw(data.spec),
  payload: { text: data.text, of: [{ number: raw(data.number) }] },
};

// A Secret is mounted before any event comes.
const SECRET = { name: 'mounted', key: 'key' };
const CONNECTION = { tls: { caCertSecret: SECRET } };
const WORKFLOW = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' };

/** A trigger made of the values of an event. */
export type TriggerSample = (values: Values) => Action;

/** A trigger of each kind with all its fields, with data from the event in every field that may have it. */
export const TRIGGERS: Readonly<Record<OtherTriggerKind, TriggerSample>> = {
  argoWorkflow: ({ text }) =>
    argoWorkflow({
      operation: 'submit',
      metadata: { name: text, namespace: 'ci', labels: { 'a.b/c': text } },
      spec: {
        entrypoint: 'main',
        arguments: { parameters: [{ name: 'text', value: 'none' }] },
        // Argo Workflows reads these braces, and the engine must not.
        templates: [{ name: 'main', suspend: { duration: '{{inputs.parameters.x}}{{ .Input }}' } }],
      },
      arguments: { text, constant: 3 },
      args: ['--priority', '1'],
    }),
  awsLambda: ({ text, invocation, payload }) =>
    awsLambda({
      functionName: text,
      region: 'eu-central-1',
      roleARN: 'arn:aws:iam::1:role/shop',
      invocationType: invocation,
      accessKey: SECRET,
      secretKey: SECRET,
      payload,
    }),
  azureEventHubs: ({ payload }) =>
    azureEventHubs({
      fqdn: 'events.servicebus.windows.net',
      hubName: 'orders',
      sharedAccessKey: SECRET,
      sharedAccessKeyName: SECRET,
      payload,
    }),
  azureServiceBus: ({ payload }) =>
    azureServiceBus({ connectionString: SECRET, topicName: 'orders', ...CONNECTION, payload }),
  custom: ({ text, payload }) =>
    custom({
      serverURL: 'builder.events:9000',
      serverNameOverride: 'builder',
      certSecret: SECRET,
      spec: { 'a.b': text, c: text },
      payload,
    }),
  email: ({ text, number, list }) =>
    email({
      host: text,
      port: number,
      username: text,
      smtpPassword: SECRET,
      from: text,
      to: list,
      subject: text,
      body: text,
    }),
  kafka: ({ text, number, payload }) =>
    kafka({
      url: 'kafka.events:9092',
      topic: text,
      version: '3.6.0',
      partitioningKey: text,
      requiredAcks: 1,
      flushFrequency: 500,
      compress: true,
      headers: { 'a.b': text },
      secureHeaders: { Token: SECRET },
      sasl: { mechanism: 'PLAIN', userSecret: SECRET, passwordSecret: SECRET },
      schemaRegistry: { url: text, schemaId: number, auth: { username: SECRET, password: SECRET } },
      ...CONNECTION,
      payload,
    }),
  nats: ({ text, payload }) =>
    nats({
      url: 'nats://nats.events:4222',
      subject: text,
      auth: { token: SECRET },
      ...CONNECTION,
      payload,
    }),
  openWhisk: ({ text, payload }) =>
    openWhisk({
      host: 'whisk.events',
      actionName: text,
      namespace: 'shop',
      version: 'v1',
      authToken: SECRET,
      payload,
    }),
  pulsar: ({ payload }) =>
    pulsar({
      url: 'pulsar://pulsar.events:6650',
      topic: 'orders',
      tlsAllowInsecureConnection: true,
      tlsValidateHostname: true,
      tlsTrustCertsSecret: SECRET,
      authTokenSecret: SECRET,
      authAthenzSecret: SECRET,
      authAthenzParams: { tenantDomain: 'shop' },
      connectionBackoff: { duration: '3s', factor: 2, jitter: 0.5, steps: 3 },
      tls: { clientCertSecret: SECRET, clientKeySecret: SECRET },
      payload,
    }),
  slack: ({ text, flag }) =>
    slack({
      slackToken: SECRET,
      channel: text,
      message: text,
      attachments: text,
      blocks: text,
      sender: { username: text, icon: text },
      thread: { messageAggregationKey: text, broadcastMessageToChannel: flag },
    }),
};

/** Further triggers, for what another form of a kind adds. */
export const FURTHER_TRIGGERS: Readonly<Record<string, TriggerSample>> = {
  'retry-workflow': ({ text }) =>
    argoWorkflow({ operation: 'retry', name: text, arguments: { text, constant: true } }),
  'engine-form': ({ text, list, spec }) =>
    triggerOfKind('argoWorkflow', {
      operation: 'submit',
      args: list,
      source: { resource: { ...WORKFLOW, metadata: { name: text }, spec } },
    }),
};
