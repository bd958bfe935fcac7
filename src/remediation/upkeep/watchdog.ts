import type { Construct } from 'constructs';
import type { RemediationSettings } from '../settings';
import { kubectlCronJob } from './cron-job';

/**
 * The line that a sensor logs when it has a connection to the bus again (pkg/sensors/listener.go), as a pattern of grep:
 * JSON whose `msg` is exactly this. Before it are only fields whose text needs no escapes, so no text that is quoted in
 * another line, such as that of an event, can look like it.
 */
const RECONNECTED_LINE = String.raw`^{"level":"info",\("[A-Za-z]*":"[^"\\]*",\)*"msg":"reconnected to EventBus\."[,}]`;

/**
 * Mends what the engine leaves behind.
 *
 * It replaces the pods of sensors that had to connect to the bus again. A trigger that was at work in that moment, with
 * the next event fetched already, may never subscribe again: shutdownSubscriptions in
 * pkg/eventbus/jetstream/sensor/trigger_conn.go waits for pullSubscribe, which waits for processMsgs, which has ended.
 * The pod stays ready, and only another one goes on with what has piled up on the bus. Which triggers hang cannot be
 * told from outside, so all that have lost the bus go. The last hour is looked at, for the API server may have been
 * away too.
 *
 * And it deletes the Deployments of a sensor that has several: a controller whose cache is behind makes another one
 * (getDeployment in pkg/reconciler/sensor/resource.go) and keeps only one of them up to date. The pods of the others
 * go on by what the sensor was before, and take their part of its events. The controller makes a new one.
 */
const SCRIPT = String.raw`set -eu
several=$(kubectl get deployments --namespace "$NAMESPACE" --selector "$SELECTOR" \
  --output jsonpath='{range .items[*]}{.metadata.labels.sensor-name}{"\n"}{end}' | sort | uniq -d)
for sensor in $several; do
  kubectl delete deployments --namespace "$NAMESPACE" --selector "$SELECTOR,sensor-name=$sensor" --ignore-not-found --wait=false
done
pods=$(kubectl get pods --namespace "$NAMESPACE" --selector "$SELECTOR" --output name)
for pod in $pods; do
  if kubectl logs "$pod" --namespace "$NAMESPACE" --since 1h | grep -q "$RECONNECTED"; then
    kubectl delete "$pod" --namespace "$NAMESPACE" --ignore-not-found --wait=false
  fi
done
`;

/**
 * Not that of the resync, which a prop sets: a sensor that hangs stores nothing, and each run looks at the last hour of
 * the logs only, so a rare one would miss what happened in between.
 */
const SCHEDULE = '*/5 * * * *';

/** The CronJob that replaces pods and Deployments of the sensors. */
export function watchdogCronJob(scope: Construct, settings: RemediationSettings): void {
  const { names, namespaces } = settings;
  const namespace = namespaces.sensors;
  kubectlCronJob(scope, settings, {
    name: names.watchdog,
    namespace,
    schedule: SCHEDULE,
    deadline: 120,
    container: 'watchdog',
    script: SCRIPT,
    env: { NAMESPACE: namespace, SELECTOR: `app=${names.sensorApp}`, RECONNECTED: RECONNECTED_LINE },
    allowed: { pods: ['get', 'list', 'delete'], 'pods/log': ['get'], 'deployments.apps': ['list', 'delete'] },
  });
}
