import type { IConstruct } from 'constructs';
import { type Finding, finding, WARNING } from '../../validation';
import { ANNOTATIONS } from '../names';
import type { RemediationProps } from '../props';
import type { RemediationSettings } from '../settings';
import { isLabelKey, matches } from './values';

const FIELD = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;

/** Labels that the policies tell the objects of a task by. */
const LOOPS_LABELS = ['app', 'task-id', 'comment-id', 'trigger-type'];

/** What is wrong with the props by which the policies let somebody else's writes be. */
export function checkOpenings(path: string, props: RemediationProps): Finding[] {
  return [
    ...checkList(path, 'codeRunDefaults', props.codeRunDefaults, checkField, 'a list of names of fields'),
    ...checkList(
      path,
      'injectedMetadata',
      props.injectedMetadata,
      checkKey,
      'a list of keys of labels and annotations',
    ),
    ...contradictions(props).map((message) => ({ path, message: `props.${message}; remove one of the two` })),
  ];
}

type CheckItem = (path: string, name: string, item: unknown) => Finding[];

function checkList(path: string, prop: string, list: unknown, check: CheckItem, allowed: string): Finding[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return [finding(path, `props.${prop} is not allowed`, list, allowed)];
  return list.flatMap((item, index) => check(path, `props.${prop}.${index}`, item));
}

const checkField: CheckItem = (path, name, field) =>
  matches(FIELD)(field) ? [] : [finding(path, `${name} is not allowed`, field, 'the name of a field')];

const checkKey: CheckItem = (path, name, key) => {
  if (!isLabelKey(key)) {
    return [finding(path, `${name} is not allowed`, key, 'the key of a label or an annotation')];
  }
  const isLoops = LOOPS_LABELS.includes(key as string) || (key as string).startsWith(`${ANNOTATIONS}/`);
  return isLoops ? [finding(path, `${name} is the loop's own`, key, 'a key that the cluster puts in')] : [];
};

/** What the policies leave to others is nobody's when the account is the loop's alone, or when no policy refuses it. */
function contradictions(props: RemediationProps): string[] {
  const has = (name: keyof RemediationProps) => {
    const value: unknown = props[name];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  };
  const told = (name: 'otherJobs' | 'otherConfigMaps') => `${name}: ${props[name]}`;
  return [
    ...(['otherJobs', 'otherConfigMaps'] as const)
      .filter((name) => props[name] === true && props.serviceAccount?.dedicated === true)
      .map(
        (name) =>
          `${told(name)} contradicts serviceAccount.dedicated: true, which says that no other sensor uses the account`,
      ),
    ...(['otherJobs', 'otherConfigMaps'] as const)
      .filter((name) => has(name) && props.policies === false)
      .map((name) => `${told(name)} has no effect with policies: false, since only a policy can refuse them`),
    ...(['codeRunDefaults', 'injectedMetadata'] as const)
      .filter((name) => has(name) && props.policies === false)
      .map((name) => `${name} has no effect with policies: false, since no policy refuses anything`),
    ...(has('otherJobs') && props.cancelledAgents === false
      ? [
          `${told('otherJobs')} has no effect with cancelledAgents: false, since the loop then gives the account no right to make Jobs`,
        ]
      : []),
  ];
}

/** Keys, or what is in front of them, that others act on, and how. */
const ACTED_ON: readonly (readonly [string, string])[] = [
  ['argocd.argoproj.io/', 'Argo CD takes an object with its tracking id for its own and prunes it'],
  ['app.kubernetes.io/instance', 'Argo CD takes an object with its tracking label for its own and prunes it'],
  ['sidecar.istio.io/', 'Istio puts a sidecar with any image into a pod'],
  ['vault.hashicorp.com/', 'Vault puts Secrets into a pod'],
  ['k8s.v1.cni.cncf.io/', 'a network plugin puts a pod into other networks'],
];

/** Says what the account can do by the keys that are let be: the policies refuse them for a reason. */
export function warnOfInjected({ node }: IConstruct, settings: RemediationSettings): void {
  for (const key of settings.injectedMetadata) {
    const [, how] = ACTED_ON.find(([start]) => key.startsWith(start)) ?? [];
    if (how === undefined) continue;
    const message = `props.injectedMetadata lets every sensor that runs as ${settings.serviceAccount.name} set ${key}: ${how}. See docs/security.md`;
    node.addMetadata(WARNING, message);
  }
}
