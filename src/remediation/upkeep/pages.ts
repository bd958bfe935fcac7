import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import {
  CLOSING_PREFIX,
  COMPLETED_KEYS_KEY,
  COMPLETED_STATUS,
  COUNTED_PREFIXES,
  KEY_PREFIX,
} from '../state/keys';

/**
 * A shell function, `list_states`: it prints what a Go template of kubectl makes of each state that the selector in
 * `$SELECTOR` selects. It lists pages of 100, so that it needs the same memory for any number of states.
 *
 * `kubectl get` keeps the whole list in memory, so each page is fetched as it is, and `kubectl label --local`, which asks
 * no API server, applies the template. The token of the next page stands at the beginning, in front of all data.
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

/** A label selector, as a part of a URL. */
export function inUrl(selector: string): string {
  return encodeURIComponent(selector);
}

/**
 * A Go template that sets `$waits` when a comment of the state has no `handled-` key. A comment that the loop ignores
 * counts as well. In a completed state none waits while it has as many keys as when it was completed.
 */
export function setWaits({ pullRequests }: RemediationSettings): string {
  return pullRequests === undefined ? SET_WAITS : `${SET_WAITS}\n      ${UNLESS_COMPLETED}`;
}

const SET_WAITS = `{{$data := .data}}{{$waits := false}}
      {{- range $key, $_ := $data}}{{if gt (len $key) ${KEY_PREFIX.comment.length}}}{{if eq (slice $key 0 ${KEY_PREFIX.comment.length}) "${KEY_PREFIX.comment}"}}
        {{- if ne (printf "%T" (index $data (printf "${KEY_PREFIX.handled}%s" (slice $key ${KEY_PREFIX.comment.length})))) "string"}}{{$waits = true}}{{end}}
      {{- end}}{{end}}{{end}}`;

const UNLESS_COMPLETED = `{{- $count := ""}}{{range $key, $_ := $data}}${COUNTED_PREFIXES.map(
  (prefix) => `${whenPrefixed(prefix)}{{$count = print $count "x"}}{{end}}{{end}}`,
).join('')}{{end}}
      {{- with $data}}{{if eq (or .status "") "${COMPLETED_STATUS}"}}{{if eq (print (len $count)) (or .${COMPLETED_KEYS_KEY} "")}}{{$waits = false}}{{end}}{{end}}{{end}}`;

/**
 * A Go template that sets `$empty` to `no` when the state has a key that does not only say that a pull request was closed
 * or reopened.
 */
export function setEmpty({ pullRequests }: RemediationSettings): string {
  return pullRequests === undefined ? SET_EMPTY : SET_EMPTY_BESIDE_CLOSINGS;
}

const SET_EMPTY = '{{- $empty := "yes"}}{{range $data}}{{$empty = "no"}}{{end}}';

const SET_EMPTY_BESIDE_CLOSINGS = `{{- $empty := "yes"}}{{range $key, $_ := $data}}{{$other := true}}${Object.values(
  CLOSING_PREFIX,
)
  .map((prefix) => `${whenPrefixed(prefix)}{{$other = false}}{{end}}{{end}}`)
  .join('')}{{if $other}}{{$empty = "no"}}{{end}}{{end}}`;

function whenPrefixed(prefix: string): string {
  return `{{if gt (len $key) ${prefix.length}}}{{if eq (slice $key 0 ${prefix.length}) "${prefix}"}}`;
}

/** A Go template: the mark of earlier touches of the resync, quoted; nothing when there is none. */
export const RESYNC_MARK = `{{with .metadata.annotations}}{{with index . "${RESYNC_ANNOTATION}"}}{{printf "%q" .}}{{end}}{{end}}`;
