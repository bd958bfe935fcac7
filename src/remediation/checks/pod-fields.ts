import type { Finding } from '../../findings/finding';
import { finding, type PropPlace, unknownProps, within, wrongProp } from '../../findings/refuse';
import { joinOr, quote } from '../../findings/words';
import { isObject, isQuantity, isSubdomain, QUANTITY } from './values';

// Checks that the schema of pods does not make. If a value has the wrong type, the schema reports it, and these functions
// report nothing. Each takes the place of the prop.

/** Secrets of registries. */
export function checkPullSecrets(place: PropPlace, secrets: unknown): Finding[] {
  return objectsIn(secrets).flatMap(([index, { name: secret }]) => {
    if (secret !== undefined && (typeof secret !== 'string' || isSubdomain(secret))) return [];
    return wrongProp(within(place, index, 'name'), secret, 'the name of a Secret');
  });
}

/** The texts that the API server takes; the schema takes any. */
const OF_TOLERATIONS: Readonly<Record<string, readonly string[]>> = {
  effect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  operator: ['Exists', 'Equal'],
};

/** Tolerations. */
export function checkTolerations(place: PropPlace, tolerations: unknown): Finding[] {
  return objectsIn(tolerations).flatMap(([index, toleration]) =>
    Object.entries(OF_TOLERATIONS).flatMap(([field, known]) => {
      const value = toleration[field];
      if (typeof value !== 'string' || known.includes(value)) return [];
      return wrongProp(within(place, index, field), value, joinOr(known));
    }),
  );
}

/** The priority. */
export function checkPriorityClass(place: PropPlace, priorityClass: unknown): Finding[] {
  if (typeof priorityClass !== 'string' || isSubdomain(priorityClass)) return [];
  return [wrongProp(place, priorityClass, 'the name of a PriorityClass')];
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
export function checkEnv(place: PropPlace, env: unknown): Finding[] {
  const seen = new Set<string>();
  return objectsIn(env).flatMap(([index, { name: variable }]) => {
    const where = within(place, index, 'name');
    if (typeof variable !== 'string') return [];
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      return wrongProp(where, variable, 'letters, digits and _, no digit first');
    }
    const refuse = (message: string, help: string) =>
      finding('props', message, { ...where, value: variable, help });
    if (TAKEN.includes(variable)) {
      return refuse(`the loop or the engine sets ${quote(variable)}`, 'expected another name');
    }
    if (seen.has(variable))
      return refuse(`${quote(variable)} is in the list already`, 'expected each name once');
    seen.add(variable);
    return [];
  });
}

/** Requests and limits. */
export function checkResources(place: PropPlace, resources: unknown): Finding[] {
  return Object.entries(isObject(resources) ? resources : {}).flatMap(([field, amounts]) => {
    if (field === 'claims') return unknownProps(place, { claims: amounts }, ['requests', 'limits']);
    return Object.entries(isObject(amounts) ? amounts : {}).flatMap(([resource, amount]) =>
      typeof amount !== 'string' || isQuantity(amount)
        ? []
        : wrongProp(within(place, field, resource), amount, QUANTITY),
    );
  });
}

/** The objects in a list, with their places. */
function objectsIn(list: unknown): [number, Readonly<Record<string, unknown>>][] {
  return (Array.isArray(list) ? [...list.entries()] : []).filter(
    (entry): entry is [number, Readonly<Record<string, unknown>>] => isObject(entry[1]),
  );
}
