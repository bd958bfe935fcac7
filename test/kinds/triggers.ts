import { type Raw, raw, type StringSlot } from '../../src/argo-events/references/slot';
import type { TypedKind, TypedTrigger } from '../../src/argo-events/triggers';
import { dataOf } from '../argo-events/events';

/** What comes from the event, or stands in its place in what is to come of it. */
interface Values {
  readonly text: string | StringSlot;
  readonly invocation: 'Event' | StringSlot;
  readonly mechanism: 'GSSAPI' | StringSlot;
  readonly pause: string | StringSlot;
  readonly number: number | Raw<number>;
  readonly flag: boolean | Raw<boolean>;
  readonly list: string[] | Raw<string[]>;
  readonly spec: Readonly<Record<string, unknown>> | Raw<Readonly<Record<string, unknown>>>;
}

/** The data of the event. */
export const DATA = {
  text: 'a "text"\nof {{ two }} lines',
  invocation: 'Event',
  mechanism: 'GSSAPI',
  pause: '3s',
  number: 3,
  flag: true,
  list: ['one', 'two'],
  spec: { arguments: { parameters: [{ name: 'pr', value: 2345678901 }] } },
} as const;

const data = dataOf<{
  text: string;
  invocation: string;
  mechanism: string;
  pause: string;
  number: number;
  flag: boolean;
  list: string[];
  spec: Record<string, unknown>;
}>();

/** The same as references. */
export const REFERENCES: Values = {
  text: data.text,
  invocation: data.invocation,
  mechanism: data.mechanism,
  pause: data.pause,
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

/** A trigger of each kind, with every field from the event that may come from one. Each kind has them all. */
export const TRIGGERS: {
  readonly [Kind in TypedKind]: (values: Values) => Omit<TypedTrigger<Kind>, 'payload'>;
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
    region: text,
    roleARN: text,
    invocationType: invocation,
    accessKey: SECRET,
    secretKey: SECRET,
  }),
  azureEventHubs: ({ text }) => ({
    fqdn: text,
    hubName: text,
    sharedAccessKey: SECRET,
    sharedAccessKeyName: SECRET,
  }),
  azureServiceBus: ({ text }) => ({
    connectionString: SECRET,
    topicName: text,
    subscriptionName: text,
    ...CONNECTION,
  }),
  custom: ({ text }) => ({
    serverURL: text,
    serverNameOverride: text,
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
  kafka: ({ text, number, flag, mechanism }) => ({
    url: text,
    topic: text,
    version: text,
    partition: number,
    partitioningKey: text,
    requiredAcks: number,
    flushFrequency: number,
    compress: flag,
    headers: { 'a.b': text },
    secureHeaders: [{ name: text, valueFrom: { secretKeyRef: SECRET } }],
    sasl: { mechanism, userSecret: SECRET, passwordSecret: SECRET },
    schemaRegistry: { url: text, schemaId: number, auth: { username: SECRET, password: SECRET } },
    ...CONNECTION,
  }),
  nats: ({ text }) => ({ url: text, subject: text, auth: { token: SECRET }, ...CONNECTION }),
  openWhisk: ({ text }) => ({
    host: text,
    actionName: text,
    namespace: text,
    version: text,
    authToken: SECRET,
  }),
  pulsar: ({ text, number, flag, pause }) => ({
    url: text,
    topic: text,
    tlsAllowInsecureConnection: flag,
    tlsValidateHostname: flag,
    tlsTrustCertsSecret: SECRET,
    authTokenSecret: SECRET,
    authAthenzSecret: SECRET,
    authAthenzParams: { 'a.b': text },
    connectionBackoff: { duration: pause, factor: number, jitter: number, steps: number },
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
