import { joinAnd, quote } from '../findings/words';
import { type EventPart, eventsOf, webhookOf } from '../lint/event-source';
import { nameOf } from '../lint/objects';
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
      gone(source, onlyIn(after, before, 'EventSource')),
    ),
  ];
}

function changesOf(before: PlainObject, after: PlainObject): Statement[] {
  const objects = [objectName(after)];
  const now = new Map(eventsOf(after).map((event) => [event.name, event]));
  const moved = eventsOf(before).flatMap((event): Statement[] => {
    const next = now.get(event.name);
    const fields =
      next === undefined ? [] : FIELDS.filter((field) => fieldOf(event, field) !== fieldOf(next, field));
    if (next === undefined || fields.length === 0) return [];
    const texts = fields.map(
      (field) => `${field} ${quote(fieldOf(event, field))} to ${quote(fieldOf(next, field))}`,
    );
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
  const [was, is] = [servicePorts(before), servicePorts(after)];
  const secrets = eventsOf(before).flatMap((event) => secretStatement(after, event, now.get(event.name)));
  if (was === is) return [...moved, ...secrets];
  const name = quote(generatedService(before));
  const isGone = is === '';
  return [
    ...moved,
    ...secrets,
    {
      about: 'addresses',
      effect: was === '' ? 'note' : 'lost',
      objects,
      message:
        was === ''
          ? `there is a Service ${name} now, ports ${is}`
          : `Service ${name} ${isGone ? 'is gone' : `has ports ${is} instead of ${was}`}; requests to the old ports are lost`,
      reason:
        'The controller makes the Service of an EventSource, and makes it anew if its ports change (pkg/reconciler/eventsource/resource.go).',
      ...(was !== '' && { help: 'change what leads to the Service, such as an Ingress, in the same deploy' }),
    },
  ];
}

const SECRETS = ['webhookSecret', 'secretToken', 'signingSecret', 'authSecret'] as const;

/** Another Secret that requests are verified with. */
function secretStatement(source: PlainObject, event: EventPart, next: EventPart | undefined): Statement[] {
  if (next === undefined) return [];
  return SECRETS.flatMap((field) => {
    const [was, is] = [event, next].map((one) => one.value[field] ?? webhookOf(one)?.value[field]);
    if (is === undefined || JSON.stringify(was) === JSON.stringify(is)) return [];
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

/** What listened at a source that is gone. One that is new may have taken its place. */
function gone(source: PlainObject, fresh: readonly PlainObject[]): Statement[] {
  const listening = eventsOf(source).filter((event) => webhookOf(event) !== undefined);
  if (listening.length === 0) return [];
  const kinds = listening.map(({ kind }) => kind);
  const next = fresh.find((one) => eventsOf(one).some(({ kind }) => kinds.includes(kind)));
  const service = hasGeneratedService(source) ? `, Service ${quote(generatedService(source))}` : '';
  const names = joinAnd(listening.map(({ name }) => name));
  return [
    {
      about: 'addresses',
      effect: next === undefined ? 'note' : 'lost',
      objects: [objectName(source)],
      message: `nothing listens for event ${names} here any more${service}. With kubectl apply it goes on, and no Sensor of the new tree may wait for what it sends`,
      reason: REASON,
      help:
        next === undefined
          ? 'tell the sender to stop'
          : `lead requests to EventSource ${quote(nameOf(next))}, and have what came in meanwhile sent again`,
    },
  ];
}

const FIELDS = ['endpoint', 'port', 'url', 'method'] as const;
const REASON =
  'The pod of an EventSource answers at the endpoint and the port of each event alone, and the Service has its name (pkg/eventsources/common/webhook/webhook.go, buildService in pkg/reconciler/eventsource/resource.go).';

function fieldOf(event: EventPart, field: (typeof FIELDS)[number]): string {
  return asString(webhookOf(event)?.value[field]) ?? '';
}

function servicePorts(source: PlainObject): string {
  return portsAt(source, 'spec', 'service', 'ports')
    .map(({ port, target }) => (String(port) === target ? target : `${port}:${target}`))
    .sort()
    .join(', ');
}
