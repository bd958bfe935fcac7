import {
  awsLambda,
  azureEventHubs,
  azureServiceBus,
  custom,
  email,
  kafka,
  nats,
  type OtherTriggerKind,
  openWhisk,
  pulsar,
  slack,
  triggerOfKind,
} from '../../argo-events/triggers';
import { connectionFields } from '../../lint/connections';
import { asList, asObject, isObject } from '../../lint/plain';
import { type Code, callCode, literal, objectCode } from '../code';
import type { Reads } from '../reads';
import { type Filled, filledBy, type Variables, withSlots } from '../slots';
import { unfit } from '../unfit';
import type { ActionFields } from './canonical';
import { secretKey, secretsCode } from './http';
import { objects } from './k8s';
import { payloadCode } from './payload';

interface ConnectedKind {
  readonly name: string;
  readonly fn: (...args: never[]) => unknown;
  /** The fields that the function takes. One with `!` has to be there, one with `$` is a key of a Secret. */
  readonly fields: string;
}

const KINDS: Readonly<Record<Exclude<OtherTriggerKind, 'argoWorkflow'>, ConnectedKind>> = {
  awsLambda: {
    name: 'awsLambda',
    fn: awsLambda,
    fields: 'functionName! region! payload! invocationType roleARN accessKey$ secretKey$',
  },
  azureEventHubs: {
    name: 'azureEventHubs',
    fn: azureEventHubs,
    fields: 'fqdn! hubName! payload! sharedAccessKeyName!$ sharedAccessKey!$',
  },
  azureServiceBus: {
    name: 'azureServiceBus',
    fn: azureServiceBus,
    fields: 'queueName topicName connectionString!$ payload! tls',
  },
  custom: { name: 'custom', fn: custom, fields: 'serverURL! spec! payload certSecret$ serverNameOverride' },
  email: { name: 'email', fn: email, fields: 'host! port! username smtpPassword$ from! to! subject! body!' },
  kafka: {
    name: 'kafka',
    fn: kafka,
    fields:
      'url! topic! payload! partitioningKey headers secureHeaders schemaRegistry version requiredAcks compress flushFrequency sasl tls',
  },
  nats: { name: 'nats', fn: nats, fields: 'url! subject! payload! auth tls' },
  openWhisk: {
    name: 'openWhisk',
    fn: openWhisk,
    fields: 'host! actionName! payload! authToken$ namespace version',
  },
  pulsar: {
    name: 'pulsar',
    fn: pulsar,
    fields:
      'url! topic! payload! authTokenSecret$ authAthenzParams authAthenzSecret$ tls tlsTrustCertsSecret$ tlsAllowInsecureConnection tlsValidateHostname connectionBackoff',
  },
  slack: {
    name: 'slack',
    fn: slack,
    fields: 'slackToken!$ channel! message attachments blocks sender thread',
  },
};

/** What a slot wants that is no text. */
const WANTED: Readonly<Record<string, Reads['wanted']>> = {
  'email.port': 'number',
  'email.to': 'strings',
  'kafka.schemaRegistry.schemaId': 'number',
  'slack.thread.broadcastMessageToChannel': 'boolean',
};

/** Fields that the controller writes, whose empty value is the same as none. */
const EMPTY = ['""', '[]', '{}', 'false', '0'];

/** Whether a kind of trigger has a function of this form. */
export function isConnectedKind(kind: string): kind is keyof typeof KINDS {
  return Object.hasOwn(KINDS, kind);
}

/** A trigger of another kind, as the function of its kind. */
export function connectedCode(kind: keyof typeof KINDS, action: ActionFields, variables: Variables): Code {
  const { name, fn, fields } = KINDS[kind];
  const { spec, filled, payload } = partsOf(kind, action, variables);
  const { secure, secureHeaders, ...plain } = spec;
  const known = fields.split(' ').map((field) => ({ name: field.replace(/[!$]/g, ''), marks: field }));
  for (const field of Object.keys(plain)) {
    if (!known.some((one) => one.name === field)) unfit(`${name}(…) does not take "${field}"`);
  }
  const isThere = (field: string) =>
    field === 'payload'
      ? payload !== undefined
      : field in plain || filled.some(({ dest }) => dest[0] === field);
  for (const { name: field, marks } of known) {
    if (marks.includes('!') && !isThere(field)) unfit(`${name}(…) requires "${field}"`);
    if (marks.includes('$') && plain[field] !== undefined) secretKey(plain[field]);
  }
  const kept = filled.find(({ dest }) => connectionFields(kind).includes(String(dest[0])));
  if (kept) unfit(`the engine keeps the connection, so "${kept.dest[0]}" cannot come from the event`);
  if (kind === 'azureServiceBus' && isThere('queueName') === isThere('topicName')) {
    unfit('azureServiceBus(…) takes a queue or a topic');
  }
  if (
    kind === 'kafka' &&
    plain['requiredAcks'] !== undefined &&
    ![1, -1].includes(Number(plain['requiredAcks']))
  ) {
    unfit('kafka(…) takes 1 or -1 as "requiredAcks"');
  }
  if (kind === 'pulsar' && isObject(plain['tls'])) {
    secretKey(plain['tls']['clientCertSecret']);
    secretKey(plain['tls']['clientKeySecret']);
  }
  const code = withSlots(plain, filled);
  const codes = code.form.kind === 'object' ? Object.fromEntries(code.form.fields) : {};
  return callCode(name, fn, [objectCode({ ...codes, secureHeaders: secretsCode(secureHeaders), payload })]);
}

/** The same in the engine's own form, with data of the event in it. */
export function ofKindCode(kind: keyof typeof KINDS, action: ActionFields, variables: Variables): Code {
  const { spec, filled, payload } = partsOf(kind, action, variables);
  const code = withSlots(spec, filled);
  const codes = code.form.kind === 'object' ? Object.fromEntries(code.form.fields) : {};
  return callCode('triggerOfKind', triggerOfKind, [literal(kind), objectCode({ ...codes, payload })]);
}

function partsOf(kind: string, { template, parameters, policy }: ActionFields, variables: Variables) {
  if (policy !== undefined) unfit('it has a policy');
  const { payload, parameters: own, ...fields } = asObject(template[kind]);
  if (asList(own).length > 0) unfit('it has parameters of its own, which are not those of the trigger');
  const outer = filledBy(objects(parameters), variables, (dest) => WANTED[dest]);
  if (outer.some(({ dest }) => dest[0] !== kind || dest.length < 2)) unfit('a parameter is for another kind');
  const filled: Filled[] = outer.map(({ dest, slot }) => ({ dest: dest.slice(1), slot }));
  const spec = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => !EMPTY.includes(JSON.stringify(value))),
  );
  const body = asList(payload).length > 0 ? payloadCode(objects(payload), variables) : undefined;
  return { spec, filled, payload: body };
}
