import { podTemplateFindings } from '../../argo-events/checks';
import { type Finding, finding } from '../../validation';
import type { PodTemplate, PodTemplates } from '../pod-template';
import { checkPodFields } from './pod-fields';
import { isObject, unknownFields } from './values';

const PATH = 'props.podTemplate';

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

/** Everything that is wrong with what the pods are given, whatever the types let through, by the names of props. */
export function checkPodTemplates(templates: PodTemplates | undefined): Finding[] {
  if (templates === undefined) return [];
  if (!isObject(templates)) {
    return [finding(PATH, 'is not allowed', templates, `an object of ${[...FIELDS, ...KINDS].join(', ')}`)];
  }
  const { sensors, eventSources, jobs, ...all } = templates;
  return [
    ...checkTemplate(PATH, all, FIELDS, [...FIELDS, ...KINDS]),
    ...checkKind('sensors', sensors, [...FIELDS, 'caBundle']),
    ...checkKind('eventSources', eventSources, FIELDS),
    ...checkKind('jobs', jobs, FIELDS),
  ];
}

function checkKind(kind: string, template: unknown, known: readonly string[]): Finding[] {
  const path = `${PATH}.${kind}`;
  if (template === undefined) return [];
  if (!isObject(template)) {
    return [finding(path, 'is not allowed', template, `an object of ${known.join(', ')}`)];
  }
  return checkTemplate(path, template, known, known);
}

function checkTemplate(
  path: string,
  template: Readonly<Record<string, unknown>>,
  known: readonly string[],
  allowed: readonly string[],
): Finding[] {
  const entries = Object.entries(template).filter(([field]) => known.includes(field));
  const { caBundle = undefined, ...fields } = Object.fromEntries(entries);
  return [
    ...unknownFields(path, template, known, allowed),
    ...checkForm(path, fields),
    ...checkPodFields(path, { ...fields, caBundle }),
  ];
}

/** What has another form than Kubernetes gives it. */
function checkForm(path: string, { env, resources, ...pod }: PodTemplate): Finding[] {
  const container = { ...(env !== undefined && { env }), ...(resources !== undefined && { resources }) };
  return podTemplateFindings({ ...pod, container }).map((line) => {
    const [place = '', ...message] = line.split(' ');
    return { path: `${path}.${place}`, message: message.join(' ') };
  });
}
