package history

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
)

// Rest is when loops count as being at rest.
type Rest struct {
	Loops      []Loop
	Span       time.Duration         // for which nothing of theirs has changed
	Deliveries func() []github.Entry // so far, such as those of a ledger
	Waiting    []Waiting             // what may be left undone
	Tell       func(due string)      // hears twice a minute what is still due; nobody does when nil
}

// Quiet waits until loops are at rest: every delivery that they have to take is recorded, every state is as its keys say, with nothing that
// is assigned and not handled and nothing to be assigned, and for a while nothing of theirs has changed and nothing was delivered. The
// error of a context that ends says what is still due.
func (w *Watcher) Quiet(ctx context.Context, rest Rest) error {
	var views []*view
	for _, loop := range rest.Loops {
		views = append(views, newView(loop))
	}
	seen := 0
	told := time.Now()
	for {
		w.mu.Lock()
		news := slices.Clone(w.record.Versions[seen:])
		w.mu.Unlock()
		seen += len(news)
		entries := rest.Deliveries()
		due, last := unanswered(entries)
		for _, v := range views {
			v.take(news)
			due = append(due, v.due(entries, rest.Waiting)...)
			if v.last.at.After(last.at) {
				last = v.last
			}
		}
		if rest.Tell != nil && len(due) > 0 && time.Since(told) > 30*time.Second {
			told = time.Now()
			rest.Tell(list(due))
		}
		left := time.Until(last.at.Add(rest.Span))
		if len(due) == 0 && left <= 0 {
			return nil
		}
		select {
		case <-time.After(min(max(left, 10*time.Millisecond), 200*time.Millisecond)):
		case <-ctx.Done():
			return fmt.Errorf("not quiet: %w; still due: %s; the last that happened was %s, %s ago; allowed to wait: %s", ctx.Err(), list(due), last.what,
				time.Since(last.at).Round(time.Millisecond), list(describe(rest.Waiting)))
		case <-w.done:
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.err
		}
	}
}

// event is something that happened.
type event struct {
	what string
	at   time.Time
}

// unanswered lists the deliveries under way, and tells the last that has ended.
func unanswered(entries []github.Entry) (due []string, last event) {
	last.what = "nothing"
	for _, entry := range entries {
		if entry.Answered.IsZero() {
			due = append(due, fmt.Sprintf("the answer to delivery %s of %s", entry.GUID, entry.About()))
		}
		if entry.Answered.After(last.at) {
			last = event{"delivery " + entry.GUID + " of " + entry.About(), entry.Answered}
		}
	}
	return due, last
}

func list(items []string) string {
	if len(items) == 0 {
		return "nothing"
	}
	return strings.Join(items, ", ")
}

func describe(waiting []Waiting) []string {
	var texts []string
	for _, w := range waiting {
		or := func(text, otherwise string) string {
			if text == "" {
				return otherwise
			}
			return text
		}
		texts = append(texts, fmt.Sprintf("comment %s of task %s (%s)", or(w.Comment, "any"), or(w.Task, "any"), w.Reason))
	}
	return texts
}
