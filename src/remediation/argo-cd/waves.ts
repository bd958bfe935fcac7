import type { IConstruct } from 'constructs';
import { ARGO_EVENTS_WAVES, addSyncWaves, keepObjects } from '../../argo-cd/sync-waves';

/**
 * The wave of each kind that is not in the first one: there are namespaces, accounts, rights, quotas and policies. Upkeep and
 * monitoring come when all that they look at is there.
 */
const WAVES: Readonly<Record<string, number>> = {
  ...ARGO_EVENTS_WAVES,
  CronJob: 4,
  Deployment: 4,
  PodMonitor: 4,
  PrometheusRule: 4,
};

/** What Argo CD never deletes: states, CodeRuns and events go with these objects, and are not in Git. */
const KEPT: readonly string[] = ['Namespace', 'CustomResourceDefinition', 'EventBus'];

/** Says of the objects of a construct in which order Argo CD applies them, and which of them it never deletes. */
export function orderForArgoCd(scope: IConstruct): void {
  addSyncWaves(scope, WAVES);
  keepObjects(scope, KEPT);
}
