import { type Raw, raw, type StringSlot } from '../../src/argo-events/references/slot';
import type { OtherTriggerKind, TriggerOfKind } from '../../src/argo-events/triggers';
import { dataOf } from '../argo-events/events';

/** What comes from the event, or stands in its place in what is to come of it. */
interface Values {
  readonly text: string | StringSlot;
  readonly invocation: 'Event' | StringSlot;
  readonly number: number | Raw<number>;
  readonly flag: boolean | Raw<boolean>;
  readonly list: string[] | Raw<string[]>;
  readonly spec: Readonly<Record<string, unknown>> | Raw<Readonly<Record<string, unknown>>>;
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

/** The same as references. */
export const REFERENCES: Values = {
  text: data.text,
  invocation: data.invocation,
  number: raw(data.number),
  flag: raw(data.flag),
  list: raw(data.list),
  spec: raw(data.spec),
};

/** A payload of them, and what is to be sent. */
export const PAYLOAD = {
  slots: { text: data.text, of: [{ number: raw(data.number) }] },
  sent: { text: DATA.text, of: [{ number: 3 }] },
};

// A Secret is mounted before any event comes.
const SECRET = { name: 'mounted', key: 'key' };
const CONNECTION = { tls: { caCertSecret: SECRET } };

/**
 * A trigger of each kind, with every field from the event that may come from one; what a connection is made of may not. Each
 * kind has all its fields.
 */
export const TRIGGERS: {
  readonly [Kind in OtherTriggerKind]: (values: Values) => Omit<TriggerOfKind<Kind>, 'payload'>;
} = {
  argoWorkflow: ({ text, list, spec }) => ({
    operation: 'submit',
    args: list,
    source: {
      resource: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', metadata: { name: text }, spec },
    },
  }),
  awsLambda: ({ text, invocation }) => ({
    functionName: text,
    region: 'eu-central-1',
    roleARN: 'arn:aws:iam::1:role/shop',
    invocationType: invocation,
    accessKey: SECRET,
    secretKey: SECRET,
  }),
  azureEventHubs: () => ({
    fqdn: 'events.servicebus.windows.net',
    hubName: 'orders',
    sharedAccessKey: SECRET,
    sharedAccessKeyName: SECRET,
  }),
  azureServiceBus: ({ text }) => ({
    connectionString: SECRET,
    topicName: 'orders',
    subscriptionName: text,
    ...CONNECTION,
  }),
  custom: ({ text }) => ({
    serverURL: 'builder.events:9000',
    serverNameOverride: 'builder',
    secure: true,
    certSecret: SECRET,
    spec: { 'a.b': text, c: text },
  }),
  email: ({ text, number, list }) => ({
    host: text,
    port: number,
    username: text,
    smtpPassword: SECRET,
    from: text,
    to: list,
    subject: text,
    body: text,
  }),
  kafka: ({ text, number }) => ({
    url: 'kafka.events:9092',
    topic: text,
    version: '3.6.0',
    partition: number,
    partitioningKey: text,
    requiredAcks: 1,
    flushFrequency: 500,
    compress: true,
    headers: { 'a.b': text },
    secureHeaders: [{ name: text, valueFrom: { secretKeyRef: SECRET } }],
    sasl: { mechanism: 'PLAIN', userSecret: SECRET, passwordSecret: SECRET },
    schemaRegistry: { url: text, schemaId: number, auth: { username: SECRET, password: SECRET } },
    ...CONNECTION,
  }),
  nats: ({ text }) => ({
    url: 'nats://nats.events:4222',
    subject: text,
    auth: { token: SECRET },
    ...CONNECTION,
  }),
  openWhisk: ({ text }) => ({
    host: 'whisk.events',
    actionName: text,
    namespace: 'shop',
    version: 'v1',
    authToken: SECRET,
  }),
  pulsar: () => ({
    url: 'pulsar://pulsar.events:6650',
    topic: 'orders',
    tlsAllowInsecureConnection: true,
    tlsValidateHostname: true,
    tlsTrustCertsSecret: SECRET,
    authTokenSecret: SECRET,
    authAthenzSecret: SECRET,
    authAthenzParams: { tenantDomain: 'shop' },
    connectionBackoff: { duration: '3s', factor: 2, jitter: 0.5, steps: 3 },
    ...CONNECTION,
  }),
  slack: ({ text, flag }) => ({
    slackToken: SECRET,
    channel: text,
    message: text,
    attachments: text,
    blocks: text,
    sender: { username: text, icon: text },
    thread: { messageAggregationKey: text, broadcastMessageToChannel: flag },
  }),
};
