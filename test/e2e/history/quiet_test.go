package history

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
)

// resting is a watcher that has seen what a story tells, the last of it this long ago.
func resting(s *story, ago time.Duration) (*Watcher, Rest) {
	record := s.evidence.Record
	for i := range record.Versions {
		record.Versions[i].Seen = record.Versions[i].Seen.Add(time.Since(s.now) - ago)
	}
	for i := range s.evidence.Deliveries {
		entry := &s.evidence.Deliveries[i]
		shift := time.Since(s.now) - ago
		if entry.Sent = entry.Sent.Add(shift); !entry.Answered.IsZero() {
			entry.Answered = entry.Answered.Add(shift)
		}
	}
	w := &Watcher{record: record, moved: make(chan struct{}), done: make(chan struct{}), err: errors.New("it has ended")}
	return w, Rest{Loops: []Loop{s.loop}, Span: time.Second, Deliveries: func() []github.Entry { return s.evidence.Deliveries }, Waiting: s.evidence.Waiting}
}

func TestQuiet(t *testing.T) {
	for name, test := range map[string]struct {
		tell func(*story)
		due  string // empty when nothing is
	}{
		"nothing has happened": {func(*story) {}, ""},
		"at its end":           {func(s *story) { s.whole("7", 2345678901) }, ""},
		"not answered": {func(s *story) {
			s.sent("7", 2345678901, func(e *github.Entry) { e.GUID, e.Answered = "the-guid", time.Time{} })
			s.record("7", 2345678901)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, "still due: the answer to delivery the-guid of comment 2345678901; the last that happened was configmaps agent-platform/task-7-remediation-state, "},
		"not recorded":                  {func(s *story) { s.sent("7", 2345678901) }, "still due: the record of comment 2345678901 in task-7-remediation-state; the last that happened was delivery  of comment 2345678901,"},
		"not recorded, and not to be":   {func(s *story) { s.sent("7", 2345678901, refused) }, ""},
		"not recorded, and not arrived": {func(s *story) { s.sent("7", 2345678901, func(e *github.Entry) { e.Status = 503 }) }, ""},
		"not recorded since a reset": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(person, configMaps, "task-7-remediation-state")
			s.remove(collector, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
			s.sent("7", 2345678901)
		}, "still due: the record of comment 2345678901"},
		"reset": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(person, configMaps, "task-7-remediation-state")
			s.remove(collector, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
		}, ""},
		"reset, and its run is there": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(person, configMaps, "task-7-remediation-state")
		}, "still due: the garbage collector removes remediation-rex-t7-c2345678901, whose state is gone"},
		"reset and begun anew, and its run is there": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(person, configMaps, "task-7-remediation-state")
			s.whole("7", 2345678902)
		}, "still due: the garbage collector removes remediation-rex-t7-c2345678901, whose state is gone"},
		"not assigned": {begun, "still due: an iteration for comment 2345678901 in task-7-remediation-state, task-7-remediation-state: current_iteration is"},
		"not run": {func(s *story) {
			begun(s)
			s.reconcile("7")
		}, "still due: iteration 1, comment 2345678901, in task-7-remediation-state (its run is there: false)"},
		"not run, and may wait": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.evidence.Waiting = []Waiting{{Task: "7", Reason: "the quota is full"}}
		}, ""},
		"another one not run": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.evidence.Waiting = []Waiting{{Task: "8", Reason: "the quota is full"}}
		}, "allowed to wait: comment any of task 8 (the quota is full)"},
		"not run, paused": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.patchState(person, "7", map[string]string{"status": "paused"})
		}, ""},
		"not handled, paused": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.run("7", 2345678901)
			s.patchState(person, "7", map[string]string{"status": "paused"})
		}, "(its run is there: true)"},
		"handled": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.run("7", 2345678901)
			s.handle("7", 2345678901)
		}, ""},
		"handled, and still touched": {func(s *story) {
			s.whole("7", 2345678901)
			s.touch("7")
		}, `task-7-remediation-state: annotation remediation.5dlabs.com/resync is "1-1767323045", and nothing is left to do`},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory()
			test.tell(s)
			w, rest := resting(s, time.Minute)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			err := w.Quiet(ctx, rest)
			if test.due == "" && err != nil || test.due != "" && (err == nil || !strings.Contains(err.Error(), test.due)) {
				t.Errorf("%v, want %q", err, test.due)
			}
			if test.due != "" && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v does not say why it ended", err)
			}
		})
	}
}

func TestQuietWaitsForTheSpan(t *testing.T) {
	s := newStory()
	s.whole("7", 2345678901)
	w, rest := resting(s, 0)
	rest.Span = 300 * time.Millisecond
	before := time.Now()
	if err := w.Quiet(t.Context(), rest); err != nil {
		t.Fatal(err)
	}
	if waited := time.Since(before); waited < 250*time.Millisecond {
		t.Errorf("it was quiet after %s", waited)
	}
}

// What follows from a delivery follows after it, even when nothing must.
func TestQuietWaitsForTheSpanAfterADelivery(t *testing.T) {
	s := newStory()
	s.sent("7", 2345678901, refused)
	w, rest := resting(s, 0)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	rest.Span = time.Hour
	if err := w.Quiet(ctx, rest); err == nil || !strings.Contains(err.Error(), "still due: nothing; the last that happened was delivery  of comment 2345678901") {
		t.Errorf("%v", err)
	}
}

func TestQuietDoesNotWaitForJobsToBeTidiedAway(t *testing.T) {
	s := newStory()
	job := object(cancelJobText)
	s.write(person, jobs, job)
	s.whole("7", 2345678901)
	s.remove(person, jobs, job.GetName())
	w, rest := resting(s, 0)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	rest.Span = time.Hour
	if err := w.Quiet(ctx, rest); err == nil || !strings.Contains(err.Error(), "the last that happened was configmaps") {
		t.Errorf("%v", err)
	}
}

func TestQuietEndsWithTheWatch(t *testing.T) {
	s := newStory()
	begun(s)
	w, rest := resting(s, time.Minute)
	close(w.done)
	if err := w.Quiet(t.Context(), rest); !errors.Is(err, w.err) {
		t.Errorf("%v", err)
	}
}
