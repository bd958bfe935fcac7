package policies

import (
	"strings"
	"testing"
)

// ofBuilt are the states of the loop built, which hears of closed pull requests.
var ofBuilt = strings.NewReplacer("remediation-loop", "built-loop", "-remediation-state", "-built-state", "5dlabs/cto", "octo-org/built")

// of43 is a comment on another pull request.
var of43 = strings.Replace(ofBuilt.Replace(stored), `"pr":42`, `"pr":43`, 1)

const (
	closed42   = `data: {closed-42-1767323045: "2026-01-02T03:04:05Z"}`
	reopened42 = `data: {reopened-42-1767323046: "2026-01-02T03:04:06Z"}`
)

// Every rule about closed pull requests, on a loop that hears of them.
func TestClosings(t *testing.T) {
	c := newCluster(t)
	const (
		keys      = "A state begins with a comment and last_comment_id or with a closed pull request, and later has no keys but those of the loop"
		removal   = "The sensor removes no key of a state, except a pull request key of which there is a newer one"
		time      = "closed- and reopened- have the time that is in their key, as GitHub writes it"
		oneByOne  = "One pull request is closed or reopened at a time"
		given     = "No iteration is given to a comment of a closed pull request"
		completed = "A task is completed when the pull requests of all its comments are closed and no run of it is to be made"
		count     = "counted_keys is the number of keys with comment-, closed- and reopened-"
		status    = "The sensor sets status to active or exhausted or completed, and leaves any other word alone"
		labelled  = `metadata: {name: "task-{{.N}}-built-state", labels: {app: built-loop, task-id: "{{.N}}", remediation.5dlabs.com/at-rest: "false"}}`
		empty     = "{apiVersion: v1, kind: ConfigMap}"
		isDone    = `data: {status: completed, counted_keys: "3"}`
	)
	state := ofBuilt.Replace(handledState)
	states := tries{c: c, user: c.client(sensor), resource: configMaps, namespace: built, policy: "built-state.built-agents"}
	states.run(t, []attempt{
		{"a state of a closed pull request alone", nil, all(empty, labelled, closed42), ""},
		{"a state of a reopened pull request alone", nil, all(empty, labelled, reopened42), ""},
		{"a state of two closed pull requests alone", nil, all(empty, labelled, closed42, `data: {closed-43-1767323045: "2026-01-02T03:04:05Z"}`), oneByOne},
		{"a state of a closed pull request and a status", nil, all(empty, labelled, closed42, `data: {status: completed}`), keys},
		{"a pull request is closed", all(state), all(closed42), ""},
		{"and again", all(state, closed42), all(closed42), ""},
		{"and reopened", all(state, closed42), all(reopened42), ""},
		{"at another time than in the key", all(state), all(`data: {closed-42-1767323045: "2026-01-02T03:04:06Z"}`), time},
		{"at a time with an offset", all(state), all(`data: {closed-42-1767323045: "2026-01-02T04:04:05+01:00"}`), time},
		{"at no time", all(state), all(`data: {closed-42-1767323045: soon}`), time},
		{"the time changes", all(state, closed42), all(`data: {closed-42-1767323045: "2027-01-02T03:04:05Z"}`), time},
		{"two at once", all(state), all(closed42, reopened42), oneByOne},
		{"no number of a pull request", all(state), all(`data: {closed-042-1767323045: "2026-01-02T03:04:05Z"}`), keys},

		{"what is outdated goes", all(state, closed42, reopened42), all(`data: {closed-42-1767323045: null}`), ""},
		{"what is newer goes", all(state, closed42, reopened42), all(`data: {reopened-42-1767323046: null}`), removal},
		{"of one second, that it was closed goes", all(state, closed42, `data: {reopened-42-1767323045: "2026-01-02T03:04:05Z"}`), all(`data: {closed-42-1767323045: null}`), ""},
		{"of one second, that it was reopened goes", all(state, closed42, `data: {reopened-42-1767323045: "2026-01-02T03:04:05Z"}`), all(`data: {reopened-42-1767323045: null}`), removal},
		{"the only one goes", all(state, closed42), all(`data: {closed-42-1767323045: null}`), removal},
		{"one goes of which another pull request has a newer one", all(state, closed42, `data: {closed-43-1767323046: "2026-01-02T03:04:06Z"}`), all(`data: {closed-42-1767323045: null}`), removal},
		{"a comment goes", all(state, closed42), all(`data: {comment-2: null}`), removal},

		{"an iteration", all(state), all(second), ""},
		{"an iteration of a comment of a closed pull request", all(state, closed42), all(second), given},
		{"an iteration of a comment of one that was reopened", all(state, closed42, reopened42), all(second), ""},
		{"an iteration of a comment of another one", all(state, closed42, `data: {comment-2: `+of43+`}`), all(second), ""},

		{"completed", all(state, closed42), all(isDone), ""},
		{"completed after it was exhausted", all(state, closed42, `data: {status: exhausted}`), all(isDone), ""},
		{"completed while a pull request is open", all(state, closed42, `data: {comment-2: `+of43+`}`), all(isDone), completed},
		{"completed while all pull requests are open", all(state), all(`data: {status: completed, counted_keys: "2"}`), completed},
		{"completed while a run is to be made", all(state, closed42, `data: {handled-1: null}`), all(isDone), completed},
		{"completed without a comment", all(empty, labelled, closed42), all(`data: {status: completed, counted_keys: "1"}`), completed},
		{"completed while a person has paused it", all(state, closed42, `data: {status: paused}`), all(isDone), status},
		{"another count", all(state, closed42), all(`data: {status: completed, counted_keys: "4"}`), count},
		{"a count of a task that goes on", all(state, closed42), all(`data: {counted_keys: "3"}`), ""},
		{"active again", all(state, closed42, isDone, reopened42), all(second, `data: {status: active}`), ""},
		{"another word", all(state, closed42), all(`data: {status: done}`), status},
	})

	states.user, states.policy = c.client("system:serviceaccount:built-agents:built-janitor"), "built-janitor.built-agents"
	states.run(t, []attempt{
		{"a completed state is deleted", all(state, closed42, isDone), nil, ""},
		{"a completed state to which a comment has come is deleted", all(state, closed42, isDone, `data: {comment-3: `+of43+`}`), nil, janitorDeletes},
		{"a completed state of which a pull request was reopened is deleted", all(state, closed42, isDone, reopened42), nil, janitorDeletes},
		{"a state of a closed pull request alone is deleted", all(empty, labelled, closed42), nil, ""},
		{"a completed state in which a run is not acknowledged is deleted", all(state, closed42, isDone, `data: {iteration-2: "2"}`), nil, janitorDeletes},
		{"a completed state without a count is deleted", all(state, closed42, `data: {status: completed}`), nil, janitorDeletes},
	})

	const touch = `metadata: {annotations: {remediation.5dlabs.com/resync: 3-1767323045}}`
	states.user, states.policy = c.client("system:serviceaccount:built-agents:built-resync"), "built-resync.built-agents"
	states.run(t, []attempt{
		{"a completed state is touched", all(state, closed42, isDone), all(touch), "The resync re-triggers ConfigMaps labelled app: built-loop in which something is left to do"},
		{"a completed state in which a run is not acknowledged is touched", all(state, closed42, isDone, `data: {iteration-2: "2"}`), all(touch), ""},
		{"a state at rest that has not counted a closed pull request is touched", all(state, `data: {handled-2: "2"}`, closed42), all(touch), ""},
		{"a state at rest that has counted it is touched", all(state, `data: {handled-2: "2", counted_keys: "3"}`, closed42), all(touch), "The resync re-triggers ConfigMaps labelled app: built-loop in which something is left to do"},
		{"a state of a closed pull request alone is touched", all(empty, labelled, closed42), all(touch), "The resync re-triggers ConfigMaps labelled app: built-loop in which something is left to do"},
		{"a completed state to which a comment has come is touched", all(state, closed42, isDone, `data: {comment-3: `+of43+`}`), all(touch), ""},
	})
}
