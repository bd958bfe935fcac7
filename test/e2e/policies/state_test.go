package policies

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

const (
	stored = `'{"at":"2026-01-02T03:04:05Z","author":"5DLabs-Tess[bot]","pr":42,"repo":"5dlabs/cto"}'`
	// unreadable is like a stored comment but for an escape that JSON does not know.
	unreadable = `'{"at":"\q","author":"5DLabs-Tess[bot]","pr":42,"repo":"5dlabs/cto"}'`

	// handledState has a comment that is handled and one that waits.
	handledState = `
apiVersion: v1
kind: ConfigMap
metadata:
  name: task-{{.N}}-remediation-state
  labels: {app: remediation-loop, task-id: "{{.N}}"}
data:
  comment-1: ` + stored + `
  iteration-1: "1"
  max-1: "10"
  handled-1: "1"
  comment-2: ` + stored + `
  last_comment_id: "2"
  status: active
  current_iteration: "1"
  max_iterations: "10"
  start_time: "2026-01-02T03:04:05Z"
  feedback_history: "[]"
`
	// newState is as check-iteration-state makes it.
	newState = `
apiVersion: v1
kind: ConfigMap
metadata:
  name: task-{{.N}}-remediation-state
  labels: {app: remediation-loop, task-id: "{{.N}}", remediation.5dlabs.com/at-rest: "false"}
data: {comment-1: ` + stored + `, last_comment_id: "1"}
`
	second   = `data: {iteration-2: "2", max-2: "10", current_iteration: "2"}`
	assigned = `data: {iteration-2: "2", max-2: "10", current_iteration: "2", feedback_history: "[{}]"}`
)

// long is so much text.
func long(characters int) string { return strings.Repeat("x", characters) }

// storedAt is a stored comment that says a time.
func storedAt(at string) string { return strings.Replace(stored, "2026-01-02T03:04:05Z", at, 1) }

// atRest sets the label of the janitor.
func atRest(value string) string {
	return `metadata: {labels: {remediation.5dlabs.com/at-rest: "` + value + `"}}`
}

// third is one more comment that waits.
const third = `data: {comment-3: ` + stored + `}`

// more are so many comments that wait, from comment 2 on.
func more(comments int) string {
	data := map[string]string{"max_iterations": "100"}
	for id := 2; id < 2+comments; id++ {
		data[fmt.Sprintf("comment-%d", id)] = strings.Trim(stored, "'")
	}
	return dataOf(data)
}

// given are the iterations of more.
func given(comments int) string {
	data := map[string]string{"current_iteration": strconv.Itoa(comments + 1)}
	for id := 2; id < 2+comments; id++ {
		data[fmt.Sprintf("iteration-%d", id)], data[fmt.Sprintf("max-%d", id)] = strconv.Itoa(id), "100"
	}
	return dataOf(data)
}

func dataOf(data map[string]string) string {
	content, err := json.Marshal(map[string]any{"data": data})
	if err != nil {
		panic(err) // strings
	}
	return string(content)
}

func stateAttempts() []attempt {
	const (
		name        = "The sensor writes ConfigMaps named task-<number>-remediation-state and no others"
		labels      = "The labels of a state are app: remediation-loop, task-id: the task of its name, and remediation.5dlabs.com/at-rest: false"
		otherLabels = "The sensor leaves the other labels of a state as they are, and adds none that policies.injectedMetadata does not name"
		annotations = "The sensor leaves the annotations of a state as they are, and adds none that policies.injectedMetadata does not name, but may remove remediation.5dlabs.com/resync"
		adoption    = "The sensor makes no ConfigMap of others its own: one with keys, but neither a label nor a key of a state"
		others      = "The sensor leaves binaryData, immutable, finalizers and ownerReferences of a state alone"
		removal     = "The sensor removes no key of a state"
		keys        = "A state begins with a comment and last_comment_id, and later has no keys but those of the loop"
		last        = "last_comment_id is the id of a stored comment"
		comment     = "A comment is stored once, as JSON with at, author, pr and repo"
		oneByOne    = "One comment is stored at a time, in at most 1000 bytes"
		once        = "An iteration is given to a comment once"
		waiting     = "The comments that are given an iteration are stored and not handled"
		atOnce      = "At most 10 comments are given an iteration at once"
		next        = "The iterations that are given are those after the last one, and at most max_iterations"
		active      = "An iteration is given while the status is active"
		open        = "No iteration is given while another one is not handled"
		max         = "max- is written with the iteration- of the same comment, and equals max_iterations"
		handled     = "handled- equals the iteration- that the comment was given before"
		status      = "The sensor sets status to active or exhausted, and leaves any other word alone"
		maximum     = "The sensor sets max_iterations to the default, where it is no number"
		start       = "The sensor sets start_time once, to the time at which the state was made"
		current     = "current_iteration is the last iteration that was given"
		history     = "feedback_history is a list"
		longHistory = "feedback_history has at most 65536 bytes, and more only where a person has typed long comments"
	)
	return []attempt{
		{"a new state", nil, all(newState), ""},
		{"a new state without the label app", nil, all(newState, `metadata: {labels: {app: null}}`), labels},
		{"a new state without the label task-id", nil, all(newState, `metadata: {labels: {task-id: null}}`), labels},
		{"a new state without labels", nil, all(newState, `metadata: {labels: null}`), labels},
		{"a new state without the label at-rest", nil, all(newState, `metadata: {labels: {remediation.5dlabs.com/at-rest: null}}`), labels},
		{"a new state at rest", nil, all(newState, `metadata: {labels: {remediation.5dlabs.com/at-rest: "true"}}`), labels},
		{"a comment of a state at rest", all(handledState, atRest("true")), all(`data: {comment-3: `+stored+`, last_comment_id: "3"}`, atRest("false")), ""},
		{"a state of before the label", all(handledState), all(`data: {comment-3: `+stored+`}`, atRest("false")), ""},
		{"a state that is put to rest", all(handledState), all(atRest("true")), labels},
		{"a state that stays at rest", all(handledState, atRest("true")), all(assigned), ""},
		{"a new state of another task", nil, all(newState, `metadata: {labels: {task-id: "0"}}`), labels},
		{"a new state of another name", nil, all(newState, `metadata: {name: "task-{{.N}}"}`), name},
		{"a new state with another label", nil, all(newState, `metadata: {labels: {team: blue}}`), otherLabels},
		{"a new state that Argo CD takes for its own", nil, all(newState, `metadata: {annotations: {argocd.argoproj.io/tracking-id: "app:/ConfigMap:agent-platform/a"}}`), annotations},
		{"a new state with a large annotation", nil, all(newState, `metadata: {annotations: {a: `+long(200_000)+`}}`), annotations},
		{"a new state that is touched", nil, all(newState, `metadata: {annotations: {remediation.5dlabs.com/resync: 1-2}}`), annotations},
		{"a new state that is immutable", nil, all(newState, `immutable: true`), others},
		{"a new state with binary data", nil, all(newState, `binaryData: {a: AAAA}`), others},
		{"a new state with a finalizer", nil, all(newState, `metadata: {finalizers: [example.com/x]}`), others},
		{"a new state with an owner", nil, all(newState, `metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}`), others},
		{"acknowledge-iteration on a state that is gone", nil, all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "task-{{.N}}-remediation-state"}, data: {handled-1: "1"}}`), labels},
		{"a new state with an iteration", nil, all(newState, `data: {iteration-1: "1"}`), keys},
		{"a new state with a status", nil, all(newState, `data: {status: active}`), keys},
		{"a new state with a last comment that it has not", nil, all(newState, `data: {last_comment_id: "2"}`), last},
		{"a new state with a comment of another form", nil, all(newState, `data: {comment-1: "{}"}`), comment},
		{"a new state with a comment of the repository in another case", nil, all(newState, strings.ReplaceAll(`data: {comment-1: `+stored+`}`, "5dlabs/cto", "5DLabs/CTO")), ""},
		{"a new state with a comment of a repository with a letter like s", nil, all(newState, strings.ReplaceAll(`data: {comment-1: `+stored+`}`, "5dlabs/cto", "5dlab\u017f/cto")), comment},
		{"a new state with a comment of another repository", nil, all(newState, strings.ReplaceAll(`data: {comment-1: `+stored+`}`, "5dlabs/cto", "evil/cto")), comment},
		{"a new state with a comment on no pull request", nil, all(newState, strings.ReplaceAll(`data: {comment-1: `+stored+`}`, "42", "0")), comment},
		{"a new state with a comment that no parser reads", nil, all(newState, `data: {comment-1: `+unreadable+`}`), comment},
		{"a new state with a comment of several lines", nil, all(newState, strings.ReplaceAll(`data: {comment-1: `+stored+`}`, "5DLabs-Tess[bot]", "5DLabs\n\n      Tess")), comment},
		{"a new state with a comment of all escapes", nil, all(newState, strings.ReplaceAll(`data: {comment-1: `+stored+`}`, "5DLabs-Tess[bot]", `\"\\\/\b\f\n\r\t\u00e9`)), ""},

		{"a new state with two comments", nil, all(newState, `data: {comment-2: `+stored+`}`), oneByOne},
		{"a new state with a long comment", nil, all(newState, `data: {comment-1: `+storedAt(long(1000))+`}`), oneByOne},
		{"a new state with a comment as long as one may be", nil, all(newState, `data: {comment-1: `+storedAt(long(800))+`}`), ""},

		{"another comment", all(handledState), all(`data: {comment-3: ` + stored + `, last_comment_id: "3"}`), ""},
		{"the same comment again", all(handledState), all(`data: {comment-1: ` + stored + `, last_comment_id: "1"}`), ""},
		{"a comment in place of what a person has typed", all(handledState, `data: {comment-3: "not JSON"}`), all(`data: {comment-3: ` + stored + `}`), ""},
		{"another comment under the same id", all(handledState), all(strings.ReplaceAll(`data: {comment-1: `+stored+`}`, "42", "43")), comment},
		{"a comment that is no JSON", all(handledState), all(`data: {comment-3: hello}`), comment},
		{"a comment that is removed", all(handledState), all(`data: {comment-1: null}`), removal},
		{"a last comment that is not stored", all(handledState), all(`data: {last_comment_id: "7"}`), last},

		{"an assignment", all(handledState), all(assigned), ""},
		{"an assignment to what a person has typed", all(handledState, `data: {iteration-2: soon}`), all(assigned), ""},
		{"the first assignment", all(newState), all(`data: {iteration-1: "1", max-1: "10", status: active, max_iterations: "10", current_iteration: "1", start_time: "{{.Created}}", feedback_history: "[]"}`), ""},
		{"an assignment after a gap", all(handledState, `data: {iteration-1: "7", handled-1: "7"}`), all(`data: {iteration-2: "8", max-2: "10", current_iteration: "8"}`), ""},
		{"an assignment beside one of a comment that is none", all(handledState, `data: {iteration-9: "4"}`), all(`data: {iteration-2: "5", max-2: "10", current_iteration: "5"}`), ""},
		{"an assignment again, under another maximum", all(handledState, `data: {max-2: "3"}`), all(assigned), ""},
		{"an assignment that changes", all(handledState), all(`data: {iteration-1: "2", current_iteration: "2"}`), once},
		{"an assignment that is removed", all(handledState), all(`data: {iteration-1: null}`), removal},
		{"an assignment to no comment", all(handledState), all(`data: {iteration-3: "2", max-3: "10", current_iteration: "2"}`), waiting},
		{"an assignment to a comment that comes with it", all(handledState), all(`data: {iteration-3: "2", max-3: "10", current_iteration: "2", comment-3: ` + stored + `}`), waiting},
		{"an assignment to a handled comment", all(handledState, `data: {handled-2: "1"}`), all(second), waiting},
		{"two assignments", all(handledState, third), all(`data: {iteration-2: "2", max-2: "10", iteration-3: "3", max-3: "10", current_iteration: "3"}`), ""},
		{"ten assignments", all(handledState, more(10)), all(given(10)), ""},
		{"eleven assignments", all(handledState, more(11)), all(given(11)), atOnce},
		{"two assignments, one of them to no comment", all(handledState), all(`data: {iteration-2: "2", iteration-3: "3", current_iteration: "3"}`), waiting},
		{"two assignments, one of them to a handled comment", all(handledState, third, `data: {handled-3: "2"}`), all(`data: {iteration-2: "2", iteration-3: "3", current_iteration: "3"}`), waiting},
		{"two assignments of one iteration", all(handledState, third), all(`data: {iteration-2: "2", iteration-3: "2", current_iteration: "3"}`), next},
		{"two assignments that leave one out", all(handledState, third), all(`data: {iteration-2: "2", iteration-3: "4", current_iteration: "3"}`), next},
		{"two assignments, one of them beyond the maximum", all(handledState, third, `data: {max_iterations: "2"}`), all(`data: {iteration-2: "2", iteration-3: "3", current_iteration: "3"}`), next},
		{"an assignment of an iteration that was given", all(handledState), all(`data: {iteration-2: "1", max-2: "10", current_iteration: "2"}`), next},
		{"an assignment that leaves one out", all(handledState), all(`data: {iteration-2: "3", max-2: "10", current_iteration: "2"}`), next},
		{"an assignment of no number", all(handledState), all(`data: {iteration-2: "two", max-2: "10", current_iteration: "2"}`), next},
		{"an assignment beyond the maximum", all(handledState, `data: {max_iterations: "1"}`), all(`data: {iteration-2: "2", max-2: "1", current_iteration: "2"}`), next},
		{"an assignment beyond the default", all(handledState, `data: {max_iterations: lots, iteration-1: "10", handled-1: "10"}`), all(`data: {iteration-2: "11", max-2: "10", max_iterations: "10", current_iteration: "11"}`), next},
		{"an assignment under a raised maximum", all(handledState, `data: {max_iterations: "12", iteration-1: "10", handled-1: "10"}`), all(`data: {iteration-2: "11", max-2: "12", current_iteration: "11"}`), ""},
		{"an assignment to a paused task", all(handledState, `data: {status: paused}`), all(second), active},
		{"an assignment while one is open", all(handledState, `data: {handled-1: null}`), all(second), open},
		{"an assignment while one of a comment that no parser reads is open", all(handledState, `data: {handled-1: null, comment-1: `+unreadable+`}`), all(second), ""},
		{"a maximum without an assignment", all(handledState), all(`data: {max-2: "10"}`), max},
		{"a maximum of another comment", all(handledState), all(second, `data: {max-3: "10"}`), max},
		{"a maximum that does not hold", all(handledState), all(second, `data: {max-2: "11"}`), max},
		{"a maximum that is removed", all(handledState), all(`data: {max-1: null}`), removal},

		{"a handled comment", all(handledState, assigned), all(`data: {handled-2: "2"}`), ""},
		{"a handled comment again", all(handledState), all(`data: {handled-1: "1"}`), ""},
		{"a handled comment set right", all(handledState, `data: {handled-1: "7"}`), all(`data: {handled-1: "1"}`), ""},
		{"a handled comment without its label", all(handledState, assigned, `metadata: {labels: {app: null, task-id: null}}`), all(`data: {handled-2: "2"}`), ""},
		{"a handled comment of another iteration", all(handledState, assigned), all(`data: {handled-2: "1"}`), handled},
		{"a handled comment that has no iteration", all(handledState), all(`data: {handled-2: "2"}`), handled},
		{"a handled comment that is given its iteration with it", all(handledState), all(second, `data: {handled-2: "2"}`), handled},
		{"a handled comment that changes", all(handledState), all(`data: {handled-1: "2"}`), handled},
		{"a handled comment that is no more", all(handledState), all(`data: {handled-1: null}`), removal},

		{"exhausted", all(handledState), all(`data: {status: exhausted}`), ""},
		{"active again", all(handledState, `data: {status: exhausted}`), all(`data: {status: active}`), ""},
		{"a status of a person's", all(handledState), all(`data: {status: paused}`), status},
		{"a pause that ends", all(handledState, `data: {status: paused}`), all(`data: {status: active}`), status},
		{"the default where a person has typed a word", all(handledState, `data: {max_iterations: ten}`), all(`data: {max_iterations: "10"}`), ""},
		{"a maximum of the sensor's own", all(handledState, `data: {max_iterations: ten}`), all(`data: {max_iterations: "1000"}`), maximum},
		{"a maximum of a person's that changes", all(handledState, `data: {max_iterations: "3"}`), all(`data: {max_iterations: "10"}`), maximum},
		{"a start", all(handledState, `data: {start_time: ""}`), all(`data: {start_time: "{{.Created}}"}`), ""},
		{"a start of the sensor's own", all(handledState, `data: {start_time: ""}`), all(`data: {start_time: now}`), start},
		{"another start", all(handledState), all(`data: {start_time: "{{.Created}}"}`), start},
		{"a counter set right", all(handledState, `data: {current_iteration: many}`), all(`data: {current_iteration: "1"}`), ""},
		{"a counter that is wrong", all(handledState), all(`data: {current_iteration: "2"}`), current},
		{"another history", all(handledState, `data: {feedback_history: none}`), all(`data: {feedback_history: "[1]"}`), ""},
		{"a history that is none", all(handledState), all(`data: {feedback_history: none}`), history},
		{"a long history", all(handledState), all(`data: {feedback_history: "[` + long(60_000) + `"}`), ""},
		{"a history that fills the state", all(handledState), all(`data: {feedback_history: "[` + long(900_000) + `"}`), longHistory},
		{"a history of characters that take four bytes", all(handledState), all(`data: {feedback_history: "[` + strings.Repeat("🔴", 20_000) + `"}`), longHistory},
		{"a history with what a person has typed", all(handledState, `data: {comment-3: '{"pr":42,"at":"`+long(90_000)+`"}'}`), all(`data: {feedback_history: "[` + long(95_000) + `"}`), ""},
		{"a key of a person's stays", all(handledState, `data: {note: hello, iteration-x: "1", comment-007: x}`), all(assigned), ""},
		{"a key of a person's", all(handledState), all(`data: {note: hello}`), keys},
		{"a key that is like one of the loop's", all(handledState), all(`data: {comment-007: ` + stored + `}`), keys},
		{"a key of a person's that is removed", all(handledState, `data: {note: hello}`), all(`data: {note: null}`), removal},

		{"settled", all(handledState, `metadata: {annotations: {remediation.5dlabs.com/resync: 1-2, a: b}}`), all(`metadata: {annotations: {remediation.5dlabs.com/resync: null}}`), ""},
		{"a touch", all(handledState), all(`metadata: {annotations: {remediation.5dlabs.com/resync: 1-2}}`), annotations},
		{"another touch", all(handledState, `metadata: {annotations: {remediation.5dlabs.com/resync: 1-2}}`), all(`metadata: {annotations: {remediation.5dlabs.com/resync: 2-2}}`), annotations},
		{"an annotation of its own", all(handledState), all(assigned, `metadata: {annotations: {a: b}}`), annotations},
		{"an annotation of Argo CD's", all(handledState), all(`metadata: {annotations: {argocd.argoproj.io/tracking-id: "app:/ConfigMap:agent-platform/a"}}`), annotations},
		{"an annotation that changes", all(handledState, `metadata: {annotations: {a: b}}`), all(`metadata: {annotations: {a: c}}`), annotations},
		{"a label of its own", all(handledState), all(assigned, `metadata: {labels: {team: blue}}`), otherLabels},
		{"what people put in stays", all(handledState, `metadata: {labels: {team: blue}, annotations: {a: b}}`), all(assigned), ""},
		{"an annotation that is removed", all(handledState, `metadata: {annotations: {a: b}}`), all(`metadata: {annotations: {a: null}}`), annotations},
		{"labels that a person has removed", all(handledState, `metadata: {labels: null}`), all(newState), ""},
		{"labels set right", all(handledState, `metadata: {labels: {app: one, task-id: two}}`), all(`{metadata: {labels: {app: remediation-loop, task-id: "{{.N}}"}}, data: {comment-3: ` + stored + `}}`), ""},
		{"labels that a person has changed stay", all(handledState, `metadata: {labels: {task-id: two, team: blue}}`), all(assigned), ""},
		{"a label that becomes wrong", all(handledState), all(`metadata: {labels: {task-id: "0"}}`), labels},
		{"a label that is removed", all(handledState, `metadata: {labels: {team: blue}}`), all(`metadata: {labels: {team: null}}`), otherLabels},
		{"a label of somebody else's", all(handledState, `metadata: {labels: {team: blue}}`), all(`metadata: {labels: {team: red}}`), otherLabels},
		{"a state of which a person has left nothing", all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "task-{{.N}}-remediation-state"}}`), all(newState), ""},
		{"a state of which a person has left the label", all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "task-{{.N}}-remediation-state", labels: {app: remediation-loop}}, data: {a: b}}`), all(newState), ""},
		{"a ConfigMap of somebody else's under the name of a state", all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "task-{{.N}}-remediation-state"}, data: {a: b}}`), all(newState), adoption},
		{"a ConfigMap of somebody else's, labelled as a state", all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "somebodys-{{.N}}"}}`), all(`metadata: {labels: {app: remediation-loop}}`), name},
		{"binary data", all(handledState), all(`binaryData: {a: AAAA}`), others},
		{"binary data of a person's stays", all(handledState, `binaryData: {a: AAAA}`), all(assigned), ""},
		{"no change from now on", all(handledState), all(`immutable: true`), others},
		{"a finalizer", all(handledState), all(`metadata: {finalizers: [example.com/x]}`), others},
		{"an owner", all(handledState), all(`metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}`), others},
	}
}

func TestStates(t *testing.T) {
	c := newCluster(t)
	tries{c: c, user: c.client(sensor), resource: configMaps, namespace: platform, policy: "remediation-state.agent-platform"}.run(t, stateAttempts())
}
