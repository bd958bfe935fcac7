import { EVENT_DATA } from '../../imports/event-data';
import { pluralOf } from '../argo-events/plural';
import { isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { eventOfBody, githubData, isFromGithub } from './github';
import { readJson } from './read-json';

/** What is said on the command line of all payloads. */
export interface PayloadOptions {
  /** The headers of the request, in the form of Go. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** The kind of the event source, such as `github`; undefined if no EventSource says it. */
  readonly kind: string | undefined;
  /** The events of GitHub that the event source receives. */
  readonly githubEvents: readonly string[];
}

/** A payload as an event source publishes it. */
export interface Payload {
  /** What it was taken for, for a person: `the body of a GitHub webhook "push"`. */
  readonly form: string;
  readonly data: unknown;
  readonly contentType: string;
  /** The name of the EventSource and of its event, if the payload says them. */
  readonly source?: string;
  readonly subject?: string;
  readonly type?: string;
  readonly id?: string;
  readonly time?: string;
}

const JSON_TYPE = 'application/json';

/** What a JSON value is as an event. */
export function payloadOf(value: unknown, options: PayloadOptions): Payload {
  if (!isObject(value))
    return { form: 'what the event source publishes', data: value, contentType: JSON_TYPE };
  return (
    sampleOf(value) ??
    cloudEventOf(value) ??
    argoEventOf(value) ??
    publishedOf(value, options.kind) ??
    objectOf(value) ??
    bodyOf(value, options)
  );
}

/** A sample: an event with the names of its event source and event. */
function sampleOf({ eventSource, event, data }: PlainObject): Payload | undefined {
  if (typeof eventSource !== 'string' || typeof event !== 'string' || data === undefined) return undefined;
  return { form: 'a sample', data, contentType: JSON_TYPE, source: eventSource, subject: event };
}

/** A cloud event in its JSON form. */
function cloudEventOf(value: PlainObject): Payload | undefined {
  if (typeof value['specversion'] !== 'string') return undefined;
  return {
    ...envelope(value),
    form: 'a cloud event',
    ...dataOf(value, value['data_base64'], value['data']),
  };
}

/** An event as a parameter without key has it: `{context, data}`, with the data as base64. */
function argoEventOf(value: PlainObject): Payload | undefined {
  const { context, data } = value;
  if (!isObject(context) || typeof data !== 'string' || typeof context['specversion'] !== 'string')
    return undefined;
  return {
    ...envelope(context),
    form: 'an event of Argo Events',
    ...dataOf(context, data, undefined),
  };
}

function envelope({ source, subject, type, id, time }: PlainObject): Partial<Payload> {
  const texts = { source, subject, type, id, time };
  const known = Object.entries(texts).filter(([, text]) => typeof text === 'string' && text !== '');
  return Object.fromEntries(known) as Partial<Payload>;
}

function dataOf(
  { datacontenttype }: PlainObject,
  base64: unknown,
  data: unknown,
): Pick<Payload, 'data' | 'contentType'> {
  const contentType =
    typeof datacontenttype === 'string' && datacontenttype !== '' ? datacontenttype : JSON_TYPE;
  if (typeof base64 !== 'string') return { data: data ?? null, contentType };
  return {
    data: readJson(Buffer.from(base64, 'base64').toString('utf8'), 'the data of the event'),
    contentType,
  };
}

/** What an event source publishes: with a body beside headers or a type, or with the keys of its kind alone. */
function publishedOf(value: PlainObject, kind: string | undefined): Payload | undefined {
  const keys = Object.keys(value);
  const known = kind === undefined ? undefined : EVENT_DATA[kind]?.keys;
  const hasKind = known !== undefined && keys.length > 0 && keys.every((key) => known.includes(key));
  const hasBody =
    'body' in value && ['headers', 'header', 'type', 'topic', 'metadata'].some((key) => key in value);
  const isNotification = keys.every((key) => ['notification', 'metadata'].includes(key)) && keys.length > 0;
  const isTime = typeof value['eventTime'] === 'string' && keys.length <= 2;
  if (!hasKind && !hasBody && !isNotification && !isTime) return undefined;
  return { form: 'what the event source publishes', data: value, contentType: JSON_TYPE };
}

/** A Kubernetes object, as the event source of the kind resource publishes it when it is made. */
function objectOf(value: PlainObject): Payload | undefined {
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isObject(metadata)) return undefined;
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const data = { type: 'ADD', body: value, oldBody: null, group, version, resource: pluralOf(kind) };
  return { form: `a ${kind}, as if it had been added`, data, contentType: JSON_TYPE, type: 'resource' };
}

/** The body of a request. */
function bodyOf(body: PlainObject, { headers, kind, githubEvents }: PayloadOptions): Payload {
  const [said] = headers['X-Github-Event'] ?? [];
  if (kind === 'github' || (kind === undefined && (said !== undefined || isFromGithub(body)))) {
    const [only] = githubEvents.length === 1 && githubEvents[0] !== '*' ? githubEvents : [];
    const event = said ?? eventOfBody(body) ?? only ?? '';
    const form = `the body of a GitHub webhook${event === '' ? '; its event is not known: add --header "X-GitHub-Event: …"' : ` "${event}"`}`;
    return { form, data: githubData(body, headers, event), contentType: JSON_TYPE, type: 'github' };
  }
  const field =
    kind === undefined || kind === 'webhook' || kind === 'sns' || kind === 'storageGrid'
      ? 'header'
      : 'headers';
  const all = { 'Content-Type': [JSON_TYPE], ...headers };
  const data = EVENT_DATA[kind ?? 'webhook']?.keys.includes(field) ? { [field]: all, body } : { body };
  return {
    form: `the body of a ${kind ?? 'webhook'} event`,
    data,
    contentType: JSON_TYPE,
    type: kind ?? 'webhook',
  };
}
