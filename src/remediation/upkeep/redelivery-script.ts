/**
 * Shell functions that call GitHub. `call METHOD URL STATUS` sets `status` (000 without an answer), `body` and `link`, and
 * gives 1 when the answer has another status.
 *
 * - An answer of 5xx, or none, is asked for twice more.
 * - When GitHub limits the calls, it waits as long as GitHub says, up to `$LIMITED` seconds in all.
 * - With `$CA_BUNDLE`, curl trusts it beside the folder of the image. Of variables, curl takes the file or the folder, not both.
 * - curl gets the token by its standard input, so that no list of processes has it, and follows no redirection to another host.
 */
const CALLS = String.raw`fail() {
  printf '%s\n' "$1" >&2
  exit 1
}
ask() {
  {
    [ "$CA_BUNDLE" = - ] || printf '%s\n' "cacert = $CA_BUNDLE" 'capath = /etc/ssl/certs'
    printf 'header = "Authorization: %s"\n' "$authorization"
  } |
    curl --config - --silent --show-error --globoff --max-time 30 --request "$1" \
      --header 'Accept: application/vnd.github+json' --header 'X-GitHub-Api-Version: 2022-11-28' \
      --write-out '\n%{http_code}|%header{retry-after}|%header{x-ratelimit-remaining}|%header{x-ratelimit-reset}|%header{link}' "$2"
}
part() { printf '%s\n' "$answer" | tail -n 1 | cut -d '|' -f "$1"; }
call() {
  tries=1
  while :; do
    answer=$(ask "$1" "$2") || answer='000||||'
    status=$(part 1)
    pause=$(part 2)
    link=$(part 5-)
    body=$(printf '%s\n' "$answer" | sed '$d')
    case $link in %header*) fail 'the curl of the image is older than 7.84; set the prop redelivery.image' ;; esac
    case $status in
      "$3") return 0 ;;
      000 | 5??)
        [ "$tries" -lt 3 ] || return 1
        sleep "$((tries * RETRY))"
        tries=$((tries + 1))
        continue
        ;;
      403) [ -n "$pause" ] || [ "$(part 3)" = 0 ] || return 1 ;;
      429) ;;
      *) return 1 ;;
    esac
    case $pause in
      '' | *[!0-9]*)
        pause=$(part 4 | awk -v now="$(date +%s)" '{ left = $1 - now + 1; print (left > 60 ? left : 60) }') ;;
    esac
    limited=$((limited + pause))
    [ "$limited" -le "$LIMITED" ] || fail "GitHub limits the calls; the next one may come in $pause seconds"
    echo "GitHub limits the calls; the next one comes in $pause seconds"
    sleep "$pause"
  done
}
refusal() {
  help=
  case $status in
    000)
      printf '%s\n' "no answer from GitHub to $1"
      return
      ;;
    30?) help='; the repository may have another name now, see the prop github.repository' ;;
    401) help='; expected a token that GitHub knows' ;;
    403 | 404) help='; expected what is there, and a token that may read and write its webhooks' ;;
  esac
  message=$(printf '%s' "$body" | jq -r '.message | strings' 2>/dev/null | tr -cd '[:print:]' | cut -c 1-200)
  printf '%s\n' "GitHub refuses $1: $status $message$help"
}
list() {
  listed=
  query='?per_page=100'
  while [ -n "$query" ]; do
    call GET "$1$query" 200 || fail "$(refusal "GET $1")"
    page=$(printf '%s' "$body" | sed 's/"id": *\([0-9][0-9]*\)/"id":"\1"/g' |
      jq -r --arg since "$since" --arg events "$EVENTS" --arg repository "$REPOSITORY_ID" "$2" 2>/dev/null) ||
      fail "the answer of GitHub to GET $1 is no such list"
    listed=$(printf '%s\n%s' "$listed" "$page" | sed '/^$/d')
    query=$(printf '%s' "$link" | sed -n 's/.*<[^>]*\(?[^>]*\)>; *rel="next".*/\1/p')
    case $page in *old) query= ;; esac
  done
}`;

/** Ids have 19 digits, of which jq may keep 17: `list` makes texts of them. */
const WEBHOOK_IDS = '.[] | select(.events | index("issue_comment") or index("*")) | .id | strings';

/**
 * A line for each attempt to deliver an event that the loop reads, the newest first: time, id, guid, status code, and whether
 * it is a redelivery. `old` is the last line when an attempt is older than that.
 */
const ATTEMPTS = String.raw`
  map(if (.id | type) == "string" and (.guid | test("^[0-9A-Za-z-]+$")) and (.status_code | type) == "number"
    and (.delivered_at | test("^[0-9TZ:.+-]+$")) and (.redelivery | type) == "boolean" then . else error end)
  | ($events | split(",")) as $read
  | (.[] | select(.delivered_at >= $since and ($repository == "-" or (.repository_id | tostring) == $repository))
    | "\(.event) \(.action)" as $event | select($read | index($event))
    | "\(.delivered_at) \(.id) \(.guid) \(.status_code) \(.redelivery)"),
    (if any(.[]; .delivered_at < $since) then "old" else empty end)`;

/**
 * Has GitHub deliver again what did not arrive. It keeps no state: the list of GitHub has all attempts.
 *
 * - An event has arrived when any attempt got a 2xx.
 * - An event is tried for as long as its first attempt is no older than `$HOURS`. Each redelivery is a new attempt that GitHub
 *   keeps for days, so otherwise an event that is always refused would be tried for ever.
 * - While the newest attempt of all has failed, the receiver may be away, and each run tries one event. Otherwise the attempts
 *   of an outage would fill the list.
 *
 * It fails when an event has not arrived for an hour: then somebody has to look.
 */
export const REDELIVERY_SCRIPT = String.raw`set -eu
export LC_ALL=C
${CALLS}
for tool in curl jq; do
  command -v "$tool" >/dev/null || fail "the image has no $tool; set the prop redelivery.image"
done
authorization=$(cat "$TOKEN")
case $authorization in
  *[!A-Za-z0-9' '._~+/=:-]*) fail 'the Secret has characters that are in no token' ;;
  [A-Za-z]*' '?*) ;;
  *) fail 'the Secret has no whole Authorization header; expected one such as "Bearer github_pat_..."' ;;
esac
limited=0
failed=no
now=$(date +%s)
before() { date -u -d "@$((now - $1))" +%Y-%m-%dT%H:%M:%SZ; }
since=$(before "$((HOURS * 3600))")
late=$(before 3600)
if [ "$WEBHOOK" = - ]; then
  list "$HOOKS" '${WEBHOOK_IDS}'
  WEBHOOK=$listed
  case $WEBHOOK in
    '') fail "no webhook of $HOOKS is for issue comments" ;;
    *[!0-9]*) fail "several webhooks of $HOOKS are for issue comments; set the prop redelivery.webhook to one of: $(printf '%s' "$WEBHOOK" | tr '\n' ' ')" ;;
  esac
fi
deliveries="$HOOKS/$WEBHOOK/deliveries"
list "$deliveries" '${ATTEMPTS}'
attempts=$(printf '%s\n' "$listed" | sed '/^old$/d;/^$/d')
events=$(printf '%s\n' "$attempts" | awk 'NF { seen[$3] } END { for (guid in seen) count++; print count + 0 }')
due=$(printf '%s\n' "$attempts" | awk 'NF {
    tries[$3]++
    if ($4 ~ /^2[0-9][0-9]$/) arrived[$3]
    if ($5 == "false") first[$3] = $1
    if (!($3 in newest)) newest[$3] = $2 " " $3 " " $4
  }
  END { for (guid in first) if (!(guid in arrived)) print tries[guid], first[guid], newest[guid] }' | sort -k 1,1n -k 2,2)
most=$BATCH
case $(printf '%s\n' "$attempts" | head -n 1 | cut -d ' ' -f 4) in '' | 2??) ;; *) most=1 ;; esac
printf '%s\n' "$due" | {
  sent=0
  refused=0
  while [ "$sent" -lt "$most" ] && [ "$refused" -lt "$BATCH" ] && read -r tries first id guid code; do
    [ -n "$tries" ] || break
    [ "$((sent + refused))" = 0 ] || sleep "$PAUSE"
    if call POST "$deliveries/$id/attempts" 202; then
      sent=$((sent + 1))
      echo "redelivered $guid of $first, after $tries: $code"
      continue
    fi
    refused=$((refused + 1))
    refusal "POST $deliveries/$id/attempts" >&2
    case $status in 404 | 422) ;; *) break ;; esac
  done
  echo "$events events, $sent redelivered, $refused refused"
  [ "$refused" = 0 ]
} || failed=yes
waiting=$(printf '%s\n' "$due" | awk -v late="$late" 'NF && $2 < late')
if [ -n "$waiting" ]; then
  printf '%s\n' "$waiting" | awk '{ print "has not arrived for more than an hour: " $4 " of " $2 ", after " $1 ": " $5 }' | head -n 20 >&2
  failed=yes
fi
[ "$failed" = no ]
`;
