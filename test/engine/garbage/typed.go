package garbage

import "strings"

// typed are strings that a person, a tool or an attacker may put where the loop expects another one.
var typed = []string{
	"", " ", "0", "1", "2", "9", "10", "11", "12", "-1", "+1", "01", "1.0", "1.5", "1e1", "1E3", "0x10", "1_000", "１", "١", "NaN", "Infinity", "-0",
	"999999999", "1000000000", "999999999999999", "1000000000000000", "9007199254740993", "9223372036854775807", "99999999999999999999999999",
	"10\n", "\n10", "10 ", "ten", "null", "true", "false", "undefined", "[]", "{}", "\"\"", "{", "[[[[", "nan", "{\"pr\":NaN}", "{\"pr\":Infinity}",
	"active", "exhausted", "paused", "Active", "active ", "ACTIVE", "stopped\n", "done; rm -rf /", "../../x", "%2e%2e", "{{ .Input }}", "${x}", "$(x)",
	"a\x00b", "\x7f", "\u0085\u2028\u2029\ufeff", "🔴👩‍💻", "\u202eevitca", strings.Repeat("x", 70_000), strings.Repeat("9", 5_000), strings.Repeat("[", 20_000),
	strings.Repeat(`{"pr":`, 5_000) + "1" + strings.Repeat("}", 5_000),
	`{"pr":42,"repo":"5dlabs/cto"}`,
	`{"pr":42,"repo":"5dlabs/cto","author":"x","at":"y","id":"1","iteration":99,"valid":true}`,
	`{"pr":42,"repo":"5dlabs/cto"} {"pr":43}`, `{"pr":42,"repo":"5dlabs/cto"`, `{"pr":42,"pr":43,"repo":"5dlabs/cto"}`,
	`{"pr":"42","repo":"5dlabs/cto"}`, `{"pr":42.0,"repo":"5dlabs/cto"}`, `{"pr":4.2e1,"repo":"5dlabs/cto"}`, `{"pr":42.5,"repo":"5dlabs/cto"}`,
	`{"pr":0,"repo":"5dlabs/cto"}`, `{"pr":-1,"repo":"5dlabs/cto"}`, `{"pr":-0,"repo":"5dlabs/cto"}`, `{"pr":1e400,"repo":"5dlabs/cto"}`,
	`{"pr":999999999,"repo":"5dlabs/cto"}`, `{"pr":999999999.9999999999,"repo":"5dlabs/cto"}`, `{"pr":1000000000,"repo":"5dlabs/cto"}`,
	`{"pr":0.9999999999999999999999,"repo":"5dlabs/cto"}`, `{"pr":123456789012345678901234567890,"repo":"5dlabs/cto"}`,
	`{"pr":null,"repo":null}`, `{"pr":true,"repo":"5dlabs/cto"}`, `{"pr":[42],"repo":["5dlabs/cto"]}`, `{"pr":{"x":1},"repo":{"x":1}}`,
	`{"pr":42,"repo":"5dlabs/cto/../../evil"}`, `{"pr":42,"repo":"5dlabs/cto\n"}`, `{"pr":42,"repo":"5DLabs/CTO"}`,
	`{"pr":42,"repo":"5dlabs/cto","author":null,"at":7}`, `{"pr":42,"repo":"5dlabs/cto","author":["x"],"at":{"y":1}}`,
	`{"pr":42,"repo":"5dlabs/cto","author":"\"}],\u0000\ud800","at":"` + strings.Repeat("t", 50_000) + `"}`,
	`[{"pr":42,"repo":"5dlabs/cto"}]`, `"{\"pr\":42}"`, "\ufeff{\"pr\":42,\"repo\":\"5dlabs/cto\"}",
}

// odd are values of other types. The API server refuses most of them; a transform has to stand them all the same, for other people's
// CodeRuns have no schema.
var odd = []any{
	nil, gone{}, true, false, 0.0, 7.0, -1.5, 1e300, "", "x", []any{}, []any{nil}, []any{"x", 7.0}, map[string]any{}, map[string]any{"x": nil},
	map[string]any{"task-id": 7.0, "comment-id": nil, "app": true, "remediation.5dlabs.com/resync": []any{}},
}

// keys are names of keys in the state: of the families that mean something, and almost.
var keys = []string{
	"comment-2345678901", "comment-5", "comment-11", "comment-999999999999999", "comment-1000000000000000", "comment-0", "comment-01", "comment--1", "comment-",
	"comment-x", "Comment-5", "comment-5 ", "comment-5\n", "comment-1.0", "comment-٥", "comment_5", "comment-5.json",
	"iteration-2345678901", "iteration-5", "iteration-11", "iteration-0", "iteration-x", "iteration-", "iteration-999999999999999",
	"max-2345678901", "max-5", "max-11", "max-x", "handled-2345678901", "handled-5", "handled-11", "handled-x", "handled-",
	"status", "max_iterations", "current_iteration", "start_time", "feedback_history", "last_comment_id",
	"", " ", ".", "..", "a.b", "a/b", "#", "@this", "*", "__proto__", "remediation", "data", "type",
}

// objectNames are of ConfigMaps and CodeRuns: valid ones of the loop, and almost.
var objectNames = []any{
	nil, gone{}, 7.0, "", "x", "task-7-remediation-state", "task-8-remediation-state", "task-999999999999999999-remediation-state",
	"task-1000000000000000000-remediation-state", "task-0-remediation-state", "task-07-remediation-state", "task--7-remediation-state",
	"task-7-remediation-state-x", "x-task-7-remediation-state", "task-7-remediation-state\n", "\ntask-7-remediation-state", "task-7\n-remediation-state",
	"Task-7-remediation-state", "task-٧-remediation-state", "task-7e3-remediation-state", "task-7.-remediation-state", "task-7-remediation-stateXremediation-state",
	"remediation-rex-t7-c2345678901", "remediation-rex-t8-c5", "remediation-rex-t7-c2345678901\n", "remediation-rex-t-c", "remediation-rex-t7-c",
}

// metadata are fields that the loop reads of an object, without its name.
var metadata = [][]string{
	{"metadata"}, {"metadata", "uid"}, {"metadata", "resourceVersion"}, {"metadata", "creationTimestamp"}, {"metadata", "labels"}, {"metadata", "annotations"},
	{"metadata", "labels", "app"}, {"metadata", "labels", "task-id"}, {"metadata", "labels", "comment-id"},
	{"metadata", "annotations", "remediation.5dlabs.com/resync"}, {"metadata", "annotations", "remediation.5dlabs.com/iteration"},
	{"metadata", "ownerReferences"}, {"metadata", "ownerReferences", "0"}, {"metadata", "ownerReferences", "0", "kind"}, {"metadata", "ownerReferences", "0", "name"},
	{"metadata", "ownerReferences", "0", "uid"}, {"metadata", "managedFields"}, {"metadata", "managedFields", "0"},
	{"metadata", "managedFields", "0", "time"}, {"data"}, {"binaryData"}, {"spec"}, {"status"}, {"kind"},
}
