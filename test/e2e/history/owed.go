package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
)

// sorted puts subjects in a fixed order.
func sorted[V any](of map[subject]V) []subject {
	return slices.SortedFunc(maps.Keys(of), func(a, b subject) int {
		return cmp.Or(cmp.Compare(number(a.task), number(b.task)), cmp.Compare(number(a.comment), number(b.comment)),
			cmp.Compare(a.task, b.task), cmp.Compare(a.comment, b.comment))
	})
}

// checkOwed looks for comments that were accepted and came to nothing (I1), at the end of the record.
func (r *replay) checkOwed() {
	for _, about := range sorted(r.due) {
		for _, entry := range r.due[about] {
			if entry.Accepted() && !r.recordedAt.after(about, entry.Sent) && !mayWait(r.evidence.Waiting, about) {
				r.missing("I1", r.stateObject(about.task), "comment %s was delivered at %s, answered with %d and never recorded",
					about.comment, stamp(entry.Sent), entry.Status)
			}
		}
	}
	r.checkPullsOwed()
	for _, life := range r.order {
		if life.ended == 0 {
			r.checkWaiting(life)
		}
	}
}

// checkWaiting looks at the comments of a state that is still there: each has its run, and that is recorded, or the state says why not.
func (r *replay) checkWaiting(life *life) {
	s := life.state
	for _, c := range s.comments {
		about := subject{life.task, c.id}
		if !c.valid || life.touched[c.id] || mayWait(r.evidence.Waiting, about) {
			continue
		}
		made := len(life.runs[c.id]) > 0
		why := fmt.Sprintf("status is %q, %d of %d iterations are given", s.status, s.last, s.max)
		switch {
		case c.handled:
		case c.iteration == 0 && s.closed(c.pr):
		case c.iteration == 0 && (s.paused() || s.status == vocabulary.ExhaustedStatus && int64(s.last) >= s.max):
		case c.iteration == 0:
			r.missing("I1", r.stateObject(life.task), "comment %s waits for an iteration, and the state does not say why: %s", c.id, why)
		case !made && !s.paused():
			r.missing("I1", r.stateObject(life.task), "comment %s has iteration %d and no run, and the state does not say why: %s", c.id, c.iteration, why)
		case made:
			r.missing("I2", r.stateObject(life.task), "comment %s has iteration %d and a run, and handled-%s is not there", c.id, c.iteration, c.id)
		}
	}
}

// checkIterations looks for holes and doubles in the iterations of each state, those that were deleted included.
func (r *replay) checkIterations() {
	for _, life := range r.order {
		if life.touchedAny() {
			continue
		}
		var given []int
		for _, c := range life.state.comments {
			if c.iteration != 0 {
				given = append(given, c.iteration)
			}
		}
		slices.Sort(given)
		for i, n := range given {
			if n != i+1 {
				r.missing("I2", r.stateObject(life.task), "iterations are %v, want 1 to %d", given, len(given))
				break
			}
		}
	}
}

// checkDerived compares the derived fields of the states that are still there with what their keys say (I4).
func (r *replay) checkDerived() {
	for _, life := range r.order {
		if life.ended != 0 {
			continue
		}
		for _, difference := range life.state.differences(life.state.derive(nil)) {
			r.missing("I4", r.stateObject(life.task), "%s", difference)
		}
		last := life.state.data[vocabulary.LastCommentKey]
		if _, there := life.state.data[vocabulary.CommentPrefix+last]; !there && len(life.state.comments) > 0 && !life.lastTyped && !life.touchedAny() {
			r.missing("I4", r.stateObject(life.task), "last_comment_id is %q, which is none of its comments", last)
		}
	}
}

// mayWait says whether a comment may have no run, for a reason that its state cannot tell.
func mayWait(waiting []Waiting, about subject) bool {
	return slices.ContainsFunc(waiting, func(w Waiting) bool {
		return (w.Task == "" || w.Task == about.task) && (w.Comment == "" || w.Comment == about.comment)
	})
}

func stamp(t time.Time) string { return t.UTC().Format("15:04:05.000") }
