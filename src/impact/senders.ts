import { quote } from '../findings/words';
import { type EventPart, eventsOf, webhookOf } from '../lint/event-source';
import { eventSourcesOf, nameOf } from '../lint/objects';
import { asList, asString, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import type { Consumer } from './consumers';
import type { Tree } from './tree';
import { covers, watchOf } from './watches';

/**
 * The annotation of an EventSource that says of an event how it comes again when it is lost:
 * `resent.cdk8s-argo-events/<event>: <how>`.
 */
export const RESENT_ANNOTATION = 'resent.cdk8s-argo-events/';

/**
 * Whether what a consumer has missed comes again for the one that takes over. Somebody has to say so, and it has to be about the
 * same objects.
 */
export function comesAgain(before: Tree, old: Consumer, after: Tree, next: Consumer): boolean {
  if (old.source !== next.source || resentBy(after, next) === undefined) return false;
  const [was, is] = [eventOf(before, old), eventOf(after, next)];
  if (was === undefined || is === undefined) return false;
  if (was.event.kind === 'resource' && is.event.kind === 'resource')
    return covers(watchOf(is.source, is.event), watchOf(was.source, was.event));
  return old.event === next.event;
}

/** How the events of a consumer come again by themselves; undefined if nobody says that they do. */
function resentBy(tree: Tree, consumer: Consumer): string | undefined {
  const { source } = eventOf(tree, consumer) ?? {};
  const key = `${RESENT_ANNOTATION}${consumer.event}`;
  return asString(valueAt(source, 'metadata', 'annotations', key)) || undefined;
}

/** What to do so that what a consumer has missed comes again for the one that takes over. */
export function wayBack(before: Tree, old: Consumer, after: Tree, next: Consumer): string {
  if (comesAgain(before, old, after, next)) return `nothing: ${quote(resentBy(after, next) ?? '')}`;
  const [was, is] = [eventOf(before, old), eventOf(after, next)];
  const name = quote(old.event);
  const deploy = `deploy while no event ${name} of EventSource ${quote(old.source)} waits`;
  if (was === undefined || is === undefined) return `${deploy}, or have what came in meanwhile sent again`;
  const { event, source } = is;
  if (event.kind === 'github')
    return `redeliver on GitHub what came in during the last minutes before the deploy, event ${quote(next.event)}`;
  const isSame = event.kind === 'resource' && was.event.kind === 'resource';
  if (isSame && listsAll(event) && covers(watchOf(source, event), watchOf(was.source, was.event)))
    return `restart the pod of EventSource ${quote(nameOf(source))} after the deploy: it then sends event ${quote(next.event)} for every object that there is`;
  return webhookOf(event) ? `${deploy}, or have the sender send again what came in meanwhile` : deploy;
}

/** Whether an event of the kind `resource` comes for every object when the pod starts (pkg/eventsources/sources/resource/start.go). */
export function listsAll({ value }: EventPart): boolean {
  return asList(value['eventTypes']).includes('ADD') && valueAt(value, 'filter', 'afterStart') !== true;
}

interface Found {
  readonly source: PlainObject;
  readonly event: EventPart;
}

function eventOf({ set }: Tree, { sensor, source, event }: Consumer): Found | undefined {
  return eventSourcesOf(set, sensor, { eventSourceName: source })
    .flatMap((one) => eventsOf(one).map((part) => ({ source: one, event: part })))
    .find((found) => found.event.name === event);
}
