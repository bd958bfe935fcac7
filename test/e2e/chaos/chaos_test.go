// Package chaos runs a loop while parts of everything are killed, stopped, rolled and edited, by a plan that follows from a seed. Then
// it lets all of it come to rest, and asks whether I1 to I5 held over the whole history.
package chaos

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	"github.com/cdk8s-argo-events/test/e2e/history"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

var (
	seed     = flag.Uint64("seed", 0, "what the faults follow from; a random one when 0")
	kills    = flag.Int("kills", 30, "how many processes are killed")
	comments = flag.Int("comments", 100, "how many comments are posted at least")
	asItIs   = flag.Bool("dist", false, "whether the loop is that of dist/, with its long pauses")
)

func TestMain(m *testing.M) {
	kubelet.Init()
	sandbox.Main(m)
}

// rest is how long the loops may take to come to rest, when all faults are over. What waits longest is a task that the resync touches
// for the third or fourth time, and in dist/ a comment whose storing is tried for minutes.
const rest = 20 * time.Minute

func TestChaos(t *testing.T) {
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	fmt.Printf("seed %d: npm run test:chaos -- --seed %d --kills %d does the same again\n", *seed, *seed, *kills)
	bin, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := suite.Start(context.Background(), sandbox.Dir(), bin, suite.Chaos)
	t.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	s := newStorm(t, cluster)
	t.Run("a backlog that takes longer than the resync's period", s.backlog)
	begun := time.Now()
	s.blow()
	s.calm()
	calmed := time.Now()
	// Longer than any pause between two tries in the loop, and than the pause before the first touch of the resync.
	s.quiet(t, 25*time.Second)
	quiet := time.Now()
	s.cleaned(t)
	audit, err := cluster.Audit()
	if err != nil {
		t.Fatal(err)
	}
	evidence := history.Evidence{Deliveries: cluster.Ledger.Entries(), Calls: cluster.GitHub.Calls(), Record: cluster.History.Record(), Audit: audit}
	for _, violation := range history.Check(evidence, s.known()...) {
		t.Error(violation)
	}
	fmt.Printf("%s\nfaults for %s, quiet after %s more; %d deliveries, %d runs, %d Jobs, %d versions of objects, %d requests to the API server\n", s.tally,
		calmed.Sub(begun).Round(time.Second), quiet.Sub(calmed).Round(time.Second), len(evidence.Deliveries),
		made(evidence.Record.Of(suite.Chaos.Runs.GroupResource())), made(evidence.Record.Of(schema.GroupResource{Group: "batch", Resource: "jobs"})),
		len(evidence.Record.Versions), len(audit.Calls))
}

// made counts the objects of which these are the versions.
func made(versions []history.Version) int {
	objects := map[types.UID]bool{}
	for _, version := range versions {
		objects[version.Object.GetUID()] = true
	}
	return len(objects)
}
