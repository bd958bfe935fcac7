import type { Construct } from 'constructs';
import { LABEL, TRIGGER_TYPE } from '../names';
import type { RemediationSettings } from '../settings';
import { unpausedStatuses } from '../state/keys';
import { codeRunResource } from '../steps/dispatch';
import { kubectlCronJob } from './cron-job';
import { emptyTemplate, listStates, STATUS_TEMPLATE, waitsTemplate } from './list-states';

const DAY = 86_400;

/**
 * Seconds without a change after which a state at rest gets the label. Must be longer than MAX_EVENT_AGE in
 * policies/coderun.ts, because the policy that refuses stale events does not look at states with the label.
 */
const LABELLED_AFTER = 2 * DAY;

/**
 * Seconds without a change after which a state is deleted that has no key, or only pull request keys.
 */
const EMPTY_STAYS = 3600;

/** How many states are written each time, at most. One takes about a second with the CPU that the pod may use. */
const BATCH = 500;

/**
 * A line for each state, with these parts: name; uid; version; whether it is at rest; whether it is empty; its label; the times
 * of its creation and its changes. The times at which the janitor labelled it are left out.
 */
const stateLineTemplate = (settings: RemediationSettings) => String.raw`${waitsTemplate(settings)}
      ${STATUS_TEMPLATE}
      {{- $rests := "no"}}{{if and (not $waits) (or ${unpausedStatuses(settings)
        .map((status) => `(eq $status "${status}")`)
        .join(' ')})}}{{$rests = "yes"}}{{end}}
      ${emptyTemplate(settings)}
      {{- .metadata.name}}|{{.metadata.uid}}|{{.metadata.resourceVersion}}|{{$rests}}|{{$empty}}|
      {{- with .metadata.labels}}{{with index . "${LABEL.atRest}"}}{{.}}{{end}}{{end}}|{{.metadata.creationTimestamp}}
      {{- range .metadata.managedFields}}{{if ne .manager "janitor"}} {{.time}}{{end}}{{end}}{{"\n"}}`;

/**
 * Cleans up after tasks at rest. A state is at rest when nothing is left to do for it (list-states.ts) and no person has
 * paused it.
 *
 * - `wake`: sets the label of a state to `false` if the state is not at rest. A person has edited it.
 * - `delete`: deletes a state at rest that has not changed for the days of the retention. It owns its CodeRuns, so the garbage
 *   collector deletes them. The version in the request makes the API server refuse (409) when a comment has been stored meanwhile.
 * - `settle`: sets the label to `true` on a state at rest that has not changed for two days, and before that on its CodeRuns.
 *
 * The order is: wake, delete, settle. In each group, the state that has not changed for the longest time comes first.
 */
const script = (settings: RemediationSettings) => String.raw`set -eu
${listStates(stateLineTemplate(settings))}
now=$(date +%s)
before() { date -u -d "@$((now - $1))" +%Y-%m-%dT%H:%M:%SZ; }
states=$(list_states)
printf '%s\n' "$states" | awk -F '|' -v expired="$(before "$RETENTION")" -v empty="$(before "$EMPTY_STAYS")" \
  -v quiet="$(before "$LABELLED_AFTER")" -v suffix="$SUFFIX" '$1 ~ "^task-[1-9][0-9]*" suffix "$" {
    task = substr($1, 6, length($1) - 5 - length(suffix))
    changed = ""
    for (i = split($7, times, " "); i > 0; i--) if (times[i] > changed) changed = times[i]
    does = ""
    if ($4 == "no") does = $6 == "true" ? "1wake" : ""
    else if (changed < expired || $5 == "yes" && changed < empty) does = "2delete"
    else if ($6 != "true" && changed < quiet) does = "3settle"
    if (does != "") print does, changed, task, $1, $2, $3
  }' | sort | head -n "$BATCH" | while read -r does changed task name uid version; do
  runs="task-id=$task,trigger-type=$TRIGGER_TYPE"
  label() {
    kubectl label configmap "$name" --namespace "$NAMESPACE" --field-manager janitor --overwrite \
      --resource-version "$version" "$LABEL=$1"
  }
  works() {
    [ "$STATUS" != - ] || return 1
    found=$(kubectl get "$CODERUNS" --namespace "$NAMESPACE" --selector "$runs" \
      --output jsonpath="{range .items[*]}is {.$STATUS}{'\n'}{end}") || return 0
    [ -n "$found" ] && printf '%s\n' "$found" | grep -qvxE "is ($FINISHED)"
  }
  case $does in
    1wake) label false ;;
    2delete)
      if works; then
        echo "left $name alone: one of its CodeRuns still works" >&2
        continue
      fi
      printf '{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"%s","resourceVersion":"%s"}}' "$uid" "$version" |
        kubectl delete --raw "/api/v1/namespaces/$NAMESPACE/configmaps/$name" --filename - >/dev/null &&
        echo "$name deleted: it has not changed since $changed"
      ;;
    3settle)
      kubectl label "$CODERUNS" --namespace "$NAMESPACE" --field-manager janitor --overwrite \
        --selector "$runs,$LABEL!=true" "$LABEL=true" && label true
      ;;
  esac || echo "left $name alone: it has changed, or the API server did not answer" >&2
done
`;

/** Every hour. */
export const JANITOR_SCHEDULE = '17 * * * *';

/**
 * The CronJob that deletes and labels states at rest. It may delete ConfigMaps, and only a policy says which: without the
 * policies there is none.
 */
export function janitorCronJob(scope: Construct, settings: RemediationSettings): void {
  const { names, retention } = settings;
  const namespace = settings.namespaces.agents;
  const { group, resource } = codeRunResource(settings);
  const codeRuns = `${resource}.${group}`;
  kubectlCronJob(scope, settings, {
    name: names.janitor,
    namespace,
    schedule: JANITOR_SCHEDULE,
    deadline: 1800,
    container: 'janitor',
    script: script(settings),
    env: {
      NAMESPACE: namespace,
      SELECTOR: encodeURIComponent(`app=${names.stateApp}`),
      SUFFIX: names.stateSuffix,
      TRIGGER_TYPE,
      CODERUNS: codeRuns,
      LABEL: LABEL.atRest,
      LABELLED_AFTER: String(LABELLED_AFTER),
      EMPTY_STAYS: String(EMPTY_STAYS),
      RETENTION: String(retention.days * DAY),
      // The API server drops an empty value.
      STATUS: retention.runStatus?.path ?? '-',
      FINISHED: retention.runStatus?.finished.join('|') ?? '-',
      BATCH: String(BATCH),
    },
    allowed: { configmaps: ['get', 'list', 'patch', 'delete'], [codeRuns]: ['get', 'list', 'patch'] },
  });
}
