import { parse } from 'yaml';
import type { ConfigMap } from '../../src/argo-events/kubernetes';
import { TASK_TREE } from '../app';

/** The time at which the cluster is read. */
export const NOW = Date.parse('2026-01-02T12:00:00Z');

/** A time so many minutes before that. */
export function ago(minutes: number): string {
  return `${new Date(NOW - minutes * 60_000).toISOString().slice(0, 19)}Z`;
}

/** A comment as the loop stores it. */
export function comment(minutes: number, pr = 42, repo = '5dlabs/cto'): string {
  return JSON.stringify({ pr, repo, author: '5DLabs-Tess[bot]', at: ago(minutes) });
}

interface StateOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly resync?: string;
  /** Minutes since the last touch of the resync, and how many there were. */
  readonly touched?: number;
  readonly touches?: number;
  /** Minutes since the last change. */
  readonly changed?: number;
  readonly manager?: string;
}

/** What the API server keeps of a touch of the resync. Its script reads the clock before it lists the states. */
function touchOf(minutes: number) {
  const annotations = { 'f:annotations': { 'f:remediation.5dlabs.com/resync': {} } };
  const fieldsV1 = { 'f:metadata': annotations };
  return { manager: 'kubectl-annotate', operation: 'Update', time: ago(minutes - 1), fieldsV1 };
}

/** The state of a task of the loop `remediation`. */
export function state(
  task: number | string,
  data: Readonly<Record<string, string>>,
  {
    labels,
    touches = 3,
    touched,
    resync = touched === undefined ? undefined : `${touches}-${Date.parse(ago(touched)) / 1000}`,
    changed = 1,
    manager = 'argo-events',
  }: StateOptions = {},
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `task-${task}-remediation-state`,
      namespace: 'agent-platform',
      uid: `uid-${task}`,
      creationTimestamp: ago(600),
      labels: {
        app: 'remediation-loop',
        'task-id': String(task),
        'remediation.5dlabs.com/at-rest': 'false',
        ...labels,
      },
      ...(resync !== undefined && { annotations: { 'remediation.5dlabs.com/resync': resync } }),
      managedFields: [
        { manager, operation: 'Update', time: ago(changed), fieldsV1: { 'f:data': { 'f:status': {} } } },
        ...(touched === undefined ? [] : [touchOf(touched)]),
      ],
    },
    data: { max_iterations: '10', status: 'active', ...data },
  };
}

/** The keys of a comment that is handled. */
export function handled(id: number, iteration: number): Record<string, string> {
  return { ...assigned(id, iteration), [`handled-${id}`]: String(iteration) };
}

/** The keys of a comment that has its iteration. */
export function assigned(id: number, iteration: number): Record<string, string> {
  return { [`comment-${id}`]: comment(60), [`iteration-${id}`]: String(iteration), [`max-${id}`]: '10' };
}

/** A CodeRun of the loop. */
export function codeRun(task: number, id: number, iteration: number) {
  return {
    apiVersion: 'cto.5dlabs.com/v1alpha1',
    kind: 'CodeRun',
    metadata: {
      name: `remediation-rex-t${task}-c${id}`,
      namespace: 'agent-platform',
      creationTimestamp: ago(30),
      labels: { 'trigger-type': 'comment-feedback', 'task-id': String(task), 'comment-id': String(id) },
      annotations: { 'remediation.5dlabs.com/iteration': String(iteration) },
      ownerReferences: [{ kind: 'ConfigMap', name: `task-${task}-remediation-state`, uid: `uid-${task}` }],
    },
  };
}

/** An Event of the loop about the state of a task. */
export function event(task: number, reason: string, message: string, minutes = 5) {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `event-${task}-${reason}-${minutes}`, namespace: 'agent-platform', labels: {} },
    involvedObject: { kind: 'ConfigMap', name: `task-${task}-remediation-state`, uid: `uid-${task}` },
    type: reason === 'RemediationTriggered' ? 'Normal' : 'Warning',
    reason,
    message,
    lastTimestamp: ago(minutes),
  };
}

function deployment(name: string, labels: Readonly<Record<string, string>>) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'github-webhooks', labels },
    spec: { replicas: 1 },
    status: { availableReplicas: 1 },
  };
}

/** The objects of a loop that works, with these states. */
export function healthy(states: readonly ConfigMap[], tree: ReadonlyMap<string, string> = TASK_TREE) {
  const rendered = (path: string) => parse(tree.get(`infra/gitops/resources/${path}`) ?? '') as object;
  return {
    configmaps: states,
    events: [] as object[],
    coderuns: [] as object[],
    sensors: [rendered('github-webhooks/pr-comment-remediation-sensor.yaml')],
    deployments: [
      deployment('sensor', { app: 'remediation-sensor' }),
      deployment('states', { 'eventsource-name': 'remediation-state' }),
      deployment('comments', { 'eventsource-name': 'github' }),
    ],
    cronjobs: [rendered('agent-platform/remediation-resync-cronjob.yaml')],
    namespaces: [{ metadata: { name: 'agent-platform' } }],
    jobs: [] as object[],
    pods: [] as object[],
  };
}
