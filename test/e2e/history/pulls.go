package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
)

// pullEvent is a pull request that was closed or reopened, as a key of a state has it: closed-<pr>-<seconds>, reopened-<pr>-<seconds>.
type pullEvent struct {
	key, pr string
	seconds int64
	closed  bool
}

var pullKey = whole(`(` + vocabulary.ClosedPrefix + `|` + vocabulary.ReopenedPrefix + `)(` + vocabulary.PullRequestPattern + `)-(` + vocabulary.SecondsPattern + `)`)

func readPullKey(key string) (pullEvent, bool) {
	match := pullKey.FindStringSubmatch(key)
	if match == nil {
		return pullEvent{}, false
	}
	return pullEvent{key: key, pr: match[2], seconds: number(match[3]), closed: match[1] == vocabulary.ClosedPrefix}, true
}

// pullEventOf tells what a delivery about a pull request is stored as. Not every one is stored.
func pullEventOf(entry github.Entry) (pullEvent, bool) {
	at, err := time.Parse("2006-01-02T15:04:05Z", entry.UpdatedAt)
	prefix, known := map[string]string{"closed": vocabulary.ClosedPrefix, "reopened": vocabulary.ReopenedPrefix}[entry.Action]
	if err != nil || !known || entry.Kind != github.OfPullRequest || entry.Task() == "" {
		return pullEvent{}, false
	}
	return readPullKey(fmt.Sprintf("%s%d-%d", prefix, entry.PR, at.Unix()))
}

// newerThan says whether an event is the later one of two of a pull request. Of two in one second, it was reopened last.
func (e pullEvent) newerThan(other pullEvent) bool {
	return cmp.Or(cmp.Compare(e.seconds, other.seconds), cmp.Compare(order(e), order(other))) > 0
}

func order(e pullEvent) int {
	if e.closed {
		return 0
	}
	return 1
}

// newestEvents are the last ones of each pull request that the keys of a state tell.
func newestEvents(data map[string]string) map[string]pullEvent {
	newest := map[string]pullEvent{}
	for key := range data {
		if event, is := readPullKey(key); is {
			if known, there := newest[event.pr]; !there || event.newerThan(known) {
				newest[event.pr] = event
			}
		}
	}
	return newest
}

// closed says whether a pull request is, as far as the state knows.
func (s *state) closed(pr string) bool { return s.completes && s.pulls[pr].closed }

// outdated are the keys of pull requests that have a newer one, in order.
func (s *state) outdated() []string {
	if !s.completes {
		return nil
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.data)), func(key string) bool {
		event, is := readPullKey(key)
		return !is || s.pulls[event.pr].key == key
	})
}

// incomplete tells why a task is not completed; nothing when it is.
func (s *state) incomplete() string {
	if !s.completes {
		return "its loop does not hear of pull requests"
	}
	valid := s.chosen(func(c comment) bool { return c.valid })
	if len(valid) == 0 {
		return "it has no comment"
	}
	for _, c := range valid {
		if !s.closed(c.pr) {
			return fmt.Sprintf("pull request %s of comment %s is open", c.pr, c.id)
		}
	}
	if open := s.open(); len(open) > 0 {
		return fmt.Sprintf("comment %s, iteration %d, is not handled", open[0].id, open[0].iteration)
	}
	return ""
}

// arrivals counts the keys of a state that something has come with: comments, and events of pull requests.
func (s *state) arrivals() int {
	count := 0
	for key := range s.data {
		for _, prefix := range []string{vocabulary.CommentPrefix, vocabulary.ClosedPrefix, vocabulary.ReopenedPrefix} {
			if strings.HasPrefix(key, prefix) && key != prefix {
				count++
			}
		}
	}
	return count
}

// tellsOfPulls says whether a state has a key that begins as that of an event of a pull request.
func (s *state) tellsOfPulls() bool {
	for key := range s.data {
		for _, prefix := range []string{vocabulary.ClosedPrefix, vocabulary.ReopenedPrefix} {
			if strings.HasPrefix(key, prefix) && key != prefix {
				return true
			}
		}
	}
	return false
}

// left tells what is left to do for a state, whatever a person says; nothing when it is at rest. Comments that the loop does not look at
// count too.
func (s *state) left() string {
	commented := false
	for _, key := range slices.Sorted(maps.Keys(s.data)) {
		id, is := strings.CutPrefix(key, vocabulary.CommentPrefix)
		if !is || id == "" {
			continue
		}
		commented = true
		_, handled := s.data[vocabulary.HandledPrefix+id]
		_, given := s.data[vocabulary.IterationPrefix+id]
		if !handled && (given || !s.completes || s.status != vocabulary.CompletedStatus) {
			return fmt.Sprintf("its comment %s is not handled", id)
		}
	}
	if counted := s.data[vocabulary.CountedKeysKey]; s.completes && commented && s.tellsOfPulls() && counted != strconv.Itoa(s.arrivals()) {
		return fmt.Sprintf("counted_keys is %q, and the state has %d", counted, s.arrivals())
	}
	return ""
}

// pullStored looks at an event of a pull request that the loop has just written down.
func (r *replay) pullStored(life *life, version Version, event pullEvent, next *state) {
	about := standing{life.task, event.key}
	deliveries := r.pulls[about]
	value := next.data[event.key]
	switch {
	case len(deliveries) == 0 && r.refusedPulls[about]:
		r.violation("I3", version, "%s was stored, and a filter refuses it", event.key)
	case len(deliveries) == 0:
		r.violation("I1", version, "%s was stored, and nobody has sent it for task %s", event.key, life.task)
	case !slices.ContainsFunc(deliveries, func(e github.Entry) bool { return !e.Sent.After(version.Seen) && e.UpdatedAt == value }):
		r.violation("I1", version, "%s was stored as %q, which is not what had been sent", event.key, value)
	}
	if label := version.Object.GetLabels()[vocabulary.AtRestLabel]; label == "true" {
		r.violation("I1", version, "%s was stored, and label %s is %q, so nobody sees it", event.key, vocabulary.AtRestLabel, label)
	}
}

// pullVanished looks at an event of a pull request that the loop has just removed: a newer one has to be there.
func (r *replay) pullVanished(version Version, event pullEvent, next *state) {
	if newest, there := next.pulls[event.pr]; !there || !newest.newerThan(event) {
		r.violation("I2", version, "%s has vanished, and there is no newer key of pull request %s, by %s", event.key, event.pr, r.people.author(version))
	}
}

// completedStep looks at what the loop has just written about a completed task.
func (r *replay) completedStep(version Version, before, next *state) {
	became := next.status == vocabulary.CompletedStatus && before.status != vocabulary.CompletedStatus
	if why := before.incomplete(); became && why != "" {
		r.violation("I4", version, "status became completed, and %s", why)
	}
	if !r.loop.PullRequests {
		return
	}
	if len(next.comments) == 0 && next.status != before.status && !became {
		r.violation("I4", version, "status became %q, and the state has no comment", next.status)
	}
	keys, there := next.data[vocabulary.CountedKeysKey]
	changed := there && keys != before.data[vocabulary.CountedKeysKey]
	if (became || changed) && keys != strconv.Itoa(next.arrivals()) {
		r.violation("I4", version, "counted_keys became %q, and the state has %d", keys, next.arrivals())
	}
}

// checkPullsOwed looks for events of pull requests that were accepted and came to nothing (I1).
func (r *replay) checkPullsOwed() {
	for _, entry := range r.evidence.Deliveries {
		if r.loop.owesPull(entry, r.recordedAt, r.evidence.Waiting) {
			event, _ := pullEventOf(entry)
			r.missing("I1", r.stateObject(entry.Task()), "%s was delivered at %s, answered with %d, and neither it nor a newer key of pull request %s was stored",
				event.key, stamp(entry.Sent), entry.Status, event.pr)
		}
	}
}

// owesPull says whether a delivery about a pull request was taken, and has not been stored.
func (l Loop) owesPull(entry github.Entry, stored memory, waiting []Waiting) bool {
	event, is := pullEventOf(entry)
	return is && l.takes(entry) && entry.Accepted() && !stored.pullAfter(entry.Task(), event, entry.Sent) && !mayWait(waiting, subject{task: entry.Task()})
}
