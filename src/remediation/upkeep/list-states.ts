import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import { COMPLETED_STATUS, COUNTED_KEYS_KEY, KEY_PREFIX, PULL_REQUEST_KEY_PREFIX } from '../state/keys';

/**
 * A shell function, `list_states`: it prints what a Go template of kubectl makes of each state that the selector in
 * `$SELECTOR`, encoded for a URL, selects. It lists pages of 100, so that it needs the same memory for any number of states.
 *
 * `kubectl get` keeps the whole list in memory, so each page is fetched as it is, and `kubectl label --local`, which asks
 * no API server, applies the template. The token of the next page stands at the beginning, in front of all
 * data.
 *
 * No `--request-timeout`: with any flag of the connection, kubectl no longer takes the account of the pod, and asks
 * localhost:8080 (client-go's merged_client_builder.go).
 */
export function listStates(template: string): string {
  return `list_states() {
  token=
  while :; do
    page=$(kubectl get --raw "/api/v1/namespaces/$NAMESPACE/configmaps?labelSelector=$SELECTOR&limit=100&continue=$token")
    printf '%s' "$page" | kubectl label --local --filename - --overwrite listed=true --output go-template='${template}'
    token=$(printf '%s' "$page" | head -c 2000 |
      sed -n 's/^{"kind":"ConfigMapList","apiVersion":"v1","metadata":{[^}]*"continue":"\\([^"]*\\)".*/\\1/p')
    [ -n "$token" ] || return 0
  done
}`;
}

/**
 * A Go template that sets `$waits` when something is left to do for a state: a comment has no `handled-` key. A comment that
 * the loop ignores counts as well.
 *
 * In a loop that hears of closed pull requests, a comment without an iteration does not count in a completed task. In any
 * other task it counts, although a comment of a closed pull request waits for nothing: the template cannot read which pull
 * request is that of a comment. And something is left to do if the step `assign` has not counted all keys.
 */
export function waitsTemplate({ pullRequests }: RemediationSettings): string {
  return pullRequests === undefined ? WAITS : WAITS_WITH_PULL_REQUESTS;
}

/** A Go template that sets `$status` to the status of the state, which may be empty. */
export const STATUS_TEMPLATE =
  '{{- $status := ""}}{{with .data}}{{with .status}}{{$status = .}}{{end}}{{end}}';

/** A Go template that applies one to each comment without `handled-`: `$key` is its key, `$comment` its value. */
export function eachNotHandled(template: string): string {
  return `{{$data := .data}}{{range $key, $comment := $data}}${whenPrefixed(KEY_PREFIX.comment)}
        {{- ${ifMissing('handled')}${template}{{end}}
      {{- end}}{{end}}{{end}}`;
}

/** A Go template that applies one to each pull request key: `$key`. */
export function eachPullRequestKey(template: string): string {
  const each = Object.values(PULL_REQUEST_KEY_PREFIX).map(
    (prefix) => `${whenPrefixed(prefix)}${template}{{end}}{{end}}`,
  );
  return `{{range $key, $_ := .data}}${each.join('')}{{end}}`;
}

const WAITS = `{{$data := .data}}{{$waits := false}}
      {{- range $key, $_ := $data}}${whenPrefixed(KEY_PREFIX.comment)}
        {{- ${ifMissing('handled')}{{$waits = true}}{{end}}
      {{- end}}{{end}}{{end}}`;

const WAITS_WITH_PULL_REQUESTS = `{{$data := .data}}{{$waits := false}}{{$comment := false}}{{$pullRequest := false}}{{$count := ""}}
      ${STATUS_TEMPLATE}
      {{- range $key, $_ := $data}}${whenPrefixed(KEY_PREFIX.comment)}{{$comment = true}}{{$count = print $count "x"}}
        {{- ${ifMissing('handled')}{{$closed := false}}
          {{- if eq $status "${COMPLETED_STATUS}"}}{{${ifMissing('iteration')}{{$closed = true}}{{end}}{{end}}
          {{- if not $closed}}{{$waits = true}}{{end}}
        {{- end}}
      {{- end}}{{end}}${Object.values(PULL_REQUEST_KEY_PREFIX)
        .map(
          (prefix) =>
            `${whenPrefixed(prefix)}{{$pullRequest = true}}{{$count = print $count "x"}}{{end}}{{end}}`,
        )
        .join('')}{{end}}
      {{- $counted := ""}}{{with $data}}{{with .${COUNTED_KEYS_KEY}}}{{$counted = .}}{{end}}{{end}}
      {{- if and $comment $pullRequest (ne $counted (print (len $count)))}}{{$waits = true}}{{end}}`;

/** The beginning of a condition: the comment of `$key` has no such key. */
export function ifMissing(kind: 'handled' | 'iteration'): string {
  return `if ne (printf "%T" (index $data (printf "${KEY_PREFIX[kind]}%s" (slice $key ${KEY_PREFIX.comment.length})))) "string"}}`;
}

/** A Go template that sets `$empty` to `no` when the state has a key that is no pull request key. */
export function emptyTemplate({ pullRequests }: RemediationSettings): string {
  return pullRequests === undefined ? EMPTY : EMPTY_BESIDE_PULL_REQUESTS;
}

const EMPTY = '{{- $empty := "yes"}}{{range $data}}{{$empty = "no"}}{{end}}';

const EMPTY_BESIDE_PULL_REQUESTS = `{{- $empty := "yes"}}{{range $key, $_ := $data}}{{$other := true}}${Object.values(
  PULL_REQUEST_KEY_PREFIX,
)
  .map((prefix) => `${whenPrefixed(prefix)}{{$other = false}}{{end}}{{end}}`)
  .join('')}{{if $other}}{{$empty = "no"}}{{end}}{{end}}`;

function whenPrefixed(prefix: string): string {
  return `{{if gt (len $key) ${prefix.length}}}{{if eq (slice $key 0 ${prefix.length}) "${prefix}"}}`;
}

/** A Go template: the annotation of the resync, quoted; nothing when there is none. */
export const RESYNC_MARK = `{{with .metadata.annotations}}{{with index . "${RESYNC_ANNOTATION}"}}{{printf "%q" .}}{{end}}{{end}}`;
