import type { EventDefinition, EventSourceKind } from '../argo-events/event-definition';
import * as sources from '../argo-events/event-sources';
import { asList, asObject, asString, isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { attempt } from './attempt';
import { type Code, callCode, literal } from './code';
import { EVENT_KINDS, type EventKind } from './event-kinds';
import { numberIn, only, propOf } from './event-props';
import { GITHUB_EVENTS } from './github-events';
import { resourceFilter } from './resource-filter';
import { secretKey } from './triggers/http';
import { unfit } from './unfit';

/** The code of an event, and why it is in the engine's own form, if it is. */
export interface EventCode {
  readonly code: Code;
  readonly why?: string;
}

/** Whether a field of an EventSource holds events. */
export function isEventKind(field: string): field is EventSourceKind {
  return Object.hasOwn(EVENT_KINDS, field);
}

/** Whether the type of the body is a parameter of the function of the kind. */
export function hasBodyType(kind: EventSourceKind, spec: PlainObject): boolean {
  const { body } = EVENT_KINDS[kind];
  if (kind === 'webhook' && spec['method'] === 'GET') return false;
  return body === 'always' || (body === 'json' && spec['jsonBody'] === true);
}

/**
 * An event as the function of its kind, or in the engine's own form.
 *
 * @param body the type of its body, for the functions that take one
 * @param data the type of its data, for the engine's own form
 */
export function eventCode(kind: EventSourceKind, spec: PlainObject, body?: string, data?: string): EventCode {
  const { name } = EVENT_KINDS[kind];
  const fn = (sources as unknown as Record<string, (...args: never[]) => unknown>)[name];
  const { code, why } = attempt(
    [
      () =>
        callCode(
          name,
          fn as (...args: never[]) => unknown,
          [literal(propsOf(kind, spec))],
          body === undefined ? '' : `<${body}>`,
        ),
    ],
    {
      wanted: canonicalEvent(kind, spec),
      of: (value) => canonicalEvent(kind, (value as EventDefinition<unknown>).spec as PlainObject),
    },
    () => true,
  );
  if (code) return { code };
  const types =
    data === undefined ? '' : `<${data}, ${literal(kind).form.kind === 'text' ? `'${kind}'` : ''}>`;
  const args = [literal(kind), literal(spec)];
  return { code: callCode('eventOfKind', sources.eventOfKind as never, args, types), why };
}

/** An event as it is compared: an empty text and false are the same as none. */
export function canonicalEvent(kind: EventSourceKind, spec: PlainObject): unknown {
  const { receiver } = EVENT_KINDS[kind];
  const compact = withDefaults(kind, withoutEmpty(spec) as PlainObject);
  // Only a webhook looks at the method (pkg/eventsources/sources/webhook/start.go).
  if (receiver !== 'webhook' || !isObject(compact['webhook'])) return compact;
  const { method, ...webhook } = compact['webhook'];
  return { ...compact, webhook: method === undefined || method === 'POST' ? webhook : compact['webhook'] };
}

/** The engine reads these two fields only when it registers hooks, for which it needs a token or an app. */
function withDefaults(kind: EventSourceKind, spec: PlainObject): PlainObject {
  const registers = spec['apiToken'] !== undefined || spec['githubApp'] !== undefined;
  return kind === 'github' && !registers ? { ...spec, active: true, contentType: 'json' } : spec;
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(
    ([, field]) => field !== '' && field !== false && field !== undefined,
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutEmpty(field)]));
}

/** The props of the function of a kind. */
function propsOf(kind: EventSourceKind, spec: PlainObject): PlainObject {
  const recipe = EVENT_KINDS[kind];
  const { server, fields } = withServer(recipe, renamed(kind, withDefaults(kind, spec)));
  for (const [field, value] of Object.entries(recipe.fixed ?? {})) {
    if (fields[field] !== value) unfit(`${recipe.name}(…) writes ${field}: ${value}`);
    delete fields[field];
  }
  const known = recipe.fields.split(' ').map((marks) => ({ name: marks.replace(/[!$+]/g, ''), marks }));
  const props: Record<string, unknown> = { ...server };
  for (const [field, value] of Object.entries(fields)) {
    const marks = known.find(({ name }) => name === field)?.marks;
    if (marks === undefined) return unfit(`${recipe.name}(…) does not take "${field}"`);
    if (value === '' && !marks.includes('!')) continue;
    if (marks.includes('+') && asList(value).length === 0) return unfit(`${recipe.name}(…) needs "${field}"`);
    props[field] = marks.includes('$') ? secretKey(value) : propOf(kind, field, value, spec);
  }
  for (const { name, marks } of known) {
    if (marks.includes('!') && props[name] === undefined) unfit(`${recipe.name}(…) requires "${name}"`);
  }
  for (const group of recipe.oneOf?.split(' ') ?? []) checkGroup(group, props, recipe.name);
  if (kind === 'webhook' && spec['method'] === undefined) unfit('it has no method');
  checkFurther(kind, props);
  return props;
}

/** The fields with the names of the props. */
function renamed(kind: EventSourceKind, spec: PlainObject): Record<string, unknown> {
  if (kind === 'resource') {
    const { filter, ...fields } = spec;
    return { ...fields, ...resourceFilter(filter) };
  }
  const { tls, endpoint, githubBaseURL, githubUploadURL, validateSignature = false, ...others } = spec;
  const isApi = kind === 'bitbucketserver' || kind === 'storageGrid';
  return {
    ...others,
    ...(tls !== undefined && { [isApi ? 'apiTls' : 'tls']: tls }),
    ...(endpoint !== undefined && { [kind === 'sns' ? 'apiEndpoint' : 'endpoint']: endpoint }),
    ...(kind === 'sns' && validateSignature !== true && { validateSignature }),
    ...(Boolean(githubBaseURL || githubUploadURL) && { enterprise: { githubBaseURL, githubUploadURL } }),
  };
}

function withServer(recipe: EventKind, spec: Record<string, unknown>) {
  if (recipe.receiver === undefined) return { server: {}, fields: spec };
  const { webhook, ...others } = spec;
  const own = recipe.receiver === 'own';
  const context = own ? spec : asObject(webhook);
  const {
    endpoint,
    port,
    method,
    url,
    authSecret,
    maxPayloadSize,
    serverCertSecret,
    serverKeySecret,
    ...more
  } = context;
  if (!own) only(more, []);
  if (!own && method !== undefined && method !== 'POST' && method !== '') unfit(`its method is "${method}"`);
  if (typeof endpoint !== 'string') unfit(`${recipe.name}(…) requires "endpoint"`);
  if ((serverCertSecret === undefined) !== (serverKeySecret === undefined))
    unfit('its server has half a certificate');
  if (recipe.url === 'required' && !asString(url)) unfit(`${recipe.name}(…) requires "url"`);
  if (recipe.url === 'none' && asString(url)) unfit(`${recipe.name}(…) does not take "url"`);
  const server = {
    endpoint,
    port: numberIn(port, 'port'),
    ...(Boolean(url) && { url }),
    ...(authSecret !== undefined && { authSecret: secretKey(authSecret) }),
    ...(maxPayloadSize !== undefined && { maxPayloadSize }),
    ...(serverCertSecret !== undefined && {
      tls: { certificate: secretKey(serverCertSecret), key: secretKey(serverKeySecret) },
    }),
  };
  return { server, fields: own ? { ...more, ...(method !== 'POST' && { method }) } : others };
}

/** @throws Unfit if there are not the fields of exactly one, or at most one, of several forms */
function checkGroup(group: string, props: PlainObject, name: string): void {
  const forms = group
    .split(/[|?]/)
    .filter((form) => form !== '')
    .map((form) => form.split('+'));
  const given = [...new Set(forms.flat())].filter((field) => props[field] !== undefined);
  const isNone = given.length === 0;
  if (isNone && group.includes('?')) return;
  const fits = forms.some(
    (form) => form.length === given.length && form.every((field) => given.includes(field)),
  );
  if (!fits)
    unfit(
      isNone
        ? `${name}(…) requires ${forms.flat()[0]}`
        : `${name}(…) does not take ${given.join(' and ')} of this form`,
    );
}

function checkFurther(kind: EventSourceKind, props: Record<string, unknown>): void {
  const events = asList(props['events']).map(String);
  if (kind === 'github') {
    const unknown = events.find((event) => event !== '*' && !GITHUB_EVENTS.includes(event));
    if (unknown !== undefined) unfit(`GitHub has no event "${unknown}" that is known here`);
    const { githubBaseURL, githubUploadURL } = asObject(
      props['enterprise'] ?? { githubBaseURL: 1, githubUploadURL: 1 },
    );
    if (!githubBaseURL || !githubUploadURL) unfit('GitHub Enterprise has two URLs');
  }
  if (kind === 'gitlab') {
    const known =
      props['groups'] === undefined ? [...GITLAB_EVENTS, ...GITLAB_PROJECT_EVENTS] : GITLAB_EVENTS;
    const unknown = events.find((event) => !known.includes(event));
    if (unknown !== undefined) unfit(`GitLab has no event "${unknown}" that is known here`);
  }
  if (kind === 'pubSub' && !props['topic'] && (!props['subscriptionID'] || props['topicProjectID'])) {
    unfit('it has neither a topic nor a subscription');
  }
  if (kind === 'redis' && props['username'] && !props['password']) unfit('it has a name without a password');
  if (kind === 'redisStream' && props['username'] && !props['password'])
    unfit('it has a name without a password');
  if (kind === 'sqs' && props['sessionToken'] && !props['accessKey'])
    unfit('it has a session token without a key');
  if (kind === 'bitbucketserver' && props['projects'] === undefined && props['repositories'] === undefined) {
    unfit('it has no repository');
  }
}

const GITLAB_EVENTS =
  'ConfidentialIssuesEvents ConfidentialNoteEvents EmojiEvents IssuesEvents JobEvents MergeRequestsEvents NoteEvents PipelineEvents PushEvents TagPushEvents WikiPageEvents'.split(
    ' ',
  );
const GITLAB_PROJECT_EVENTS =
  'DeploymentEvents ReleasesEvents ResourceAccessTokenEvents VulnerabilityEvents'.split(' ');
