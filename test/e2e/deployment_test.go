package e2e

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// sh runs a shell command in the checkout and returns what it prints.
func (w *world) sh(t *testing.T, script string) string {
	t.Helper()
	out, err := w.Sh(t.Context(), w.Checkout, script)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// deployment comes after the first one, which the suite makes by the commands of docs/install.md. The controller has written to the objects
// by now: nothing of that may look like a difference.
func deployment(t *testing.T, w *world) {
	version := func() string {
		return w.sh(t, "kubectl get poddisruptionbudget eventbus-default -n github-webhooks -o jsonpath='{.metadata.generation} {.metadata.annotations}'")
	}
	before := version()
	out := w.sh(t, "kubectl apply -R -f dist/infra/gitops/prerequisites; kubectl apply -R -f dist/infra/gitops/resources")
	if after := version(); after != before {
		t.Errorf("a second apply changes the budget of the bus: %s, it was %s", after, before)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) < 20 {
		t.Errorf("only %d objects:\n%s", len(lines), out)
	}
	for _, line := range lines {
		// kubectl sends the selector of a budget each time, because its patch strategy is to replace it, and calls that a change.
		if !strings.HasSuffix(line, " unchanged") && line != "poddisruptionbudget.policy/eventbus-default configured" {
			t.Errorf("a second apply changes something: %s", line)
		}
	}
	// It exits with 1 when there is a difference.
	w.sh(t, "kubectl diff -R -f dist/infra/gitops/resources")
	w.sh(t, "kubectl diff -R -f dist/infra/gitops/prerequisites")
}

// debugCommands are the task's own, to the letter, but for its -f: a log that is followed never ends.
func debugCommands(t *testing.T, w *world) {
	if out := w.sh(t, "cd dist && kubectl apply -f infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml"); !strings.Contains(out, "unchanged") {
		t.Errorf("Deployment step 1: %s", out)
	}
	if out := w.sh(t, "kubectl get sensor pr-comment-remediation -n github-webhooks"); !strings.Contains(out, "pr-comment-remediation") {
		t.Errorf("Deployment step 2: %s", out)
	}
	logs := w.sh(t, "kubectl logs -l app=remediation-sensor -n github-webhooks")
	for _, line := range strings.Split(strings.TrimSpace(logs), "\n") {
		if !json.Valid([]byte(line)) {
			t.Errorf("7.2: a line of the log is no JSON: %s", line)
		}
	}
	if out := w.sh(t, "kubectl describe sensor pr-comment-remediation -n github-webhooks"); !strings.Contains(out, "Deployed") {
		t.Errorf("describe: %s", out)
	}
	if out := w.sh(t, "kubectl get events -n github-webhooks --sort-by='.lastTimestamp'"); strings.TrimSpace(out) == "" {
		t.Error("get events: nothing")
	}
	if out := w.sh(t, "kubectl get coderuns -l trigger-type=comment-feedback -n agent-platform"); !strings.Contains(out, "remediation-rex-t") {
		t.Errorf("get coderuns: %s", out)
	}
}

// sampleEvent is the Job that posts a comment, and the commands around it.
func sampleEvent(t *testing.T, w *world) {
	blocks, err := suite.ShellBlocks(suite.Root()+"/docs/troubleshoot.md", "A sample comment")
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) != 3 {
		t.Fatalf("%d commands about the sample comment, want 3: post it, post it for other props, and take it away", len(blocks))
	}
	p := pull{Loop: suite.Remediation, Number: 999999999, Task: 999999999}
	w.GitHub.DeleteIssue(p.Loop.Repository, p.Number) // there is no such pull request
	posted := time.Now()
	out := w.sh(t, blocks[0])
	if !strings.Contains(out, "answered 200") {
		t.Fatalf("the Job says:\n%s", out)
	}
	var id string
	w.eventually(t, patience, func() error {
		state, err := w.state(t, p)
		if err == nil {
			id = state.Data["last_comment_id"]
			return w.has(t, p, map[string]string{"handled-" + id: "1"})()
		}
		return err
	})
	// The Job sends it itself; the ledger has to know.
	w.Ledger.Add(github.Entry{
		Comment: id, Repository: p.Loop.Repository, PR: p.Number, Author: "5DLabs-Tess[bot]", Tasks: []string{"999999999"}, Passes: true,
		Event: "issue_comment", Sent: posted,
	})(200, nil)
	w.settled(t, p)
	w.sh(t, blocks[2])
	w.eventually(t, patience, func() error {
		if runs := w.runs(t, p); len(runs) > 0 {
			return errStillThere(runs[0].GetName())
		}
		return nil
	})
	if jobs, err := w.Client.BatchV1().Jobs(suite.SensorNamespace).List(t.Context(), metav1.ListOptions{LabelSelector: "app=sample-feedback-event"}); err != nil || len(jobs.Items) > 0 {
		t.Errorf("the Job is still there: %v, %v", jobs.Items, err)
	}
}

// line is the command of a document's block that has a word in it, with the variables that the block sets before.
func (w *world) line(t *testing.T, block, word string) string {
	t.Helper()
	var variables, found []string
	for _, line := range strings.Split(block, "\n") {
		switch {
		case assignment.MatchString(line):
			variables = append(variables, line)
		case strings.HasPrefix(line, "kubectl") && strings.Contains(line, word):
			found = append(found, line)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d commands with %q in\n%s", len(found), word, block)
	}
	return strings.Join(append(variables, found[0]), "\n")
}

var assignment = regexp.MustCompile(`^[A-Z]+=\S+$`)
