// Package upgrades changes loops on a real control plane as docs/upgrade.md tells to, and removes them as docs/uninstall.md does, while
// comments come in the whole time. Then it asks whether each comment that got a 2xx has exactly one run.
package upgrades

import (
	"context"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

func TestMain(m *testing.M) {
	kubelet.Init()
	sandbox.Main(m)
}

// scenario is one way to change a loop.
type scenario struct {
	name string
	loop suite.Loop
	run  func(*testing.T, *upgrade)
}

// together run at the same time: none touches what they share, the bus and the event source of GitHub.
var together = []scenario{
	{"rolled: a change that makes no new consumer, and one that makes a new one for comments", dedicated("rolled"), rolled},
	{"sharded: from one shard to three, and back", dedicated("sharded"), sharded},
	{"pruned: what is no longer rendered is deleted, and nothing else", dedicated("pruned"), pruned},
}

// alone run one after the other, for they stop the event source of GitHub.
var alone = []scenario{
	{"named: another name", dedicated("named"), named},
	{"moved: another namespace for states and CodeRuns", dedicated("moved"), moved},
	{"kinds: another kind of CodeRun", otherKind("kinds"), kinds},
	{"older: from a tree with four shards to this one, and back", suite.Remediation, older},
}

// dedicated is a loop of scripts/e2e/upgrades.ts.
func dedicated(name string) suite.Loop {
	loop := suite.Loop{
		Repository: "octo-org/" + name, AgentNamespace: name + "-agents", Max: 10, Account: name, Dedicated: true,
		Runs: suite.Remediation.Runs, RunKind: suite.Remediation.RunKind,
	}
	loop.Name = loopName(name)
	return loop
}

// otherKind is one whose runs are of other people's kind.
func otherKind(name string) suite.Loop {
	loop := dedicated(name)
	loop.Runs, loop.RunKind = suite.Agents.Runs, suite.Agents.RunKind
	return loop
}

func TestUpgrades(t *testing.T) {
	bin, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var others []suite.Loop
	for _, s := range append(together, alone...) {
		if s.loop.Name != suite.Remediation.Name {
			others = append(others, s.loop)
		}
	}
	cluster, err := suite.Start(context.Background(), sandbox.Dir(), bin, others...)
	t.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	run := func(t *testing.T, s scenario) { s.run(t, begin(t, cluster, s.loop)) }
	t.Run("together", func(t *testing.T) {
		for _, s := range together {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				run(t, s)
			})
		}
	})
	for _, s := range alone {
		t.Run(s.name, func(t *testing.T) { run(t, s) })
	}
}
