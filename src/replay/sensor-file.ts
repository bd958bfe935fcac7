import { joinOr, quote } from '../findings/words';
import { nameOf } from '../lint/objects';
import type { PlainObject } from '../lint/rule';
import { readWhole, UnreadableError } from '../manifests/read-whole';
import { ReplayInputError } from './errors';

/** A sensor, and the event sources beside it. */
export interface SensorFile {
  readonly sensor: PlainObject;
  readonly sources: readonly PlainObject[];
}

/** A file of YAML or JSON, and what it is called in an error. */
export interface NamedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * The sensor in files, each of one or more documents, with the event sources in them.
 *
 * @param name of the sensor, if there may be several
 * @throws ReplayInputError if there is no sensor, or several
 */
export function readSensor(files: readonly NamedFile[], name: string | undefined): SensorFile {
  const objects = files.flatMap(objectsIn);
  const file = files.map((one) => one.file).join(', ');
  const sensors = objects.filter(({ kind }) => kind === 'Sensor');
  const sources = objects.filter(({ kind }) => kind === 'EventSource');
  const names = sensors.map(nameOf);
  if (sensors.length === 0) {
    const kinds = [...new Set(objects.map(({ kind }) => kind))];
    throw new ReplayInputError(`${file}: no Sensor${kinds.length === 0 ? '' : `, only ${kinds.join(', ')}`}`);
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

function objectsIn({ file, bytes }: NamedFile): PlainObject[] {
  try {
    return readWhole(file, bytes, 'replay').map(({ value }) => value);
  } catch (error) {
    if (error instanceof UnreadableError) throw new ReplayInputError(error.message);
    throw error;
  }
}
