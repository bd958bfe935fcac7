package upgrades

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/history"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
)

const (
	upgradePage   = "docs/upgrade.md"
	uninstallPage = "docs/uninstall.md"
)

// every is the pause between two comments: a little less than a sensor takes.
const every = 2500 * time.Millisecond

// patience is how long everything may take to come to rest: a task that is stuck waits for the second or third run of the resync.
const patience = 5 * time.Minute

func loopName(name string) vocabulary.LoopName { return vocabulary.LoopName(name) }

// upgrade is a loop in the hands of somebody who changes it, and the clone in which they do.
type upgrade struct {
	*suite.Cluster
	t      *testing.T
	loop   suite.Loop
	loops  []history.Loop // as the invariants know it, by all its names and kinds
	clone  string
	commit int
}

// begin makes a clone with the tree that is deployed already.
func begin(t *testing.T, cluster *suite.Cluster, loop suite.Loop) *upgrade {
	u := &upgrade{Cluster: cluster, t: t, loop: loop, loops: []history.Loop{loop.History()}, clone: filepath.Join(cluster.Dir, "clones", string(loop.Name))}
	if err := os.MkdirAll(u.clone, 0o755); err != nil {
		t.Fatal(err)
	}
	u.sh("git init --quiet")
	tree := string(loop.Name)
	if loop.Name == suite.Remediation.Name {
		tree = "dist"
	}
	u.change(tree)
	return u
}

// sh runs a script in the clone.
func (u *upgrade) sh(script string, env ...string) string {
	u.t.Helper()
	out, err := u.Sh(u.t.Context(), u.clone, script, env...)
	if err != nil {
		u.t.Fatal(err)
	}
	return out
}

// change commits another tree of scripts/e2e/upgrades.ts as dist/, as a merged pull request does.
func (u *upgrade) change(tree string) {
	u.t.Helper()
	u.commitTree(u.Rendered(tree), func(string) {})
}

// commitTree commits a folder as dist/, edited.
func (u *upgrade) commitTree(tree string, edit func(dist string)) {
	u.t.Helper()
	u.sh(`rm -rf dist && cp -r "$TREE" dist`, "TREE="+tree)
	edit(filepath.Join(u.clone, "dist"))
	u.sh(`git add dist && git -c user.name=a -c user.email=a@example.com commit --quiet --message "$TREE"`, "TREE="+tree)
}

// page are the commands of a document under a heading, of which there have to be so many, with the names of this loop.
func (u *upgrade) page(document, heading string, number int) []string {
	u.t.Helper()
	blocks, err := suite.ShellBlocks(filepath.Join(suite.Root(), document), heading)
	if err != nil || len(blocks) != number {
		u.t.Fatalf("%s, %s: %d sh blocks, want %d; %v", document, heading, len(blocks), number, err)
	}
	for i, block := range blocks {
		blocks[i] = u.named(block)
	}
	return blocks
}

// named writes the names of this loop in place of those of the default props, as the page tells its reader to.
func (u *upgrade) named(text string) string {
	name := string(u.loop.Name)
	return strings.NewReplacer(
		"agent-platform", u.loop.AgentNamespace, suite.Remediation.Repository, u.loop.Repository,
		vocabulary.AtRestLabel, vocabulary.AtRestLabel, suite.Remediation.Name.Sensor(), u.loop.Name.Sensor(),
		string(suite.Remediation.Name), name,
	).Replace(text)
}

// redeliver runs a command of the page that asks GitHub, in the repository.
func (u *upgrade) redeliver(command string) string {
	u.t.Helper()
	api := httptest.NewServer(u.GitHub)
	defer api.Close()
	out, err := u.Sh(u.t.Context(), suite.Root(), command, "GITHUB_API_URL="+api.URL, "GITHUB_TOKEN="+suite.GitHubToken)
	if err != nil {
		u.t.Fatal(err)
	}
	u.GitHub.WaitRedeliveries()
	return out
}

// deliveries are those of this loop's repository.
func (u *upgrade) deliveries() []github.Entry {
	return slices.DeleteFunc(u.Ledger.Entries(), func(e github.Entry) bool { return e.Repository != u.loop.Repository })
}

// quiet waits until the loop is at rest.
func (u *upgrade) quiet(when string) {
	u.t.Helper()
	begun := time.Now()
	ctx, cancel := context.WithTimeout(u.t.Context(), patience)
	defer cancel()
	rest := history.Rest{Loops: u.loops, Span: 10 * time.Second, Deliveries: u.deliveries, Tell: func(due string) { u.t.Logf("%s: still due: %.300s", when, due) }}
	if err := u.History.Quiet(ctx, rest); err != nil {
		u.t.Fatalf("%s: %v", when, err)
	}
	u.t.Logf("%s: at rest after %s", when, time.Since(begun).Round(time.Second))
}

// lost are those of the comments that no state has, after what has been taken had time to be stored.
func (u *upgrade) lost(taken []string) (lost []string) {
	u.t.Helper()
	// A comment is stored when its turn comes: nothing new is stored for a while when all turns are over.
	stored, since := -1, time.Now()
	err := suite.Eventually(u.t.Context(), patience, func() error {
		known := u.stored()
		if len(known) != stored {
			stored, since = len(known), time.Now()
		}
		lost = slices.DeleteFunc(slices.Clone(taken), func(id string) bool { return known[id] })
		if len(lost) > 0 && time.Since(since) < 20*time.Second {
			return errors.New("comments are being stored")
		}
		return nil
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return lost
}

// stored are the comments that a state of the loop has or had.
func (u *upgrade) stored() map[string]bool {
	known := map[string]bool{}
	for _, version := range u.History.Record().Versions {
		if version.Resource.Resource != "configmaps" || version.Object.GetNamespace() != u.loop.AgentNamespace {
			continue
		}
		data, _ := version.Object.Object["data"].(map[string]any)
		for key := range data {
			if id, ok := strings.CutPrefix(key, vocabulary.CommentPrefix); ok {
				known[id] = true
			}
		}
	}
	return known
}

// holds checks the invariants over all that has happened to the loop, and that each comment that was taken has one run, whatever the kind
// and the name of the loop were.
func (u *upgrade) holds(taken []string) {
	u.t.Helper()
	audit, err := u.Audit()
	if err != nil {
		u.t.Fatal(err)
	}
	evidence := history.Evidence{Deliveries: u.deliveries(), Calls: u.GitHub.Calls(), Record: u.History.Record(), Audit: audit}
	for _, violation := range history.Check(evidence, u.loops...) {
		u.t.Error(violation)
	}
	runs := u.runs(evidence.Record)
	for _, id := range taken {
		if made := runs[id]; len(made) != 1 {
			u.t.Errorf("comment %s got a 2xx and has %d runs: %v", id, len(made), made)
		}
	}
	u.t.Logf("%d deliveries, %d comments taken, %d comments with a run", len(evidence.Deliveries), len(taken), len(runs))
}

// runs are the names of the runs of each comment, by uid: one that was deleted and made again counts twice.
func (u *upgrade) runs(record history.Record) map[string]map[string]string {
	runs := map[string]map[string]string{}
	for _, version := range record.Versions {
		object := version.Object
		ours := slices.ContainsFunc(u.loops, func(loop history.Loop) bool { return loop.AgentNamespace == object.GetNamespace() })
		if resource := version.Resource.Resource; !ours || resource != "coderuns" && resource != "agentruns" {
			continue
		}
		id := object.GetLabels()[vocabulary.CommentLabel]
		if runs[id] == nil {
			runs[id] = map[string]string{}
		}
		runs[id][string(object.GetUID())] = fmt.Sprintf("%s %s", object.GetKind(), object.GetName())
	}
	return runs
}

// sensors are those of the loop.
func (u *upgrade) sensors() []string {
	u.t.Helper()
	return strings.Fields(u.sh("kubectl get sensors -n github-webhooks -l app=" + u.loop.Name.SensorApp() + " -o name"))
}

func (u *upgrade) eventually(limit time.Duration, ask func() error) {
	u.t.Helper()
	if err := suite.Eventually(u.t.Context(), limit, ask); err != nil {
		u.t.Fatal(err)
	}
}
