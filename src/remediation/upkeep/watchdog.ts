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
 * Repairs two faults of the engine.
 *
 * It replaces the pods of sensors that had to connect to the bus again. A trigger that was at work at that moment, with
 * the next event already fetched, may never subscribe again: shutdownSubscriptions in
 * pkg/eventbus/jetstream/sensor/trigger_conn.go waits for pullSubscribe, which waits for processMsgs, which has ended.
 * The pod stays ready, and only a new pod handles the events that have piled up on the bus. Nothing outside the pod shows
 * which triggers hang, so the watchdog deletes every pod that had lost the bus. It reads the logs of the last hour, because
 * the API server may have been unavailable too.
 *
 * If a sensor has several Deployments, it deletes them all, and the controller makes a new one. A controller with an old
 * cache makes a second Deployment (getDeployment in pkg/reconciler/sensor/resource.go) and then updates only one of them.
 * The pods of the others use an old version of the sensor, and take a part of its events.
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
 * A prop sets the schedule of the resync, but not this one. A sensor that hangs stores no comments, and each run reads only
 * the last hour of the logs. If runs were further apart, they would miss what was logged in between.
 */
export const WATCHDOG_SCHEDULE = '*/5 * * * *';

/** The CronJob that replaces pods and Deployments of the sensors. */
export function watchdogCronJob(scope: Construct, settings: RemediationSettings): void {
  const { names, namespaces } = settings;
  const namespace = namespaces.sensors;
  kubectlCronJob(scope, settings, {
    name: names.watchdog,
    namespace,
    schedule: WATCHDOG_SCHEDULE,
    deadline: 120,
    container: 'watchdog',
    script: SCRIPT,
    env: { NAMESPACE: namespace, SELECTOR: `app=${names.sensorApp}`, RECONNECTED: RECONNECTED_LINE },
    allowed: { pods: ['get', 'list', 'delete'], 'pods/log': ['get'], 'deployments.apps': ['list', 'delete'] },
  });
}
