package garbage

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// FuzzState changes two places of an event of a state. Without -fuzz it runs its seeds only.
func FuzzState(f *testing.F) {
	loop, bases := open(f, "remediation-state", "state")
	names := slices.Sorted(maps.Keys(bases))
	f.Add(uint8(0), "body/data/comment-5", `{"pr":42,"repo":"5dlabs/cto"}`, "body/data/iteration-5", "3")
	f.Add(uint8(1), "body/data/status", "paused", "body/data/max_iterations", "ten")
	f.Add(uint8(2), "body/metadata/name", "task-8-remediation-state", "oldBody", "null")
	f.Add(uint8(3), "body/data/handled-2345678901", "", "body/metadata/annotations", `{"remediation.5dlabs.com/resync":7}`)
	f.Add(uint8(4), "body/data/comment-2345678901", `"{\"pr\":9999999999}"`, "type", "ADD")
	f.Add(uint8(5), "body/metadata/labels/app", "[]", "body/data/last_comment_id", "x\n")
	f.Fuzz(func(t *testing.T, base uint8, path, value, other, otherValue string) {
		event := changed(bases[names[int(base)%len(names)]], path, value, other, otherValue)
		for _, problem := range loop.state(event) {
			t.Error(problem)
		}
	})
}

// FuzzComment changes two places of an accepted comment.
func FuzzComment(f *testing.F) {
	loop, bases := open(f, "github", "issue_comment")
	f.Add("body/comment/id", "12", "body/issue/number", "7")
	f.Add("body/comment/id", "1e14", "body/issue/labels/1/name", "task-8")
	f.Add("body/issue/labels", `[{"name":"task-1\n"},null,"task-2",{"name":["task-3"]}]`, "body/comment/created_at", "\u2028")
	f.Add("body/comment/body", "x🔴 Required Changes\x00", "body/comment/user/login", "5DLabs-Tess[bot]")
	f.Add("headers/X-Github-Event/0", "issue_comment\n", "body/repository/full_name", "5dlabs/cto/..")
	f.Fuzz(func(t *testing.T, path, value, other, otherValue string) {
		for _, problem := range loop.comment(changed(bases["comment-accepted"], path, value, other, otherValue)) {
			t.Error(problem)
		}
	})
}

// changed puts two values into a copy of an event: JSON when they are, else text.
func changed(event map[string]any, path, value, other, otherValue string) map[string]any {
	event, err := decode(encode(event))
	if err != nil {
		panic(err)
	}
	for _, pair := range [][2]string{{path, value}, {other, otherValue}} {
		var parsed any
		if json.Unmarshal([]byte(pair[1]), &parsed) != nil {
			parsed = valid(pair[1])
		}
		edit{strings.Split(valid(pair[0]), "/"), parsed}.apply(event)
	}
	return event
}

// valid is what JSON can carry of a text.
func valid(text string) string { return strings.ToValidUTF8(text, "\ufffd") }
