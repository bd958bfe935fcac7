import { nameOf, namespaceOf } from '../objects';
import { asObject } from '../plain';
import type { ObjectRule } from '../rule';

/** An object that does not fit into the environment of its pod. */
export const objectTooLarge: ObjectRule = {
  id: 'object-too-large',
  severity: 'error',
  summary: 'A Sensor or EventSource is too large for its pod',
  why: 'The pod gets the object in base64 in one environment variable. Linux does not start a process with a variable of more than 128 KiB (buildDeployment in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    const metadata = { name: nameOf(object), namespace: namespaceOf(object), creationTimestamp: null };
    const isSensor = object['kind'] === 'Sensor';
    // The engine writes this field of a spec even if it is empty.
    const spec = isSensor ? { loggingFields: null, ...asObject(object['spec']) } : object['spec'];
    const bytes = sizeInGo({ metadata, spec, status: {} });
    const variable = isSensor ? 'SENSOR_OBJECT' : 'EVENTSOURCE_OBJECT';
    // The name, an equals sign, four characters of base64 for three bytes, and a zero byte at the end.
    const size = variable.length + 1 + Math.ceil(bytes / 3) * 4 + 1;
    if (size <= MAX_BYTES) return;
    report(['spec'], `the object takes ${size} bytes in an environment variable`, {
      help: `expected at most ${MAX_BYTES} bytes`,
    });
  },
};

const MAX_BYTES = 128 * 1024;

/** The size of a value as encoding/json writes it, in bytes. encoding/json also escapes <, > and &. */
function sizeInGo(value: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, '\\u0000'));
  } catch {
    // An object that contains itself has no size. Another check refuses it.
    return 0;
  }
}
