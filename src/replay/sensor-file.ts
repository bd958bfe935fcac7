import { parseAllDocuments } from 'yaml';
import { joinOr, quote } from '../findings/words';
import { nameOf } from '../lint/objects';
import { asList, asObject, isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { ReplayInputError } from './errors';

/** A sensor, and the event sources beside it. */
export interface SensorFile {
  readonly sensor: PlainObject;
  readonly sources: readonly PlainObject[];
}

/** A YAML text, and what it is called in an error. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/**
 * The sensor in YAML texts, each of one or more documents, with the event sources in them.
 *
 * @param name of the sensor, if there may be several
 * @throws ReplayInputError if there is no sensor, or several
 */
export function readSensor(texts: readonly NamedText[], name: string | undefined): SensorFile {
  const objects = texts.flatMap(({ text, file }) => objectsIn(text, file));
  const file = texts.map((one) => one.file).join(', ');
  const sensors = objects.filter(({ kind }) => kind === 'Sensor');
  const sources = objects.filter(({ kind }) => kind === 'EventSource');
  const names = sensors.map(nameOf);
  if (sensors.length === 0) {
    const kinds = [...new Set(objects.map(({ kind }) => kind))].filter((kind) => typeof kind === 'string');
    throw new ReplayInputError(
      `${file}: no Sensor, only ${kinds.length === 0 ? 'what is no Kubernetes object' : kinds.join(', ')}`,
    );
  }
  const chosen = name === undefined ? sensors : sensors.filter((sensor) => nameOf(sensor) === name);
  const [sensor] = chosen;
  if (sensor === undefined) {
    throw new ReplayInputError(`${file}: no Sensor ${quote(String(name))}; expected ${joinOr(names)}`);
  }
  if (chosen.length > 1) {
    throw new ReplayInputError(`${file}: ${chosen.length} Sensors; choose ${joinOr(names)} with --name`);
  }
  return { sensor, sources };
}

function objectsIn(text: string, file: string): PlainObject[] {
  return parseAllDocuments(text, { merge: true }).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
      throw new ReplayInputError(
        `${file}:${line}:${col}: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`,
      );
    }
    const value: unknown = document.toJS();
    if (!isObject(value)) return [];
    return value['kind'] === 'List' ? asList(value['items']).map(asObject) : [value];
  });
}
