import type { Construct } from 'constructs';
import type { SettingsWithPolicies } from '../settings';
import { accountsPolicy } from './accounts';
import { cancelPolicy } from './cancel';
import { codeRunPolicy } from './coderun';
import { dispatchPolicy } from './dispatch';
import { eventPolicy } from './event';
import { janitorPolicy } from './janitor';
import { jobPolicy } from './job';
import { renderPolicy, userOf } from './policy';
import { relabelPolicy } from './relabel';
import { resyncPolicy } from './resync';
import { statePolicy } from './state';
import { watchdogPolicy } from './watchdog';

/**
 * Admission policies for what RBAC cannot express: which objects the loop's accounts may write, and how. If other sensors
 * share the account of the sensor, the prop `policies` says which of their objects are not checked. If the account is
 * dedicated, the policies check everything that it writes in the agent namespace. The policy of the watchdog applies to
 * the namespace of the sensors. The policies do not apply to people.
 */
export function addPolicies(scope: Construct, settings: SettingsWithPolicies): void {
  const { serviceAccount, namespaces, cancelledAgents } = settings;
  const sensor = userOf({ name: serviceAccount.name, namespace: namespaces.sensors });
  for (const policy of [
    statePolicy(settings, sensor),
    codeRunPolicy(settings, sensor),
    dispatchPolicy(settings, sensor),
    ...(cancelledAgents ? [jobPolicy(settings, sensor, cancelledAgents)] : []),
    eventPolicy(settings, sensor),
    ...(cancelledAgents ? [cancelPolicy(settings, cancelledAgents)] : []),
    resyncPolicy(settings),
    janitorPolicy(settings),
    relabelPolicy(settings),
    accountsPolicy(settings, sensor),
    watchdogPolicy(settings),
  ]) {
    renderPolicy(scope, settings, policy);
  }
}
