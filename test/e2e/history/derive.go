package history

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
)

// historyLength is how many comments feedback_history keeps.
const historyLength = 50

// derive tells what the loop ought to have written for the keys that are there. With next, as if those comments had just been given
// their iterations. Of a state that has nothing but events of pull requests it writes nothing.
func (s *state) derive(next []comment) map[string]string {
	if s.completes && len(s.comments) == 0 {
		return map[string]string{}
	}
	waiting := s.waiting()
	status := s.status
	if !s.paused() {
		status = vocabulary.ActiveStatus
		switch {
		case s.incomplete() == "":
			status = vocabulary.CompletedStatus
		case len(waiting) > 0 && int64(s.last) >= s.max && (len(s.open()) == 0 || s.status == vocabulary.ExhaustedStatus):
			status = vocabulary.ExhaustedStatus
		}
	}
	given := map[string]int{}
	for i, c := range next {
		given[c.id] = s.last + 1 + i
	}
	started := s.data[vocabulary.StartTimeKey]
	if started == "" {
		started = s.object.GetCreationTimestamp().UTC().Format("2006-01-02T15:04:05Z")
	}
	want := map[string]string{
		vocabulary.StatusKey:           status,
		vocabulary.MaxIterationsKey:    strconv.FormatInt(s.max, 10),
		vocabulary.CurrentIterationKey: strconv.Itoa(s.last + len(next)),
		vocabulary.StartTimeKey:        started,
		vocabulary.FeedbackHistoryKey:  s.history(given),
	}
	if s.completes && s.tellsOfPulls() {
		want[vocabulary.CountedKeysKey] = strconv.Itoa(s.arrivals() - len(s.outdated())) // it removes those in the same write
	}
	for id, iteration := range given {
		want[vocabulary.IterationPrefix+id] = strconv.Itoa(iteration)
		want[vocabulary.MaxPrefix+id] = want[vocabulary.MaxIterationsKey]
	}
	return want
}

func (s *state) history(given map[string]int) string {
	entries := []map[string]any{}
	for _, c := range s.comments {
		entry := map[string]any{"id": c.id, "pr": nil, "repo": c.repo, "author": c.author, "at": c.at, "iteration": nil}
		if c.pr != "" {
			entry["pr"] = c.pr
		}
		if c.iteration != 0 {
			entry["iteration"] = c.iteration
		}
		if iteration, ok := given[c.id]; ok {
			entry["iteration"] = iteration
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
func (s *state) differences(want map[string]string) []string {
	var found []string
	for _, field := range slices.Sorted(maps.Keys(want)) {
		got := s.data[field]
		switch {
		case got == want[field], field == vocabulary.FeedbackHistoryKey && (sameJSON(got, want[field]) || s.moves()), field == vocabulary.CountedKeysKey && s.moves():
			continue
		}
		found = append(found, fmt.Sprintf("%s is %q, its keys say %q", field, got, want[field]))
	}
	for _, key := range s.outdated() {
		event, _ := readPullKey(key)
		found = append(found, fmt.Sprintf("%s is still there, and %s is newer", key, s.pulls[event.pr].key))
	}
	if s.touchedAtRest() {
		found = append(found, fmt.Sprintf("annotation %s is %q, and nothing is left to do", vocabulary.ResyncAnnotation, s.object.GetAnnotations()[vocabulary.ResyncAnnotation]))
	}
	return found
}

// moves says whether an assignment is open that nobody has stopped: the next ones write the history.
func (s *state) moves() bool { return len(s.open()) > 0 && !s.paused() }

// touchedAtRest says whether a touch of the resync is still there, though it would not touch the state any more.
func (s *state) touchedAtRest() bool {
	return s.left() == "" && s.object.GetAnnotations()[vocabulary.ResyncAnnotation] != ""
}

func sameJSON(a, b string) bool {
	var left, right any
	return json.Unmarshal([]byte(a), &left) == nil && json.Unmarshal([]byte(b), &right) == nil && reflect.DeepEqual(left, right)
}
