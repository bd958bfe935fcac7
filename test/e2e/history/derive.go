package history

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// historyLength is how many comments feedback_history keeps.
const historyLength = 50

// derived is what the loop ought to have written for the keys that are there. With next, as if that comment had just been given an
// iteration.
type derived struct {
	data    map[string]string
	pending string
}

func (s *state) derive(next *comment) derived {
	waiting := s.waiting()
	status := s.status
	if !s.paused() {
		status = "active"
		if len(waiting) > 0 && int64(s.last) >= s.max {
			status = "exhausted"
		}
	}
	current := s.last
	if next != nil {
		current++
	}
	started := s.data["start_time"]
	if started == "" {
		started = s.object.GetCreationTimestamp().UTC().Format("2006-01-02T15:04:05Z")
	}
	want := derived{pending: "false", data: map[string]string{
		"status": status, "max_iterations": strconv.FormatInt(s.max, 10), "current_iteration": strconv.Itoa(current), "start_time": started,
		"feedback_history": s.history(next, current),
	}}
	if next != nil {
		want.data["iteration-"+next.id] = strconv.Itoa(current)
		want.data["max-"+next.id] = want.data["max_iterations"]
	}
	if len(waiting)+len(s.open()) > 0 {
		want.pending = "true"
	}
	return want
}

func (s *state) history(next *comment, current int) string {
	entries := []map[string]any{}
	for _, c := range s.comments {
		entry := map[string]any{"id": c.id, "pr": nil, "repo": c.repo, "author": c.author, "at": c.at, "iteration": nil}
		if c.pr != "" {
			entry["pr"] = c.pr
		}
		if c.iteration != 0 {
			entry["iteration"] = c.iteration
		}
		if next != nil && c.id == next.id {
			entry["iteration"] = current
		}
		entries = append(entries, entry)
	}
	content, err := json.Marshal(entries[max(0, len(entries)-historyLength):])
	if err != nil {
		panic(err) // strings and numbers
	}
	return string(content)
}

// differences tells where a state is not as it ought to be.
func (s *state) differences(want derived, pendingLabel string) []string {
	var found []string
	for _, field := range slices.Sorted(maps.Keys(want.data)) {
		got := s.data[field]
		if got == want.data[field] || field == "feedback_history" && sameJSON(got, want.data[field]) {
			continue
		}
		found = append(found, fmt.Sprintf("%s is %q, its keys say %q", field, got, want.data[field]))
	}
	if got := s.object.GetLabels()[pendingLabel]; got != want.pending {
		found = append(found, fmt.Sprintf("label %s is %q, its keys say %q", pendingLabel, got, want.pending))
	}
	return found
}

func sameJSON(a, b string) bool {
	var left, right any
	return json.Unmarshal([]byte(a), &left) == nil && json.Unmarshal([]byte(b), &right) == nil && reflect.DeepEqual(left, right)
}
