package upgrades

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// allowList is what the loop has of kinds, for the way of pruning that the page warns of.
const allowList = `kubectl apply -R -f dist/infra/gitops/resources --prune --all --dry-run=server \
	--prune-allowlist=core/v1/ServiceAccount --prune-allowlist=argoproj.io/v1alpha1/Sensor --prune-allowlist=argoproj.io/v1alpha1/EventSource \
	--prune-allowlist=batch/v1/CronJob --prune-allowlist=rbac.authorization.k8s.io/v1/Role --prune-allowlist=rbac.authorization.k8s.io/v1/RoleBinding \
	--prune-allowlist=admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy \
	--prune-allowlist=admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding`

// pruned has kubectl delete what is no longer rendered, of each kind that the loop has: three shards, and all that cancels agents.
func pruned(t *testing.T, u *upgrade) {
	adopt, deploy := u.page(upgradePage, "Before the first upgrade", 1)[0], u.page(upgradePage, "Deploy", 1)[0]
	if adopt != deploy {
		t.Errorf("the set is made by other commands than it is used:\n%s\n%s", adopt, deploy)
	}
	comments := u.Stream(t.Context(), u.loop, every)
	pods := u.pods()
	u.sh(adopt)
	time.Sleep(10 * time.Second)
	if now := u.pods(); !slices.Equal(now, pods) {
		t.Errorf("the pods were %q, and are %q: to label what is deployed restarts some", pods, now)
	}
	u.change("pruned-less")
	foreign := told(u.sh(allowList), " pruned (server dry run)")
	for _, object := range []string{"eventsource.argoproj.io/github", "sensor.argoproj.io/pr-comment-remediation", "serviceaccount/argo-events-sa"} {
		if !slices.Contains(foreign, object) {
			t.Errorf("with an allow-list, kubectl would not delete %s, but %q: the page says it would", object, foreign)
		}
	}
	removed := strings.Fields(u.sh(`git diff --name-only --no-renames --diff-filter=D HEAD~1 -- dist/infra/gitops/resources | while read -r file; do
		git show "HEAD~1:$file" | kubectl get --ignore-not-found -o name -f -; done`))
	slices.Sort(removed)
	before := told(u.sh(strings.ReplaceAll(deploy, "--prune ", "--prune --dry-run=server ")), " pruned (server dry run)")
	if slices.Sort(before); !slices.Equal(before, removed) {
		t.Errorf("a dry run would prune %q, want %q", before, removed)
	}
	got := told(u.sh(deploy), " pruned")
	slices.Sort(got)
	if len(removed) < 10 || !slices.Equal(got, removed) {
		t.Errorf("pruned: %q\nwant what has no file any more: %q", got, removed)
	}
	if again := told(u.sh(deploy), " pruned"); len(again) > 0 {
		t.Errorf("a second time prunes %q", again)
	}
	time.Sleep(20 * time.Second)
	taken := comments.Stop()
	t.Logf("%d objects pruned: %s", len(got), comments)
	u.quiet("pruned")
	u.holds(taken)

	// What the page warns of.
	u.sh("kubectl apply -R -f dist/infra/gitops/resources")
	if members := u.sh("kubectl get sensors,eventsources -n github-webhooks -l applyset.kubernetes.io/part-of,app=" + u.loop.Name.SensorApp() + " -o name"); members != "" {
		t.Errorf("after a plain apply, these are still in the set: %s", members)
	}
}

// told are the objects of the lines that end so.
func told(out, suffix string) (objects []string) {
	for line := range strings.Lines(out) {
		if object, ok := strings.CutSuffix(strings.TrimSpace(line), suffix); ok {
			objects = append(objects, object)
		}
	}
	return objects
}

// pods are the names of the pods of the sensors and event sources of the loop.
func (u *upgrade) pods() []string {
	u.t.Helper()
	return strings.Fields(u.sh("kubectl get pods -n github-webhooks -l 'app in (" + u.loop.Name.SensorApp() + "," + u.loop.Name.StateEventSource() + ")' -o name"))
}
