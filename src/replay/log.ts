import type { Payload } from './payload';
import { readJson } from './read-json';

// eventToString and filterFunc in pkg/sensors/listener.go.
const LOGGED =
  /Event \[ID '(.*?)', Source '(.*?)', Time '(.*?)', Data '(.*)'\] (?:discarded due to|passed but with) filtering/s;

/**
 * The events in the log of a sensor: it has those with which a filter has an error, and at level debug all that a filter refuses.
 * Their data is as it was after the transform.
 *
 * @param name what the log is called in an error
 */
export function loggedEvents(text: string, name: string): Payload[] {
  return text.split('\n').flatMap((line, index) => {
    const match = LOGGED.exec(messageOf(line));
    if (match === null) return [];
    const [, id = '', source = '', time = '', data = ''] = match;
    const value = readJson(data, `the event in line ${index + 1} of ${name}`);
    return [
      {
        form: 'an event of the log, after its transform',
        data: value,
        contentType: 'application/json',
        source,
        id,
        time,
      },
    ];
  });
}

/** The message of a line, which is JSON, perhaps with something before it, such as the name of the pod. */
function messageOf(line: string): string {
  try {
    const { msg } = JSON.parse(line.slice(Math.max(0, line.indexOf('{"')))) as { msg?: unknown };
    return typeof msg === 'string' ? msg : '';
  } catch {
    return line;
  }
}
