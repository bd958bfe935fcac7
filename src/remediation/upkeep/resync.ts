import type { Construct } from 'constructs';
import { LABEL, RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import { kubectlCronJob } from './cron-job';
import { listStates, RESYNC_MARK, waitsTemplate } from './list-states';

/**
 * A line for each state in which something is left to do: name, version, the times of its changes, and the quoted annotation
 * of the resync. No label marks these states, because keeping it correct would cost a write for every comment. A comment that
 * the loop ignores counts too; re-triggering its task has no effect.
 */
const stateLineTemplate = (settings: RemediationSettings) => String.raw`${waitsTemplate(settings)}
      {{- if $waits}}
        {{- .metadata.name}}|{{.metadata.resourceVersion}}|{{range .metadata.managedFields}}{{.time}} {{end}}|${RESYNC_MARK}{{"\n"}}
      {{- end}}`;

/**
 * Re-triggers the tasks that are stuck, by an annotation: an event was lost between the API server and the bus, or a run
 * met a full quota. The annotation changes the version of the state, so patches for older events of that task are refused.
 * Therefore it re-triggers few tasks at a time, at growing intervals, and none that has changed since it was listed. Tasks
 * that it has re-triggered least often come first, so that paused tasks, for which it can do nothing, do not delay others.
 */
const script = (settings: RemediationSettings) => String.raw`set -eu
${listStates(stateLineTemplate(settings))}
now=$(date +%s)
states=$(list_states)
printf '%s\n' "$states" | while IFS='|' read -r name version times mark; do
  [ -n "$name" ] || continue
  count=$(printf '%s' "$mark" | sed -n 's/^"\([1-9][0-9]\{0,2\}\)-[0-9]*"$/\1/p')
  [ -n "$count" ] || count=0
  doublings=$count
  [ "$doublings" -le 6 ] || doublings=6
  limit=$(date -u -d "@$((now - (PAUSE << doublings)))" +%Y-%m-%dT%H:%M:%SZ)
  changed=$(printf '%s\n' $times | sort | tail -n 1)
  [ -n "$changed" ] || changed=0
  earlier=$(printf '%s\n%s\n' "$changed" "$limit" | sort | head -n 1)
  [ "$earlier" != "$changed" ] || printf '%s %s %s %s\n' "$count" "$changed" "$name" "$version"
done | sort -k 1,1n -k 2 | head -n "$BATCH" | while read -r count changed name version; do
  kubectl annotate configmap "$name" --namespace "$NAMESPACE" --overwrite --resource-version "$version" \
    "$ANNOTATION=$((count + 1))-$now" || echo "left $name alone: it has changed since $changed" >&2
done
`;

/** The CronJob that re-triggers tasks that are stuck. */
export function resyncCronJob(scope: Construct, settings: RemediationSettings): void {
  const { names, namespaces } = settings;
  const namespace = namespaces.agents;
  kubectlCronJob(scope, settings, {
    name: names.resync,
    namespace,
    schedule: settings.resync.schedule,
    // With the CPU that the pod may use, it lists ten thousand states in about three minutes.
    deadline: 300,
    container: 'resync',
    script: script(settings),
    env: {
      NAMESPACE: namespace,
      SELECTOR: encodeURIComponent(`app=${names.stateApp},${LABEL.atRest}!=true`),
      ANNOTATION: RESYNC_ANNOTATION,
      BATCH: String(settings.resync.batch),
      PAUSE: String(settings.resync.pause),
    },
    allowed: { configmaps: ['get', 'list', 'patch'] },
  });
}
