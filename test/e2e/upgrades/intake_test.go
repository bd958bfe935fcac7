package upgrades

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/history"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// named renames a loop. The ApplySets keep their name, and so delete the old one.
func named(t *testing.T, u *upgrade) {
	after := u.loop
	after.Name, after.Account = loopName("renamed"), "renamed"
	handOver := u.handOver(after)
	deploy := u.page(upgradePage, "Deploy", 1)[0]
	u.holds(u.stopped("named-renamed", func() {
		t.Log(u.sh(deploy))
		handOver()
	}))
	objects := u.sh("kubectl get sensors,eventsources,cronjobs,serviceaccounts,roles,rolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings -A -o name")
	for object := range strings.FieldsSeq(objects) {
		if strings.Contains(strings.ReplaceAll(object, "named-agents", ""), "named") && !strings.Contains(object, "renamed") {
			t.Errorf("%s has the old name, and is left", object)
		}
	}
}

// moved gives the states and runs of a loop another namespace. What is in the old one is in the ApplySet of that.
func moved(t *testing.T, u *upgrade) {
	after := u.loop
	after.AgentNamespace = "moved-elsewhere"
	handOver, old := u.handOver(after), u.loop.AgentNamespace
	remove := u.page(upgradePage, "Delete what stays, without ApplySets", 1)[0]
	u.holds(u.stopped("moved-elsewhere", func() {
		handOver()
		u.sh("kubectl create namespace " + after.AgentNamespace)
		u.sh(u.page(upgradePage, "Deploy", 1)[0])
		t.Log(u.sh(remove))
	}))
	if left := u.sh("kubectl get cronjobs,roles,rolebindings -o name -n " + old); left != "" {
		t.Errorf("in the old namespace are left:\n%s", left)
	}
	if policies := u.sh("kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings -o name"); strings.Contains(policies, old) {
		t.Errorf("policies of the old namespace are left:\n%s", policies)
	}
}

// handOver tells the invariants that another loop takes the comments from the moment on that what it returns is called.
func (u *upgrade) handOver(after suite.Loop) func() {
	before, next := u.loop.History(), after.History()
	var at time.Time
	before.Takes = func(e github.Entry) bool {
		return e.Passes && e.Repository == before.Repository && (at.IsZero() || e.Sent.Before(at))
	}
	next.Takes = func(e github.Entry) bool {
		return e.Passes && e.Repository == before.Repository && !at.IsZero() && !e.Sent.Before(at)
	}
	u.loops = []history.Loop{before, next}
	return func() {
		at = time.Now()
		u.loop = after
	}
}

// kinds gives the runs of a loop another kind.
func kinds(t *testing.T, u *upgrade) {
	count := u.loop.History().IterationCount
	before, after := u.loop.History(), u.loop.History()
	before.OtherRuns, after.CodeRuns, after.OtherRuns = suite.Remediation.Runs.GroupResource(), suite.Remediation.Runs.GroupResource(), before.CodeRuns
	ofEither := func(run *unstructured.Unstructured) string {
		if run.GetKind() == suite.Agents.RunKind {
			return count(run)
		}
		value, _, _ := unstructured.NestedString(run.Object, "spec", "env", "ITERATION_COUNT")
		return value
	}
	before.IterationCount, after.IterationCount = ofEither, ofEither
	u.loops = []history.Loop{before, after}

	deploy := u.page(upgradePage, "Deploy", 1)[0]
	u.holds(u.stopped("kinds-task", func() { u.sh(deploy) }))
	made := map[string]int{}
	for _, runs := range u.runs(u.History.Record()) {
		for _, run := range runs {
			made[strings.Fields(run)[0]]++
		}
	}
	t.Logf("runs: %v", made)
	if made["AgentRun"] == 0 || made["CodeRun"] == 0 {
		t.Errorf("runs: %v, want some of both kinds", made)
	}
}

// stopped deploys another tree while the event source of GitHub is stopped. It returns the comments that were taken, redelivered ones
// included; all that were posted have to be among them.
func (u *upgrade) stopped(tree string, deploy func()) []string {
	u.t.Helper()
	const section = "With the intake stopped"
	stop, start := u.page(upgradePage, section, 3)[0], u.page(upgradePage, section, 3)[2]
	waiting := u.page("docs/operate.md", "Which tasks wait, and why", 5)[3]

	u.sh(u.page(upgradePage, "Before the first upgrade", 1)[0])
	// What comes while the event source is stopped is delivered again, one a second.
	comments := u.Stream(u.t.Context(), u.loop, 4*time.Second)
	time.Sleep(15 * time.Second)
	comments.Burst(u.loop, 10)
	u.sh(stop)
	for nothing := false; !nothing; {
		u.eventually(patience, func() error { return u.noneWaits(waiting) })
		time.Sleep(time.Minute)
		nothing = u.noneWaits(waiting) == nil
	}
	u.change(tree)
	deploy()
	u.sh(u.page(upgradePage, section, 3)[1])
	commands, redeliver := u.split(start)
	u.sh(commands)
	time.Sleep(15 * time.Second)
	comments.Stop()
	u.t.Logf("%s: %s", tree, comments)
	u.redeliver(redeliver)
	u.quiet(tree)
	return u.accepted()
}

// noneWaits lists the comments that wait by the command of the page. Those of paused and exhausted tasks may.
func (u *upgrade) noneWaits(list string) error {
	u.t.Helper()
	for line := range strings.Lines(u.sh(list)) {
		if status := strings.Fields(line)[1]; status == vocabulary.ActiveStatus || status == "-" {
			return fmt.Errorf("it waits: %s", line)
		}
	}
	return nil
}

// split takes the commands for the cluster from those that ask GitHub, which run in the repository.
func (u *upgrade) split(block string) (cluster, github string) {
	u.t.Helper()
	at := strings.Index(block, "npm run ")
	if at < 0 {
		u.t.Fatalf("no command that redelivers in\n%s", block)
	}
	return block[:at], block[at:]
}

// accepted are the comments that got a 2xx, at first or when they were delivered again. Each that was posted has to be one.
func (u *upgrade) accepted() (taken []string) {
	u.t.Helper()
	got := map[string]bool{}
	for _, entry := range u.deliveries() {
		got[entry.Comment] = got[entry.Comment] || entry.Accepted()
	}
	for id, arrived := range got {
		if arrived {
			taken = append(taken, id)
		} else {
			u.t.Errorf("comment %s never got a 2xx", id)
		}
	}
	return taken
}
