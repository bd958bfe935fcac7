import { asList, asObject } from '../lint/plain';
import { text } from '../status/plain';

/** A line of a log of the engine. */
export interface LogLine {
  readonly pod: string;
  readonly at: string;
  readonly level: string;
  readonly sensor: string;
  readonly trigger: string;
  readonly message: string;
  /** The ids of the events that it is about. */
  readonly events: readonly string[];
  readonly raw: string;
}

/** Reads the log of a pod: JSON, a line each. A line that is none stays as it is. */
export function parseLog(pod: string, log: string): LogLine[] {
  return log.split('\n').flatMap((raw) => {
    if (raw.trim() === '') return [];
    const line = parseLine(raw);
    const error = text(line['error']);
    return [
      {
        pod,
        at: text(line['ts']),
        level: text(line['level']),
        sensor: text(line['sensorName']),
        trigger: text(line['triggerName']),
        message: [text(line['msg']), error].filter((part) => part !== '').join(': ') || raw,
        events: [text(line['eventID']), ...asList(line['triggeredByEvents']).map(text)].filter(
          (id) => id !== '',
        ),
        raw,
      },
    ];
  });
}

function parseLine(raw: string): Readonly<Record<string, unknown>> {
  try {
    return asObject(JSON.parse(raw));
  } catch {
    return {};
  }
}

/** What a trigger has made: the engine labels it with the sensor, the trigger and the time. */
export interface Made {
  readonly sensor: string;
  readonly trigger: string;
  /** Milliseconds. */
  readonly at: number;
}

/** Reads the labels of an object that a trigger has created; undefined if it has none. */
export function madeBy(labels: Readonly<Record<string, unknown>>): Made | undefined {
  const at = Number(labels['events.argoproj.io/action-timestamp']);
  const sensor = text(labels['events.argoproj.io/sensor']);
  const trigger = text(labels['events.argoproj.io/trigger']);
  return sensor !== '' && trigger !== '' && at > 0 ? { sensor, trigger, at } : undefined;
}

/** Milliseconds after which a line is not about an object any more: its own has gone with the log of its pod. */
const DONE_WITHIN = 60_000;

/**
 * The ids of the events on which a trigger has made something. A trigger handles one event after the other, and logs a line
 * when it is done: so the first such line soon after the time of the object is that of the object.
 */
export function eventsBehind({ sensor, trigger, at }: Made, lines: readonly LogLine[]): readonly string[] {
  const done = lines
    .filter((line) => line.sensor === sensor && line.trigger === trigger && line.events.length > 0)
    .filter((line) => Date.parse(line.at) >= at && Date.parse(line.at) <= at + DONE_WITHIN)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return done[0]?.events ?? [];
}

/**
 * The lines that have the id of a comment, and those about the same events. Lines that say that a filter refused an event
 * name no event.
 *
 * @param ids the events that are known to be about the comment
 */
export function linesAbout(comment: string, ids: readonly string[], lines: readonly LogLine[]): LogLine[] {
  const named = new RegExp(`(?<![0-9])${comment}(?![0-9])`);
  const known = new Set([
    ...ids,
    ...lines.filter(({ raw }) => named.test(raw)).flatMap(({ events }) => events),
  ]);
  return lines
    .filter(({ raw, events }) => named.test(raw) || events.some((id) => known.has(id)))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.at.localeCompare(b.at));
}
