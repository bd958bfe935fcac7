import type { Engine } from '../engine/engine';
import type { BusEvent, Judgement } from '../engine/judgement';
import { quote } from '../findings/words';
import { nameOf } from '../lint/objects';
import { asList, asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { ReplayInputError } from './errors';
import { type Payload, payloadOf } from './payload';
import { type Place, placesFor, placesOf } from './places';
import type { SensorFile } from './sensor-file';

/** What is replayed. */
export interface ReplayInput extends SensorFile {
  /** The payloads, in their order. */
  readonly payloads: readonly GivenPayload[];
  /** Only this dependency. */
  readonly dependency: string | undefined;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Whether the payloads are as a transform has left them, as in a log: then none is applied. */
  readonly transformed?: boolean;
  /** When an event happened that does not say it, as RFC 3339 has it. */
  readonly time: string;
}

/** A payload, and where it is from. */
export interface GivenPayload {
  readonly file: string;
  /** JSON, or an event that is known already. */
  readonly value?: unknown;
  readonly payload?: Payload;
}

/** An event that was replayed. */
export interface ReplayedEvent {
  readonly file: string;
  /** The number of the payload, from 0: one may be for several events. */
  readonly payload: number;
  /** What the payload was taken for. */
  readonly form: string;
  readonly event: BusEvent;
}

/** What a sensor did with the events. */
export interface Replay {
  readonly sensor: PlainObject;
  readonly events: readonly ReplayedEvent[];
  readonly judgement: Judgement;
}

/**
 * Replays payloads on a sensor, one after the other.
 *
 * @throws ReplayInputError if a payload is for no event of the sensor, or the engine cannot read the sensor
 */
export function replay(engine: Engine, input: ReplayInput): Replay {
  const places = placesOf(input.sensor, input.sources, input.dependency);
  const events = input.payloads.flatMap((given, number) => eventsOfPayload(given, number, places, input));
  const sensor = input.transformed ? withoutTransforms(input.sensor) : input.sensor;
  const judgement = judge(
    engine,
    sensor,
    events.map(({ event }) => event),
  );
  return { sensor, events, judgement };
}

function judge(engine: Engine, sensor: PlainObject, events: readonly BusEvent[]): Judgement {
  try {
    return engine.judge(sensor, events);
  } catch (error) {
    const { message } = error as Error;
    // That of Go's decoder, for a field of another type.
    if (!message.startsWith('json: ')) throw error;
    throw new ReplayInputError(
      `the engine cannot read the Sensor ${quote(nameOf(sensor))}: ${message.slice('json: '.length)}; cdk8s-argo-events lint says where`,
    );
  }
}

function withoutTransforms(sensor: PlainObject): PlainObject {
  const spec = asObject(sensor['spec']);
  const without = asList(spec['dependencies']).map((dependency) => {
    const { transform: _, ...rest } = asObject(dependency);
    return rest;
  });
  return { ...sensor, spec: { ...spec, dependencies: without } };
}

function eventsOfPayload(
  { file, value, payload: known }: GivenPayload,
  number: number,
  places: readonly Place[],
  { headers, time, dependency }: ReplayInput,
): ReplayedEvent[] {
  const kinds = new Set(places.map(({ kind }) => kind));
  const [kind] = kinds.size === 1 ? kinds : [];
  const githubEvents = places.flatMap((place) => place.githubEvents);
  const payload = known ?? payloadOf(value, { headers, kind, githubEvents });
  const found = dependency === undefined ? placesFor(places, payload) : places;
  if (found.length === 0) {
    const waits = places.map(({ source, subject }) => `${source} / ${subject}`).join(', ');
    const is = payload.source === undefined ? `is ${payload.form}` : `is of ${quote(payload.source)}`;
    throw new ReplayInputError(
      `${file} ${is}, but the Sensor waits for ${waits === '' ? 'nothing' : waits}; choose a dependency with --dependency, or give a payload for it`,
    );
  }
  return found.map(({ source, subject, kind: ofPlace }) => ({
    file,
    payload: number,
    form: payload.form,
    event: {
      id: payload.id ?? `replay-${number + 1}`,
      type: ofPlace ?? payload.type ?? 'webhook',
      source,
      subject,
      time: payload.time ?? time,
      contentType: payload.contentType,
      data: payload.data,
    },
  }));
}
