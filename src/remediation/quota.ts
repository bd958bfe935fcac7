import type { Construct } from 'constructs';
import { Manifest } from '../argo-events/manifest';
import type { RemediationSettings } from './settings';
import { codeRunResource } from './steps/dispatch';

/** Tasks a day that use up their iterations. */
const TASKS = 10;

/**
 * The loop's own Jobs. Each cancelling Job stays for up to six minutes, and there are at most 2.5 a second: 900. Each of the
 * two CronJobs keeps four and runs one.
 */
const OWN_JOBS = 1000;

/** The quota of the namespace of the CodeRuns, if the settings have one and render it there. */
export function addQuota(
  scope: Construct,
  settings: RemediationSettings,
  place: 'prerequisites' | 'resources',
): void {
  const { quota, names, namespaces } = settings;
  if (quota === false || quota.in !== place) return;
  const codeRuns = quota.codeRuns ?? defaultCodeRuns(settings);
  const jobs = quota.jobs ?? (codeRuns === undefined ? undefined : codeRuns + OWN_JOBS);
  const { group, resource } = codeRunResource(settings);
  const hard = {
    ...(codeRuns !== undefined && { [countOf(resource, group)]: quantityOf(codeRuns) }),
    ...(jobs !== undefined && { [countOf('jobs', 'batch')]: quantityOf(jobs) }),
  };
  if (Object.keys(hard).length === 0) return;
  new Manifest(scope, 'Quota', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: names.stateApp, namespace: namespaces.agents, labels: { app: names.stateApp } },
    spec: { hard },
  });
}

/** Without the policies there is no janitor, so any quota would be full one day. */
function defaultCodeRuns({ policies, retention, maxIterations }: RemediationSettings): number | undefined {
  return policies === false ? undefined : retention.days * maxIterations * TASKS;
}

/** The name under which a quota counts objects. */
export function countOf(resource: string, group: string): string {
  return `count/${resource}${group === '' ? '' : `.${group}`}`;
}

/** A number as Kubernetes writes it: `3k` for 3000. In another form, every further apply would find a difference. */
function quantityOf(count: number): string {
  if (count % 1_000_000 === 0) return `${count / 1_000_000}M`;
  return count % 1000 === 0 ? `${count / 1000}k` : String(count);
}
