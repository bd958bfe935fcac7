package chaos

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/history"
)

// waiting is how many comments come at once, all for the tasks of one shard. They are stored within half a minute, and at eight calls
// each the shard is at them for more than one and a half. The resync of the loop runs every minute, and touches what has waited for 20
// seconds.
const waiting = 60

// backlog gives one shard more to do than it can until the resync runs. What the resync touches has to be computed again.
func (s *storm) backlog(t *testing.T) {
	if *asItIs {
		return
	}
	if err := s.deploy("chaos-sharded", "chaos"); err != nil {
		t.Fatal(err)
	}
	s.note("reshard to chaos-sharded", "")
	time.Sleep(10 * time.Second) // A consumer begins with what comes after it.
	begun := time.Now()
	for range waiting {
		pull := s.Pull(s.loop)
		for pull.Task%4 != 0 {
			pull = s.Pull(s.loop)
		}
		comment := s.Comment(pull)
		if answer := s.Hooks[comment.Repository].Send(t.Context(), comment, github.Passes); answer.Status != http.StatusOK {
			t.Fatalf("comment %d: status %d, %v", comment.ID, answer.Status, answer.Err)
		}
	}
	s.quiet(t, 3*time.Second)
	took := time.Since(begun)
	audit, err := s.Audit()
	if err != nil {
		t.Fatal(err)
	}
	touches, conflicts := 0, 0
	for _, call := range audit.Calls {
		if !call.Writes() || call.Namespace != s.loop.AgentNamespace || call.Resource.Resource != "configmaps" {
			continue
		}
		switch {
		case call.User == "system:serviceaccount:"+s.loop.AgentNamespace+":"+s.loop.Name.Resync() && call.Accepted():
			touches++
		case call.Code == http.StatusConflict:
			conflicts++
		}
	}
	if touches == 0 {
		t.Error("the resync has touched none of them: the backlog was too short to tell")
	}
	fmt.Printf("backlog: %d comments by one shard in %s, %d of them touched by the resync, %d conflicts\n", waiting, took.Round(time.Second), touches, conflicts)
}

// known are the loops as the history knows them.
func (s *storm) known() []history.Loop {
	var loops []history.Loop
	for _, loop := range s.Loops {
		loops = append(loops, loop.History())
	}
	return loops
}

// quiet waits until all loops are at rest, for a span. Twice a minute the log tells what is still due.
func (s *storm) quiet(t *testing.T, span time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), rest)
	defer cancel()
	tell := func(due string) { s.note("not at rest", "%.500s", due) }
	if err := s.History.Quiet(ctx, history.Rest{Loops: s.known(), Span: span, Deliveries: s.Ledger.Entries, Tell: tell}); err != nil {
		t.Error(err)
	}
}
