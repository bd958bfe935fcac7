import { type Finding, finding, lacksField } from '../../validation';
import { isObject, isQuantity, isSubdomain, QUANTITY } from './values';

// Checks that the schema of pods does not make. If a value has the wrong type, the schema reports it, and these functions
// report nothing. Each takes the path of the construct and the name of the prop.

/** Secrets of registries. */
export function checkPullSecrets(path: string, name: string, secrets: unknown): Finding[] {
  return objectsIn(secrets).flatMap(([index, { name: secret }]) => {
    if (secret === undefined) return lacksField(path, `${name}.${index}`, 'name');
    if (typeof secret !== 'string' || isSubdomain(secret)) return [];
    return finding(path, `${name}.${index}.name is not allowed`, secret, 'the name of a Secret');
  });
}

/** The texts that the API server takes; the schema takes any. */
const OF_TOLERATIONS: Readonly<Record<string, readonly string[]>> = {
  effect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  operator: ['Exists', 'Equal'],
};

/** Tolerations. */
export function checkTolerations(path: string, name: string, tolerations: unknown): Finding[] {
  return objectsIn(tolerations).flatMap(([index, toleration]) =>
    Object.entries(OF_TOLERATIONS).flatMap(([field, allowed]) => {
      const value = toleration[field];
      if (typeof value !== 'string' || allowed.includes(value)) return [];
      return finding(path, `${name}.${index}.${field} is not allowed`, value, allowed);
    }),
  );
}

/** The priority. */
export function checkPriorityClass(path: string, name: string, priorityClass: unknown): Finding[] {
  if (typeof priorityClass !== 'string' || isSubdomain(priorityClass)) return [];
  return [finding(path, `${name} is not allowed`, priorityClass, 'the name of a PriorityClass')];
}

/** Variables that the loop or the engine sets. If a container has two variables of one name, the last one counts. */
const TAKEN: readonly string[] = [
  'LOG_LEVEL',
  'SSL_CERT_FILE',
  'KUBECONFIG',
  'POD_NAME',
  'LEADER_ELECTION',
  'SENSOR_OBJECT',
  'EVENTSOURCE_OBJECT',
  'EVENTBUS_CONFIG',
  'EVENTBUS_SUBJECT',
  'NAMESPACE',
  'SELECTOR',
  'ANNOTATION',
  'BATCH',
  'PAUSE',
  'RECONNECTED',
  'SUFFIX',
  'TRIGGER_TYPE',
  'CODERUNS',
  'LABEL',
  'LABELLED_AFTER',
  'EMPTY_STAYS',
  'RETENTION',
  'STATUS',
  'FINISHED',
];

/** Environment variables. */
export function checkEnv(path: string, name: string, env: unknown): Finding[] {
  const seen = new Set<string>();
  return objectsIn(env).flatMap(([index, { name: variable }]) => {
    const where = `${name}.${index}.name`;
    if (typeof variable !== 'string') return [];
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      return finding(path, `${where} is not allowed`, variable, 'letters, digits and _, no digit first');
    }
    if (TAKEN.includes(variable)) return finding(path, `${where} is set already`, variable, 'another name');
    if (seen.has(variable)) return finding(path, `${where} is there twice`, variable, 'each name once');
    seen.add(variable);
    return [];
  });
}

/** Requests and limits. */
export function checkResources(path: string, name: string, resources: unknown): Finding[] {
  return Object.entries(isObject(resources) ? resources : {}).flatMap(([field, amounts]) => {
    if (field === 'claims')
      return finding(path, `${name} has an unknown field`, field, ['requests', 'limits']);
    return Object.entries(isObject(amounts) ? amounts : {}).flatMap(([resource, amount]) =>
      typeof amount !== 'string' || isQuantity(amount)
        ? []
        : finding(path, `${name}.${field}.${resource} is not allowed`, amount, QUANTITY),
    );
  });
}

/** The objects in a list, with their places. */
function objectsIn(list: unknown): [number, Readonly<Record<string, unknown>>][] {
  return (Array.isArray(list) ? [...list.entries()] : []).filter(
    (entry): entry is [number, Readonly<Record<string, unknown>>] => isObject(entry[1]),
  );
}
