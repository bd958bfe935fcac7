import { joinOr, quote } from '../findings/words';
import { eventsOf } from '../lint/event-source';
import { nameOf } from '../lint/objects';
import { asList, asString } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { dependencies, dependencyNames } from '../lint/sensor';
import { ReplayInputError } from './errors';
import type { Payload } from './payload';

/** An event that dependencies of a sensor wait for. */
export interface Place {
  readonly source: string;
  readonly subject: string;
  /** The kind of the event source; undefined if no EventSource says it. */
  readonly kind: string | undefined;
  /** The events of GitHub that it receives. */
  readonly githubEvents: readonly string[];
}

/**
 * The events that a sensor waits for.
 *
 * @param dependency only that of this dependency
 * @throws ReplayInputError if there is no such dependency
 */
export function placesOf(
  sensor: PlainObject,
  sources: readonly PlainObject[],
  dependency: string | undefined,
): Place[] {
  const names = dependencyNames(sensor);
  if (dependency !== undefined && !names.includes(dependency)) {
    throw new ReplayInputError(
      `The Sensor has no dependency ${quote(dependency)}; expected ${joinOr(names)}`,
    );
  }
  const wanted = dependencies(sensor).filter(
    ({ value }) => dependency === undefined || value['name'] === dependency,
  );
  const places = wanted.map(({ value }): Place => {
    const [source = '', subject = ''] = [value['eventSourceName'], value['eventName']].map(asString);
    const known = sources.find((one) => nameOf(one) === source);
    const event = known && eventsOf(known).find((one) => one.name === subject);
    const githubEvents = asList(event?.value['events']).flatMap((one) => asString(one) ?? []);
    return { source, subject, kind: event?.kind, githubEvents };
  });
  return [...new Map(places.map((place) => [JSON.stringify([place.source, place.subject]), place])).values()];
}

/** Those of the places that a payload is for: what it says of itself, otherwise those of its kind or of an unknown one. */
export function placesFor(places: readonly Place[], payload: Payload): readonly Place[] {
  const { source, subject, type } = payload;
  if (source !== undefined) {
    return places.filter(
      (one) => one.source === source && (subject === undefined || one.subject === subject),
    );
  }
  const ofKind = places.filter(({ kind }) => kind !== undefined && kind === type);
  return ofKind.length > 0 ? ofKind : places.filter(({ kind }) => kind === undefined || type === undefined);
}
