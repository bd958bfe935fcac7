package history

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Keys of a state. Those of a comment are written once; the others are derived, but for last_comment_id.
var (
	onceKey = regexp.MustCompile(`^(comment|iteration|max|handled)-(.*)$`)
	ownKey  = regexp.MustCompile(`^((comment|iteration|max|handled)-` + commentPattern + `|` +
		`last_comment_id|current_iteration|max_iterations|status|start_time|feedback_history)$`)
)

// change looks at the step from one version of a state to the next.
func (r *replay) change(life *life, version Version, next *state) {
	before := life.state
	if person := r.people.wrote(version); person != "" {
		r.personal(life, before, next)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(before.data)) {
		value, there := next.data[key]
		match := onceKey.FindStringSubmatch(key)
		switch {
		case there && value == before.data[key]:
		case match != nil && !there:
			r.violation("I2", version, "%s %q has vanished, by %s", key, before.data[key], r.people.author(version))
		case match != nil:
			r.violation("I2", version, "%s changed from %q to %q, by %s", key, before.data[key], value, r.people.author(version))
		case !there:
			r.violation("I4", version, "%s %q has vanished, by %s", key, before.data[key], r.people.author(version))
		case !ownKey.MatchString(key):
			r.violation("I5", version, "%s, which is no key of the loop's, changed from %q to %q, by %s", key, before.data[key], value, r.people.author(version))
		}
	}
	given := 0
	for key := range next.data {
		if strings.HasPrefix(key, "iteration-") && next.data[key] != before.data[key] {
			given++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(next.data)) {
		if _, there := before.data[key]; there {
			continue
		}
		kind, comment, _ := strings.Cut(key, "-")
		switch {
		case !ownKey.MatchString(key):
			r.violation("I5", version, "%s, which is no key of the loop's, appeared, by %s", key, r.people.author(version))
		case kind == "comment":
			r.recorded(life, version, comment, next)
		case kind == "iteration":
			r.assigned(life, version, comment, given, next)
		case kind == "max":
			if want := strconv.FormatInt(before.max, 10); next.data[key] != want {
				r.violation("I2", version, "%s is %q, max_iterations was %s", key, next.data[key], want)
			}
		case kind == "handled":
			r.handled(life, version, comment, next)
		}
	}
	r.derivedStep(life, version, next)
}

// personal notes what a person has changed: for those comments, the loop answers no longer.
func (r *replay) personal(life *life, before, next *state) {
	if before.data["last_comment_id"] != next.data["last_comment_id"] {
		life.lastTyped = true
	}
	for _, keys := range []*state{before, next} {
		for key := range keys.data {
			match := onceKey.FindStringSubmatch(key)
			was, had := before.data[key]
			now, has := next.data[key]
			if match == nil || had == has && was == now {
				continue
			}
			life.touched[match[2]] = true
			if match[1] == "iteration" {
				life.current = -1
			}
		}
	}
}

// recorded looks at a comment that the loop has just written down.
func (r *replay) recorded(life *life, version Version, comment string, next *state) {
	about := subject{life.task, comment}
	deliveries := r.due[about]
	if len(deliveries) == 0 {
		if r.refused[about] {
			r.violation("I3", version, "comment %s was recorded, and a filter refuses it", comment)
		} else {
			r.violation("I1", version, "comment %s was recorded, and nobody has sent it for task %s", comment, life.task)
		}
		return
	}
	written := readComment(next.data["comment-"+comment])
	for _, delivery := range deliveries {
		if !delivery.Sent.After(version.Seen) && written.pr == strconv.Itoa(delivery.PR) && written.repo == delivery.Repository && written.author == delivery.Author {
			return
		}
	}
	r.violation("I1", version, "comment %s was recorded as %s, which is not what had been sent", comment, next.data["comment-"+comment])
}

// assigned looks at an iteration that the loop has just given, together with others. All were computed from the version before, by
// compare-and-swap.
func (r *replay) assigned(life *life, version Version, id string, together int, next *state) {
	before := life.state
	value := next.data["iteration-"+id]
	waiting := before.waiting()
	place := slices.IndexFunc(waiting, func(c comment) bool { return c.id == id })
	given := iteration(value)
	switch {
	case place < 0:
		r.violation("I2", version, "iteration-%s was given, and the comment did not wait", id)
	case place >= min(together, givenAtOnce):
		r.violation("I2", version, "iteration-%s was given, one of %d, and %d comments waited before it", id, together, place)
	case given != before.last+1+place:
		r.violation("I2", version, "iteration-%s is %q, the last one was %d and %d comments waited before it", id, value, before.last, place)
	}
	if int64(given) > before.max {
		r.violation("I2", version, "iteration-%s is %q, beyond the maximum of %d", id, value, before.max)
	}
	if before.paused() {
		r.violation("I2", version, "iteration-%s was given while status was %q", id, before.status)
	}
	if open := before.open(); len(open) > 0 {
		r.violation("I2", version, "iteration-%s was given while comment %s, iteration %d, was not handled", id, open[0].id, open[0].iteration)
	}
}

// handled looks at a run that the loop has just recorded.
func (r *replay) handled(life *life, version Version, comment string, next *state) {
	life.handledAt[comment] = version.Revision
	value := next.data["handled-"+comment]
	if assigned, there := life.state.data["iteration-"+comment]; !there || assigned != value {
		r.violation("I2", version, "handled-%s is %q, iteration-%s was %q", comment, value, comment, assigned)
	}
	if len(life.runs[comment]) == 0 {
		r.violation("I2", version, "handled-%s was written, and no run of this state had been made", comment)
	}
}

// derivedStep looks at derived fields that must not go just anywhere, even for a moment.
func (r *replay) derivedStep(life *life, version Version, next *state) {
	before := life.state
	if current := currentIteration(next); next.data["current_iteration"] != before.data["current_iteration"] {
		if current < life.current {
			r.violation("I4", version, "current_iteration went from %d to %q, by %s", life.current, next.data["current_iteration"], r.people.author(version))
		}
		life.current = current
	}
	if open := len(before.open()); open > 0 && next.status == "exhausted" && before.status != "exhausted" {
		r.violation("I4", version, "status became exhausted while %d assignments were not handled", open)
	}
	if before.paused() && next.status != before.status {
		r.violation("I4", version, "status went from %q, which is a person's, to %q, by %s", before.status, next.status, r.people.author(version))
	}
	if was := before.data["max_iterations"]; number(was) >= 0 && was != next.data["max_iterations"] {
		r.violation("I4", version, "max_iterations went from %q to %q, by %s", was, next.data["max_iterations"], r.people.author(version))
	}
	if was := before.data["start_time"]; was != "" && was != next.data["start_time"] {
		r.violation("I4", version, "start_time went from %q to %q, by %s", was, next.data["start_time"], r.people.author(version))
	}
	if last := next.data["last_comment_id"]; last != before.data["last_comment_id"] {
		life.lastTyped = false
		if _, there := next.data["comment-"+last]; !there {
			r.violation("I4", version, "last_comment_id is %q, and there is no comment-%s", last, last)
		}
	}
}
