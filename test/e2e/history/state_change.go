package history

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
)

// Keys of a state. Those of a comment are written once; the others are derived, but for last_comment_id.
var (
	prefixes = `(` + strings.Join(vocabulary.Prefixes, `|`) + `)`
	onceKey  = whole(prefixes + `(.*)`)
	ownKey   = whole(strings.Join(slices.Concat(vocabulary.DerivedKeys, []string{vocabulary.LastCommentKey, prefixes + vocabulary.CommentPattern}), `|`))
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
		event, isPull := r.pullKey(key)
		switch {
		case there && value == before.data[key]:
		case isPull && !there:
			r.pullVanished(version, event, next)
		case isPull:
			r.violation("I2", version, "%s changed from %q to %q, by %s", key, before.data[key], value, r.people.author(version))
		case match != nil && !there:
			r.violation("I2", version, "%s %q has vanished, by %s", key, before.data[key], r.people.author(version))
		case match != nil:
			r.violation("I2", version, "%s changed from %q to %q, by %s", key, before.data[key], value, r.people.author(version))
		case !there:
			r.violation("I4", version, "%s %q has vanished, by %s", key, before.data[key], r.people.author(version))
		case !r.ownKey(key):
			r.violation("I5", version, "%s, which is no key of the loop's, changed from %q to %q, by %s", key, before.data[key], value, r.people.author(version))
		}
	}
	given := 0
	for key := range next.data {
		if strings.HasPrefix(key, vocabulary.IterationPrefix) && next.data[key] != before.data[key] {
			given++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(next.data)) {
		if _, there := before.data[key]; there {
			continue
		}
		match := onceKey.FindStringSubmatch(key)
		event, isPull := r.pullKey(key)
		switch {
		case isPull:
			r.pullStored(life, version, event, next)
		case !r.ownKey(key):
			r.violation("I5", version, "%s, which is no key of the loop's, appeared, by %s", key, r.people.author(version))
		case match == nil: // derivedStep looks at the other keys
		case match[1] == vocabulary.CommentPrefix:
			r.recorded(life, version, match[2], next)
		case match[1] == vocabulary.IterationPrefix:
			r.assigned(life, version, match[2], given, next)
		case match[1] == vocabulary.MaxPrefix:
			if want := strconv.FormatInt(before.max, 10); next.data[key] != want {
				r.violation("I2", version, "%s is %q, max_iterations was %s", key, next.data[key], want)
			}
		case match[1] == vocabulary.HandledPrefix:
			r.handled(life, version, match[2], next)
		}
	}
	r.derivedStep(life, version, next)
}

// pullKey reads a key of a pull request, if the loop writes such keys.
func (r *replay) pullKey(key string) (pullEvent, bool) {
	event, is := readPullKey(key)
	return event, is && r.loop.PullRequests
}

// ownKey says whether a key is one of the loop's, but for those of pull requests.
func (r *replay) ownKey(key string) bool {
	return ownKey.MatchString(key) || r.loop.PullRequests && key == vocabulary.CountedKeysKey
}

// personal notes what a person has changed: for those comments, the loop answers no longer.
func (r *replay) personal(life *life, before, next *state) {
	if before.data[vocabulary.LastCommentKey] != next.data[vocabulary.LastCommentKey] {
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
			if match[1] == vocabulary.IterationPrefix {
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
	written := readComment(next.data[vocabulary.CommentPrefix+comment])
	for _, delivery := range deliveries {
		if !delivery.Sent.After(version.Seen) && written.pr == strconv.Itoa(delivery.PR) && written.repo == delivery.Repository && written.author == delivery.Author {
			return
		}
	}
	r.violation("I1", version, "comment %s was recorded as %s, which is not what had been sent", comment, next.data[vocabulary.CommentPrefix+comment])
}

// assigned looks at an iteration that the loop has just given, together with others. All were computed from the version before, by
// compare-and-swap.
func (r *replay) assigned(life *life, version Version, id string, together int, next *state) {
	before := life.state
	value := next.data[vocabulary.IterationPrefix+id]
	waiting := before.waiting()
	place := slices.IndexFunc(waiting, func(c comment) bool { return c.id == id })
	given := iteration(value)
	at := slices.IndexFunc(before.comments, func(c comment) bool { return c.id == id })
	switch {
	case at >= 0 && before.closed(before.comments[at].pr):
		r.violation("I2", version, "iteration-%s was given, and pull request %s is closed", id, before.comments[at].pr)
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
	value := next.data[vocabulary.HandledPrefix+comment]
	if assigned, there := life.state.data[vocabulary.IterationPrefix+comment]; !there || assigned != value {
		r.violation("I2", version, "handled-%s is %q, iteration-%s was %q", comment, value, comment, assigned)
	}
	if len(life.runs[comment]) == 0 {
		r.violation("I2", version, "handled-%s was written, and no run of this state had been made", comment)
	}
}

// derivedStep looks at derived fields that must not go just anywhere, even for a moment.
func (r *replay) derivedStep(life *life, version Version, next *state) {
	before := life.state
	if current := currentIteration(next); next.data[vocabulary.CurrentIterationKey] != before.data[vocabulary.CurrentIterationKey] {
		if current < life.current {
			r.violation("I4", version, "current_iteration went from %d to %q, by %s", life.current, next.data[vocabulary.CurrentIterationKey], r.people.author(version))
		}
		life.current = current
	}
	if open := len(before.open()); open > 0 && next.status == vocabulary.ExhaustedStatus && before.status != vocabulary.ExhaustedStatus {
		r.violation("I4", version, "status became exhausted while %d assignments were not handled", open)
	}
	r.completedStep(version, before, next)
	if before.paused() && next.status != before.status {
		r.violation("I4", version, "status went from %q, which is a person's, to %q, by %s", before.status, next.status, r.people.author(version))
	}
	if was := before.data[vocabulary.MaxIterationsKey]; number(was) >= 0 && was != next.data[vocabulary.MaxIterationsKey] {
		r.violation("I4", version, "max_iterations went from %q to %q, by %s", was, next.data[vocabulary.MaxIterationsKey], r.people.author(version))
	}
	if was := before.data[vocabulary.StartTimeKey]; was != "" && was != next.data[vocabulary.StartTimeKey] {
		r.violation("I4", version, "start_time went from %q to %q, by %s", was, next.data[vocabulary.StartTimeKey], r.people.author(version))
	}
	if last := next.data[vocabulary.LastCommentKey]; last != before.data[vocabulary.LastCommentKey] {
		life.lastTyped = false
		if _, there := next.data[vocabulary.CommentPrefix+last]; !there {
			r.violation("I4", version, "last_comment_id is %q, and there is no comment-%s", last, last)
		}
	}
}
