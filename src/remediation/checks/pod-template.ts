import { podTemplateFindings } from '../../argo-events/checks';
import { type Finding, finding } from '../../validation';
import type { ConfigMapKey, PodTemplate, PodTemplates, SensorPodTemplate } from '../pod-template';
import { isDataKey, isObject, isQuantity, isSubdomain, QUANTITY, unknownFields } from './values';

const PATH = 'props.podTemplate';

/** Everything that is wrong with what the pods are given, whatever the types let through, by the names of props. */
export function checkPodTemplates(templates: PodTemplates | undefined): Finding[] {
  if (templates === undefined) return [];
  if (!isObject(templates)) return [finding(PATH, 'is not allowed', templates, 'an object')];
  const { sensors, eventSources, jobs, ...all } = templates;
  return [
    ...checkTemplate(PATH, all, FIELDS, [...FIELDS, ...KINDS]),
    ...checkKind('sensors', sensors, [...FIELDS, 'caBundle']),
    ...checkKind('eventSources', eventSources, FIELDS),
    ...checkKind('jobs', jobs, FIELDS),
  ];
}

const FIELDS: readonly string[] = [
  'imagePullSecrets',
  'nodeSelector',
  'tolerations',
  'affinity',
  'priorityClassName',
  'env',
  'resources',
] satisfies readonly (keyof PodTemplate)[];

const KINDS = ['sensors', 'eventSources', 'jobs'] as const;

function checkKind(kind: string, template: unknown, known: readonly string[]): Finding[] {
  const path = `${PATH}.${kind}`;
  if (template === undefined) return [];
  if (!isObject(template)) return [finding(path, 'is not allowed', template, 'an object')];
  return checkTemplate(path, template, known, known);
}

function checkTemplate(
  path: string,
  template: SensorPodTemplate,
  known: readonly string[],
  allowed: readonly string[],
): Finding[] {
  const { caBundle, env = [], resources = {}, ...pod } = template;
  const unknown = unknownFields(path, template, known, allowed);
  if (unknown.length > 0) return unknown;
  // What has another form than Kubernetes gives it is not looked at any closer.
  const form = podTemplateFindings({ ...pod, container: { env, resources } });
  if (form.length > 0)
    return form.map((line) => {
      const [place = '', ...message] = line.split(' ');
      return { path: `${path}.${place}`, message: message.join(' ') };
    });
  return [
    ...checkNames(path, template),
    ...checkEnv(`${path}.env`, env),
    ...checkResources(`${path}.resources`, resources),
    ...(caBundle === undefined ? [] : checkBundle(`${path}.caBundle`, caBundle)),
  ];
}

function checkNames(path: string, { imagePullSecrets = [], priorityClassName }: PodTemplate): Finding[] {
  const findings = imagePullSecrets.flatMap(({ name }, index) =>
    isSubdomain(name)
      ? []
      : finding(`${path}.imagePullSecrets.${index}.name`, 'is not allowed', name, 'the name of a Secret'),
  );
  if (priorityClassName !== undefined && !isSubdomain(priorityClassName)) {
    const allowed = 'the name of a PriorityClass';
    findings.push(finding(`${path}.priorityClassName`, 'is not allowed', priorityClassName, allowed));
  }
  return findings;
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

function checkEnv(path: string, env: NonNullable<PodTemplate['env']>): Finding[] {
  return env.flatMap(({ name }, index) => {
    const where = `${path}.${index}.name`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      return finding(where, 'is not allowed', name, 'letters, digits and _, no digit first');
    }
    if (TAKEN.includes(name)) return finding(where, 'is set already', name, 'another name');
    const isTwice = env.findIndex((other) => other.name === name) < index;
    return isTwice ? finding(where, 'is there twice', name, 'each name once') : [];
  });
}

function checkResources(path: string, resources: NonNullable<PodTemplate['resources']>): Finding[] {
  return Object.entries(resources).flatMap(([field, amounts]) => {
    if (field === 'claims') return finding(path, 'has an unknown field', field, ['requests', 'limits']);
    return Object.entries(amounts).flatMap(([name, amount]) =>
      isQuantity(amount) ? [] : finding(`${path}.${field}.${name}`, 'is not allowed', amount, QUANTITY),
    );
  });
}

function checkBundle(path: string, bundle: unknown): Finding[] {
  const { name, key } = isObject(bundle) ? (bundle as Partial<Record<keyof ConfigMapKey, unknown>>) : {};
  const findings: Finding[] = [];
  if (!isSubdomain(name)) {
    findings.push(finding(`${path}.name`, 'is not allowed', name, 'the name of a ConfigMap'));
  }
  if (!isDataKey(key)) {
    findings.push(finding(`${path}.key`, 'is not allowed', key, 'the key of a ConfigMap'));
  }
  return findings;
}
