import { isDeepStrictEqual } from 'node:util';
import { objectText } from '../findings/line';
import { joinAnd, quote } from '../findings/words';
import { type EventPart, eventsOf, webhookOf } from '../lint/event-source';
import { asObject, asString } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { generatedService, hasGeneratedService, portsAt } from '../lint/services';
import { objectName } from './object-name';
import type { Statement } from './report';
import { onlyIn, pairsOf, type Tree } from './tree';

/** Which addresses change to which others send requests. */
export function addressStatements(before: Tree, after: Tree): Statement[] {
  return [
    ...pairsOf(before, after, 'EventSource').flatMap((pair) => changesOf(pair.before, pair.after)),
    ...onlyIn(before, after, 'EventSource').flatMap((source) =>
      notListening(source, eventsOf(source), onlyIn(after, before, 'EventSource')),
    ),
  ];
}

function changesOf(before: PlainObject, after: PlainObject): Statement[] {
  const objects = [objectName(after)];
  const now = new Map(eventsOf(after).map((event) => [event.name, event]));
  const moved = eventsOf(before).flatMap((event): Statement[] => {
    const next = now.get(event.name);
    const [was, is] = [addressOf(before, event), next && addressOf(after, next)];
    if (was === undefined || is === undefined) return [];
    const port = next && unreached(before, event, after, next);
    if (port !== undefined) {
      return [
        {
          about: 'addresses',
          effect: 'lost',
          objects,
          message: `no port of Service ${quote(generatedService(after))} leads to event ${quote(event.name)} any more; requests are lost`,
          reason: REASON,
          help: `set the targetPort in spec.service.ports to ${port}`,
        },
      ];
    }
    const texts = Object.keys(was)
      .filter((field) => was[field] !== is[field])
      .map((field) => `${field} ${quote(was[field] ?? '')} to ${quote(is[field] ?? '')}`);
    if (texts.length === 0) return [];
    return [
      {
        about: 'addresses',
        effect: 'lost',
        objects,
        message: `event ${quote(event.name)} has another address, from ${texts.join(', and from ')}; requests to the old one are lost`,
        reason: REASON,
        help: 'deploy, and then tell the sender the new address or change the route to it. Have what was refused meanwhile sent again',
      },
    ];
  });
  const gone = eventsOf(before).filter(({ name }) => !now.has(name));
  return [
    ...moved,
    ...notListening(before, gone, [after]),
    ...eventsOf(before).flatMap((event) => secretStatement(after, event, now.get(event.name))),
    // With another port, an event has said it.
    ...(moved.length === 0 ? serviceStatement(before, after) : []),
  ];
}

function serviceStatement(before: PlainObject, after: PlainObject): Statement[] {
  const ports = portTexts(after);
  const gone = portTexts(before).filter((port) => !ports.includes(port));
  const [was, is] = [before, after].map((source) => portTexts(source).sort().join(', ')) as [string, string];
  if (was === is) return [];
  const name = quote(generatedService(before));
  return [
    {
      about: 'addresses',
      effect: gone.length === 0 ? 'note' : 'lost',
      objects: [objectName(after)],
      message:
        was === ''
          ? `there is a Service ${name} now, with port ${is}`
          : gone.length === 0
            ? `Service ${name} has ports ${is} now, and had ${was}`
            : `Service ${name} ${is === '' ? 'is gone' : `has no port ${gone.join(', ')} any more`}; requests to it are lost`,
      reason:
        'The controller makes the Service of an EventSource, and makes it anew if its ports change (pkg/reconciler/eventsource/resource.go).',
      ...(gone.length > 0 && {
        help: 'change what leads to the Service, such as an Ingress, in the same deploy',
      }),
    },
  ];
}

/** The port of an event to which the Service has led, and leads no more. */
function unreached(
  before: PlainObject,
  old: EventPart,
  after: PlainObject,
  next: EventPart,
): string | undefined {
  if (!hasGeneratedService(after)) return undefined;
  const [was, is] = [old, next].map((event) => asString(webhookOf(event)?.value['port']) ?? '') as [
    string,
    string,
  ];
  return portTexts(before, was).length > 0 && portTexts(after, is).length === 0 ? is : undefined;
}

/** Where requests for an event have to go; undefined if it listens to none. */
function addressOf(source: PlainObject, event: EventPart): Readonly<Record<string, string>> | undefined {
  const webhook = webhookOf(event);
  if (webhook === undefined) return undefined;
  const port = asString(webhook.value['port']) ?? '';
  // Behind the Service, a pod may listen on any port.
  const outer = portTexts(source, port).sort().join(', ');
  return {
    endpoint: asString(webhook.value['endpoint']) ?? '',
    port: outer === '' ? port : outer,
    // The other kinds do not look at it (pkg/eventsources/sources/webhook/start.go).
    ...(event.kind === 'webhook' && { method: asString(webhook.value['method']) ?? '' }),
  };
}

/** The ports of the Service of an event source; with a port of the pod, those that lead to it. */
function portTexts(source: PlainObject, target?: string): string[] {
  return portsAt(source, 'spec', 'service', 'ports')
    .filter((one) => target === undefined || one.target === target)
    .map(({ port }) => String(port));
}

const SECRETS = ['webhookSecret', 'secretToken', 'signingSecret', 'authSecret'] as const;

/** Another Secret that requests are verified with. */
function secretStatement(source: PlainObject, event: EventPart, next: EventPart | undefined): Statement[] {
  if (next === undefined) return [];
  return SECRETS.flatMap((field) => {
    const [was, is] = [event, next].map((one) => one.value[field] ?? webhookOf(one)?.value[field]);
    if (isDeepStrictEqual(was, is)) return [];
    if (is === undefined) return [withoutSecret(source, event, field)];
    const { name, key } = asObject(is);
    return [
      {
        about: 'addresses',
        effect: 'note',
        objects: [objectName(source)],
        message: `event ${quote(event.name)} uses key ${quote(String(key))} of Secret ${quote(String(name))} as its ${quote(field)}; without it the pod does not start, and with another value than the sender has, requests are refused`,
        reason:
          'A Secret that an EventSource names is a volume of its pod, and is read when the pod starts (pkg/reconciler/eventsource/resource.go, GetSecretFromVolume in pkg/shared/util/util.go).',
        help: 'make the Secret before the deploy, with the value that the sender has',
      } satisfies Statement,
    ];
  });
}

function withoutSecret(source: PlainObject, event: EventPart, field: string): Statement {
  return {
    about: 'addresses',
    effect: 'note',
    objects: [objectName(source)],
    message: `event ${quote(event.name)} has no ${quote(field)} any more: from then on, anybody can post events`,
    reason:
      'Without a Secret, an EventSource does not verify requests (pkg/eventsources/sources in the engine).',
  };
}

/** Where nothing listens any more. An event of a source that is new, or of the same source, may have taken its place. */
function notListening(
  source: PlainObject,
  events: readonly EventPart[],
  others: readonly PlainObject[],
): Statement[] {
  const listening = events.filter((event) => webhookOf(event) !== undefined);
  if (listening.length === 0) return [];
  const kinds = listening.map(({ kind }) => kind);
  const next = others.find((one) => eventsOf(one).some(({ kind }) => kinds.includes(kind)));
  const service = hasGeneratedService(source) ? `, Service ${quote(generatedService(source))}` : '';
  const names = joinAnd(listening.map(({ name }) => name));
  return [
    {
      about: 'addresses',
      effect: next === undefined ? 'note' : 'lost',
      objects: [objectName(source)],
      message: `the new tree has no event ${names} here any more${service}`,
      reason: REASON,
      help:
        next === undefined
          ? 'tell the sender to stop'
          : `lead requests to ${objectText(objectName(next))}, and have what came in meanwhile sent again`,
    },
  ];
}

const REASON =
  'The pod of an EventSource answers at the endpoint and the port of each event alone, and the Service has its name (pkg/eventsources/common/webhook/webhook.go, buildService in pkg/reconciler/eventsource/resource.go).';
