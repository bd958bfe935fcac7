import type { Construct } from 'constructs';
import { kubectlCronJob } from './cron-job';
import type { RemediationSettings } from './settings';

/** What a sensor logs when it has a connection to the bus again (pkg/sensors/listener.go), at the level `info`. */
const RECONNECTED = 'reconnected to EventBus';

/**
 * Replaces the pods of sensors that had to connect to the bus again. A trigger that was at work in that moment, with
 * the next event fetched already, may never subscribe again: shutdownSubscriptions in
 * pkg/eventbus/jetstream/sensor/trigger_conn.go waits for pullSubscribe, which waits for processMsgs, which has ended.
 * The pod stays ready, and only another one goes on with what has piled up on the bus. Which triggers hang cannot be
 * told from outside, so all that have lost the bus go. The last hour is looked at, for the API server may have been
 * away too.
 */
const SCRIPT = `set -eu
pods=$(kubectl get pods --namespace "$NAMESPACE" --selector "$SELECTOR" --output name)
for pod in $pods; do
  if kubectl logs "$pod" --namespace "$NAMESPACE" --since 1h | grep -q "$RECONNECTED"; then
    kubectl delete "$pod" --namespace "$NAMESPACE" --ignore-not-found --wait=false
  fi
done
`;

/** The CronJob that replaces sensors' pods which have lost the bus. */
export function watchdogCronJob(scope: Construct, settings: RemediationSettings): void {
  const { names, sensorNamespace: namespace } = settings;
  kubectlCronJob(scope, settings, {
    name: names.watchdog,
    namespace,
    container: 'watchdog',
    script: SCRIPT,
    env: { NAMESPACE: namespace, SELECTOR: `app=${names.sensorApp}`, RECONNECTED },
    allowed: { pods: ['get', 'list', 'delete'], 'pods/log': ['get'] },
  });
}
