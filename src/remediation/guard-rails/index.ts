import type { Construct } from 'constructs';
import type { RemediationSettings } from '../settings';
import { accountsRail, cancelRail, resyncRail, watchdogRail } from './accounts';
import { dispatchRail } from './dispatches';
import { eventRail } from './events';
import { jobRail } from './jobs';
import { guardRail, userOf } from './policy';
import { runRail } from './runs';
import { stateRail } from './states';

/**
 * Admission policies for what RBAC cannot say: what the loop's accounts may write, object by object. With an account
 * of the platform they look at the loop's objects alone; with one of the loop's own, at all that it writes in the
 * agent namespace. The watchdog works in the sensor's. They do not bind people.
 */
export function guardRails(scope: Construct, settings: RemediationSettings): void {
  const { serviceAccount, sensorNamespace, cancelledAgents } = settings;
  const sensor = userOf({ name: serviceAccount.name, namespace: sensorNamespace });
  for (const rail of [
    stateRail(settings, sensor),
    runRail(settings, sensor),
    dispatchRail(settings, sensor),
    ...(cancelledAgents ? [jobRail(settings, sensor, cancelledAgents)] : []),
    eventRail(settings, sensor),
    ...(cancelledAgents ? [cancelRail(settings, cancelledAgents)] : []),
    resyncRail(settings),
    accountsRail(settings, sensor),
    watchdogRail(settings),
  ]) {
    guardRail(scope, settings, rail);
  }
}
