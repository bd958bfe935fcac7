import { type Finding, finding } from '../../validation';
import {
  type Fits,
  isDataKey,
  isObject,
  isQuantity,
  isSubdomain,
  lacksField,
  QUANTITY,
  unknownFields,
} from './values';

// What the schema of pods does not say. Of a value that has another form than Kubernetes gives it, the schema tells, and
// nothing is said here.

/** What is wrong with the fields of a pod template, each as far as it is well formed. */
export function checkPodFields(path: string, template: Readonly<Record<string, unknown>>): Finding[] {
  const { imagePullSecrets, tolerations, priorityClassName, env, resources, caBundle } = template;
  return [
    ...checkPullSecrets(`${path}.imagePullSecrets`, imagePullSecrets),
    ...checkTolerations(`${path}.tolerations`, tolerations),
    ...(typeof priorityClassName === 'string' && !isSubdomain(priorityClassName)
      ? [
          finding(
            `${path}.priorityClassName`,
            'is not allowed',
            priorityClassName,
            'the name of a PriorityClass',
          ),
        ]
      : []),
    ...checkEnv(`${path}.env`, env),
    ...checkResources(`${path}.resources`, resources),
    ...(caBundle === undefined ? [] : checkBundle(`${path}.caBundle`, caBundle)),
  ];
}

function checkPullSecrets(path: string, secrets: unknown): Finding[] {
  return objectsIn(secrets).flatMap(([index, { name }]) => {
    if (name === undefined) return lacksField(`${path}.${index}`, 'name');
    if (typeof name !== 'string' || isSubdomain(name)) return [];
    return finding(`${path}.${index}.name`, 'is not allowed', name, 'the name of a Secret');
  });
}

/** The texts that the API server takes; the schema takes any. */
const OF_TOLERATIONS: Readonly<Record<string, readonly string[]>> = {
  effect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  operator: ['Exists', 'Equal'],
};

function checkTolerations(path: string, tolerations: unknown): Finding[] {
  return objectsIn(tolerations).flatMap(([index, toleration]) =>
    Object.entries(OF_TOLERATIONS).flatMap(([field, allowed]) => {
      const value = toleration[field];
      if (typeof value !== 'string' || allowed.includes(value)) return [];
      return finding(`${path}.${index}.${field}`, 'is not allowed', value, allowed);
    }),
  );
}

/** What the loop and the engine set themselves: of two variables of one name a container has the last. */
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
];

function checkEnv(path: string, env: unknown): Finding[] {
  const seen = new Set<string>();
  return objectsIn(env).flatMap(([index, { name }]) => {
    const where = `${path}.${index}.name`;
    if (typeof name !== 'string') return [];
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      return finding(where, 'is not allowed', name, 'letters, digits and _, no digit first');
    }
    if (TAKEN.includes(name)) return finding(where, 'is set already', name, 'another name');
    if (seen.has(name)) return finding(where, 'is there twice', name, 'each name once');
    seen.add(name);
    return [];
  });
}

function checkResources(path: string, resources: unknown): Finding[] {
  return Object.entries(isObject(resources) ? resources : {}).flatMap(([field, amounts]) => {
    if (field === 'claims') return finding(path, 'has an unknown field', field, ['requests', 'limits']);
    return Object.entries(isObject(amounts) ? amounts : {}).flatMap(([name, amount]) =>
      typeof amount !== 'string' || isQuantity(amount)
        ? []
        : finding(`${path}.${field}.${name}`, 'is not allowed', amount, QUANTITY),
    );
  });
}

function checkBundle(path: string, bundle: unknown): Finding[] {
  if (!isObject(bundle)) return [finding(path, 'is not allowed', bundle, 'an object of name, key')];
  return [
    ...unknownFields(path, bundle, ['name', 'key']),
    ...checkField(path, bundle, 'name', isSubdomain, 'the name of a ConfigMap'),
    ...checkField(path, bundle, 'key', isDataKey, 'the key of a ConfigMap'),
  ];
}

function checkField(
  path: string,
  object: Readonly<Record<string, unknown>>,
  field: string,
  fits: Fits,
  allowed: string,
): Finding[] {
  const value = object[field];
  if (value === undefined) return [lacksField(path, field)];
  return fits(value) ? [] : [finding(`${path}.${field}`, 'is not allowed', value, allowed)];
}

/** The objects in a list, with their places. */
function objectsIn(list: unknown): [number, Readonly<Record<string, unknown>>][] {
  return (Array.isArray(list) ? [...list.entries()] : []).filter(
    (entry): entry is [number, Readonly<Record<string, unknown>>] => isObject(entry[1]),
  );
}
