package upgrades

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// oldCommit is the last one before one sensor became the default. docs/upgrade.md names it.
const oldCommit = "eebf120"

// older installs the tree of an old commit, upgrades it to that of this one, and goes back.
func older(t *testing.T, u *upgrade) {
	const section = "Another version of this repository"
	prerequisites, deploy := u.page(upgradePage, section, 1)[0], u.page(upgradePage, "Deploy", 1)[0]
	redeliver := u.page(upgradePage, "Redeliver", 1)[0]
	page, err := os.ReadFile(filepath.Join(suite.Root(), upgradePage))
	if err != nil || !strings.Contains(string(page), "from commit `"+oldCommit+"` to this one, and back") {
		t.Errorf("%s does not name commit %s: %v", upgradePage, oldCommit, err)
	}

	if out, err := u.Sh(t.Context(), suite.Root(), `git cat-file -e "$COMMIT^{tree}"`, "COMMIT="+oldCommit); err != nil {
		t.Fatalf("this clone does not have commit %s; run git fetch --unshallow: %s", oldCommit, out)
	}
	// Today's loop goes first: the old one is installed on a cluster that has none.
	u.sh("kubectl delete -R --ignore-not-found -f dist/infra/gitops/resources")
	u.sh(`mkdir old && git -C "$ROOT" archive "$COMMIT" dist | tar -x -C old`, "ROOT="+suite.Root(), "COMMIT="+oldCommit)
	trees := map[string]string{"old": filepath.Join(u.clone, "old/dist"), "new": u.Rendered("dist")}
	u.deployTree(trees["old"])
	u.sh(prerequisites)
	u.sh(deploy)
	u.sh("kubectl wait sensors,eventsources -n github-webhooks --for=condition=Deployed --all --timeout=60s")
	time.Sleep(20 * time.Second)
	if sensors := u.sensors(); len(sensors) != 5 {
		t.Fatalf("the old tree has the sensors %q, want five", sensors)
	}

	for _, tree := range []string{"new", "old"} {
		comments := u.Stream(t.Context(), u.loop, every)
		time.Sleep(15 * time.Second)
		u.deployTree(trees[tree])
		comments.Burst(u.loop, backlog)
		u.sh(prerequisites)
		u.sh(deploy)
		time.Sleep(30 * time.Second)
		taken := comments.Stop()
		t.Logf("to the %s tree: %s", tree, comments)
		t.Logf("to the %s tree: %d comments are lost until they are delivered again", tree, len(u.lost(taken)))
		u.redeliver(redeliver)
		u.quiet("to the " + tree + " tree")
		u.holds(u.accepted())
	}
}

var (
	schedule = regexp.MustCompile(`(?m)^  schedule: .*$`)
	pause    = regexp.MustCompile(`(name: PAUSE\n\s+value: )"\d+"`)
)

// deployTree commits a tree as dist/, without the bus, which the suite runs outside. Its resync comes every minute, so that nobody waits
// for ten.
func (u *upgrade) deployTree(tree string) {
	u.t.Helper()
	u.commitTree(tree, func(dist string) {
		if err := os.Remove(filepath.Join(dist, "infra/gitops/prerequisites/github-webhooks/default-eventbus.yaml")); err != nil {
			u.t.Fatal(err)
		}
		resync := filepath.Join(dist, "infra/gitops/resources/agent-platform/remediation-resync-cronjob.yaml")
		text, err := os.ReadFile(resync)
		if err != nil {
			u.t.Fatal(err)
		}
		if !schedule.Match(text) || !pause.Match(text) {
			u.t.Fatalf("%s has no schedule or no PAUSE", resync)
		}
		quick := pause.ReplaceAll(schedule.ReplaceAll(text, []byte(`  schedule: "* * * * *"`)), []byte(`$1"20"`))
		if err := os.WriteFile(resync, quick, 0o644); err != nil {
			u.t.Fatal(err)
		}
	})
}
