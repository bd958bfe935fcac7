import type { Construct } from 'constructs';
import type { Deployment } from '../../argo-events/kubernetes';
import { Manifest } from '../../argo-events/manifest';
import { grantPermissions } from '../../argo-events/permissions';
import type { WithSlots } from '../../argo-events/references/slot';
import { LABEL } from '../names';
import { scriptPod } from '../pods';
import { METRICS_PORT } from '../sensor-pod';
import { serviceAccount } from '../service-account';
import type { RemediationSettings } from '../settings';
import { loopStatuses } from '../state/keys';
import {
  eachNotHandled,
  eachPullRequestKey,
  ifMissing,
  listStates,
  STATUS_TEMPLATE,
} from '../upkeep/list-states';
import { METRIC, STATUSES } from './metrics';
import { METRICS_PORT_NAME } from './targets';

const FOLDER = '/served';

/** Seconds from the beginning of a list of the states to the next one. If a list takes longer, the next one waits for it. */
const PAUSE = 60;

/** Pauses after which a list is given up: five minutes, as long as the resync has for the same list. */
const PAUSES = 5;

/** The most tasks of each status that have a series of their own: those that have waited for the longest time. */
const MOST = 100;

/**
 * Lines for each state: `task`, its name and its status; for each pull request key a line `pull-request` with the key; and for
 * each comment without `handled-` a line `comment`, with `+` if it has an iteration, its key, and its value, quoted. The status
 * is a word of STATUSES: what people write is not passed on.
 */
const everyTask = (settings: RemediationSettings) => `${STATUS_TEMPLATE}
      {{- $known := "paused"}}{{if eq $status ""}}{{$known = "active"}}{{end}}${loopStatuses(settings)
        .map((status) => `{{if eq $status "${status}"}}{{$known = $status}}{{end}}`)
        .join('')}task {{.metadata.name}} {{$known}}{{"\\n"}}${pullRequestLines(settings)}${eachNotHandled(
        `comment {{${ifMissing('iteration')}-{{else}}+{{end}} {{$key}} {{printf "%q" $comment}}{{"\\n"}}`,
      )}`;

// In a loop that does not hear of closed pull requests, such a key means nothing.
const pullRequestLines = ({ pullRequests }: RemediationSettings) =>
  pullRequests === undefined ? '' : eachPullRequestKey('pull-request {{$key}}{{"\\n"}}');

/**
 * Makes the metrics of those lines. It reads the comment's value, which is JSON in quotes, so that `at` is
 * `\"at\":\"2026-01-02T03:04:05Z\"`. A comment without such a time is none that the loop has stored, and it has no age.
 * A comment that the loop ignores does not wait: its key is not one of the loop's, it names no pull request, or another
 * repository. Nor does a comment of a closed pull request without an iteration. readState and `status` say the same of both.
 */
const AWK = String.raw`
function metric(name, type, help) { printf "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type }
function seconds(at,   y, m, day) {
  y = substr(at, 1, 4) + 0
  m = substr(at, 6, 2) + 0
  if (m < 3) { y--; m += 12 }
  day = 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) + substr(at, 9, 2) - 719469
  return day * 86400 + substr(at, 12, 2) * 3600 + substr(at, 15, 2) * 60 + substr(at, 18, 2)
}
$1 == "task" {
  task = ""
  if ($2 ~ "^task-[1-9][0-9]*" suffix "$") {
    task = substr($2, 6, length($2) - 5 - length(suffix))
    status = $3
    tasks[status]++
  }
  split("", changed)
  split("", last)
}
# The newest key of a pull request decides. Of two of one second it is the later one here, because reopened- comes after closed-.
$1 == "pull-request" && $2 ~ /^(closed|reopened)-[1-9][0-9]*-[1-9][0-9]*$/ {
  split($2, part, "-")
  if (length(part[2]) > 9 || length(part[3]) > 12) next
  if (!(part[2] in last) || part[3] + 0 >= changed[part[2]]) { changed[part[2]] = part[3] + 0; last[part[2]] = part[1] }
}
$1 == "comment" && task != "" {
  # A person may have written spaces.
  gsub(/: +/, ":")
  if ($3 !~ /^comment-[1-9][0-9]*$/ || length($3) > 23 || !match($0, /\\"pr\\":[1-9][0-9]*[ ,}]/)) next
  if ($2 == "-" && last[substr($0, RSTART + 7, RLENGTH - 8)] == "closed") next
  if (!index(tolower($0), "\\\"repo\\\":\\\"" repository "\\\"")) next
  waiting[status]++
  if (match($0, /\\"at\\":\\"[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z\\"/)) {
    at = substr($0, RSTART + 9, 20)
    if (!(task in since) || at < since[task]) { since[task] = at; of[task] = status }
  }
}
END {
  count = split(statuses, all, " ")
  metric(tasks_name, "gauge", "Tasks that are not at rest, by status.")
  for (i = 1; i <= count; i++) printf "%s{status=\"%s\"} %d\n", tasks_name, all[i], tasks[all[i]]
  metric(waiting_name, "gauge", "Stored comments that wait for a CodeRun, by status of their task.")
  for (i = 1; i <= count; i++) printf "%s{status=\"%s\"} %d\n", waiting_name, all[i], waiting[all[i]]
  metric(listed_name, "gauge", "When the tasks were listed.")
  printf "%s %d\n", listed_name, now
  for (task in since) known[of[task]]++
  metric(without_name, "gauge", "Tasks that wait and have no series of their own, by status.")
  for (i = 1; i <= count; i++)
    printf "%s{status=\"%s\"} %d\n", without_name, all[i], (known[all[i]] > most ? known[all[i]] - most : 0)
  metric(since_name, "gauge", "When the oldest waiting comment of a task was written.")
  fflush()
  oldest = "sort -k 2,2n | head -n " most
  for (i = 1; i <= count; i++) {
    for (task in since) if (of[task] == all[i])
      printf "%s{task=\"%s\",status=\"%s\"} %.0f\n", since_name, task, of[task], seconds(since[task]) | oldest
    close(oldest)
  }
}`;

/**
 * Lists the states every minute, and serves what it has counted. The web server is that of kubectl: `kubectl proxy` serves
 * files. As a proxy it leads nowhere: it has no credentials and another server than the API server, and refuses every path.
 *
 * A list that fails leaves the metrics as they are, with the time of the last list. A list that does not end, because the API
 * server accepts the connection and never answers, ends the container: kubectl has no time limit here (list-states.ts).
 */
const script = (settings: RemediationSettings) => String.raw`set -u
${listStates(everyTask(settings))}
measure() {
  states=$(list_states)
  printf '%s\n' "$states" | awk -v now="$(date +%s)" -v suffix="$SUFFIX" -v statuses="$STATUSES" -v most="$MOST" -v repository="$REPOSITORY" \
    -v tasks_name=${METRIC.tasks} -v waiting_name=${METRIC.waitingComments} \
    -v listed_name=${METRIC.listed} -v since_name=${METRIC.waitingSince} \
    -v without_name=${METRIC.withoutSeries} '${AWK}' > "$FOLDER/next"
  mv "$FOLDER/next" "$FOLDER/metrics"
}
kubectl --server=http://127.0.0.1:1 proxy --address= --port="$PORT" --www="$FOLDER" --www-prefix=/ \
  --api-prefix=/refused/ --reject-paths='.*' &
server=$!
trap 'kill "$server"; exit 0' TERM INT
list=
pauses=0
while kill -0 "$server" 2>/dev/null; do
  if [ -n "$list" ] && kill -0 "$list" 2>/dev/null; then
    pauses=$((pauses + 1))
    if [ "$pauses" -ge "$PAUSES" ]; then
      echo "the list of the states has not ended after $((PAUSES * PAUSE)) seconds" >&2
      kill "$server"
      exit 1
    fi
  else
    pauses=0
    (
      set -e
      measure
    ) &
    list=$!
  fi
  sleep "$PAUSE" &
  wait "$!"
done
exit 1
`;

/** The exporter of the tasks: one pod, which may list the states and write nothing. */
export function exporter(scope: Construct, settings: RemediationSettings): void {
  const { names, namespaces } = settings;
  const account = { name: names.exporter, namespace: namespaces.sensors };
  const labels = { app: names.exporter };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...account, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      // Two pods would count every task twice.
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels },
        spec: scriptPod(
          settings,
          {
            name: 'exporter',
            serviceAccountName: account.name,
            command: ['sh', '-c'],
            args: [script(settings)],
            env: {
              NAMESPACE: namespaces.agents,
              SELECTOR: encodeURIComponent(`app=${names.stateApp},${LABEL.atRest}!=true`),
              SUFFIX: names.stateSuffix,
              STATUSES: STATUSES.join(' '),
              REPOSITORY: settings.github.repository.toLowerCase(),
              MOST: String(MOST),
              PAUSE: String(PAUSE),
              PAUSES: String(PAUSES),
              PORT: String(METRICS_PORT),
              FOLDER,
            },
          },
          { port: { name: METRICS_PORT_NAME, number: METRICS_PORT }, path: '/metrics', folder: FOLDER },
        ),
      },
    },
  } satisfies WithSlots<Deployment>;
  new Manifest(scope, `Deployment-${names.exporter}`, deployment);
  serviceAccount(scope, account, names.exporter);
  grantPermissions(scope, names.exporter, account, [
    { apiGroup: '', resource: 'configmaps', verb: 'list', namespace: namespaces.agents },
  ]);
}
