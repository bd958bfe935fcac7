// Package e2e runs the rendered loops on a real control plane and the real Argo Events. Its one test starts everything once; each
// scenario has tasks and pull requests of its own, so that most of them run at the same time.
package e2e

import (
	"context"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/binaries"
	"github.com/cdk8s-argo-events/test/e2e/cluster/kubelet"
	"github.com/cdk8s-argo-events/test/e2e/cluster/sandbox"
	"github.com/cdk8s-argo-events/test/e2e/cluster/traffic"
	"github.com/cdk8s-argo-events/test/e2e/suite"
)

func TestMain(m *testing.M) {
	kubelet.Init()
	sandbox.Main(m)
}

// scenario is one thing that has to hold. Its name begins with the section of the task that it proves.
type scenario struct {
	name string
	run  func(*testing.T, *world)
}

// alone run one after the other, on loops that have nothing else to do.
var alone = []scenario{
	{"Deployment: in the documented order, and a second time", deployment},
	{"1.1–5.2: one comment, field by field, within 30 s", oneComment},
	{"Deployment step 3: the sample event", sampleEvent},
	{"Debug Commands: as the task writes them", debugCommands},
	{"4.1: comments that got no 2xx, redelivered by the documented command", redeliverFailed},
	{"4.1: comments that got no 2xx, redelivered by the CronJob", redeliveredByItself},
	{"5.2: both Secrets are rotated", rotation},
	{"5.2: the token is refreshed as the External Secrets Operator does it", refreshed},
	{"Operate: what waits, and all tasks stopped and resumed, by the documented commands", allTasks},
	{"7.1: each alert is silent, and fires after its fault", alerts},
	{"Operate: status, stop, resume and retry on real states", commandLine},
	{"6: the watchdog replaces what has lost the bus, and what is there twice", watchdog},
	{"Operate: the janitor labels and deletes what is at rest", janitor},
	{"Data Validation: the rendered quota is full, and there is room again", fullQuota},
	{"Access Control: what each account may do", permissions},
	{"Argo CD: applied wave by wave while comments come in, and then a change", argoCd},
	{"Security: every pod is admitted by the restricted Pod Security Standard", restrictedPods},
}

// together run at the same time.
var together = []scenario{
	{"1.1: what a filter refuses leads to no write", refusedPayloads},
	{"3.1: ten iterations, the eleventh is exhausted, a person raises the maximum", tenIterations},
	{"3.2: paused, resumed, raised and reset by the documented commands", operator},
	{"4.1: five deliveries at once have one run", fiveDeliveries},
	{"4.1: ten comments at once on one task, ids out of order", tenAtOnce},
	{"4.2: one comment under two tasks", twoTasks},
	{"Performance: twenty comments at once on twenty pull requests", func(t *testing.T, w *world) { twentyPullRequests(t, w, suite.Remediation) }},
	{"Performance: the same with four shards, each at its part of the tasks", fourShards},
	{"5.2: GitHub down, refusing and rate limiting: runs go on", githubRefuses},
	{"Data Validation: a rate limit of the engine drops nothing, and counts each try", rateLimited},
	{"Overview: foreign sensors, agents and ConfigMaps stay as they are", foreigners},
	{"1.2: the CodeRun of other people", otherCodeRun},
	{"Library: the derived rights are enough, and each is used", derivedRights},
	{"Library: each recipe is accepted, and a second time changes nothing", recipes},
	{"Operate: pull requests that are closed and reopened", func(t *testing.T, w *world) {
		for _, s := range closings {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				s.run(t, w)
			})
		}
	}},
	{"6: failures, one after the other", func(t *testing.T, w *world) {
		for _, s := range failures {
			t.Run(s.name, func(t *testing.T) { s.run(t, w) })
		}
	}},
}

// failures disturb the loop rework, and so run one after the other.
var failures = []scenario{
	{"6.1: the run refused twice, then accepted", refusedTwice},
	{"6.2: the run refused for good, then room", refusedForGood},
	{"6.2: a comment that cannot be stored holds others up no longer than documented", poisonComment},
	{"4.1: a redelivery after the sensor was killed", redelivery},
	{"5.1: states are listed again: quality agents are cancelled for new assignments only", listedAgain},
}

func TestLoop(t *testing.T) {
	bin, err := binaries.Ensure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	recorder, err := traffic.Record()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(recorder.Stop)
	cluster, err := suite.Start(context.Background(), sandbox.Dir(), bin, suite.Rework, suite.Agents, suite.Closing)
	t.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Cluster: cluster, traffic: recorder}
	for _, s := range alone {
		t.Run(s.name, func(t *testing.T) { s.run(t, w) })
	}
	t.Run("together", func(t *testing.T) {
		for _, s := range together {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				s.run(t, w)
			})
		}
	})
	t.Run("Access Control: network policies allow what pods do, and no more", func(t *testing.T) { networkPolicies(t, w) })
	t.Run("7.2: the documented fields are in the logs", func(t *testing.T) { logFields(t, w) })
	t.Run("Access Control: no Secret in any log, Event or object", func(t *testing.T) { noSecrets(t, w) })
	t.Run("I1–I5 hold over the whole history", func(t *testing.T) { invariants(t, w) })
	t.Run("Operate: uninstalled by the documented commands", func(t *testing.T) { uninstall(t, w) })
}
