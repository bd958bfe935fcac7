package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const uninstallPage = "/docs/uninstall.md"

// uninstall removes the loop of dist/ and its prerequisites by the commands of docs/uninstall.md. It comes after everything: all that is
// left in the end is of others.
func uninstall(t *testing.T, w *world) {
	loop := w.blocks(t, uninstallPage, "Delete the loop", 2)
	written := w.blocks(t, uninstallPage, "Delete what the loop has written", 2)
	prerequisites := w.blocks(t, uninstallPage, "Delete the prerequisites", 2)
	check := w.blocks(t, uninstallPage, "Check that nothing is left", 1)[0]
	monitoring := w.blocks(t, "/docs/install.md", "Monitoring", 2)[1]
	w.sh(t, monitoring)

	comments := w.Stream(t.Context(), suite.Remediation, 2500*time.Millisecond)
	time.Sleep(10 * time.Second)
	taken := comments.Stop() // GitHub has no webhook any more
	waiting := w.blocks(t, operate, "Which tasks wait, and why", 5)[3]
	w.eventually(t, patience, func() error {
		if told := w.sh(t, waiting); slices.ContainsFunc(strings.Split(told, "\n"), func(line string) bool { return strings.Contains(line, " active ") }) {
			return fmt.Errorf("waiting:\n%s", told)
		}
		return nil
	})
	for _, block := range loop {
		w.sh(t, block)
	}
	w.oneRunEach(t, taken)
	if told := w.sh(t, check); !strings.Contains(told, "configmap/task-") || strings.Contains(told, "sensor") || strings.Contains(told, "policy") {
		t.Errorf("the loop is deleted, and its states are not. These are left:\n%s", told)
	}
	// The event source is still there, and nobody behind it.
	p := w.Pull(suite.Remediation)
	w.post(t, p)
	time.Sleep(5 * time.Second)
	if _, err := w.state(t, p); err == nil {
		t.Error("the loop is deleted, and a comment was stored")
	}

	for _, block := range append(written, prerequisites[0]) {
		w.sh(t, block)
	}
	if answer := w.Hooks[suite.Remediation.Repository].Send(t.Context(), w.Comment(p), github.Passes); answer.Status != 0 {
		t.Errorf("the event source is deleted, and a comment got a %d", answer.Status)
	}
	w.sh(t, prerequisites[1])
	w.eventually(t, time.Minute, func() error {
		for line := range strings.Lines(w.sh(t, check)) {
			if !strings.HasPrefix(line, "Warning: ") {
				return fmt.Errorf("the command of the page says that this is left: %s", line)
			}
		}
		return nil
	})
	if left := w.mentioning(t, suite.Remediation.AgentNamespace); len(left) > 0 {
		t.Errorf("these objects mention the namespace of the agents: %q", left)
	}
}

// oneRunEach looks for the runs of comments, and the states that own them.
func (w *world) oneRunEach(t *testing.T, comments []string) {
	t.Helper()
	if len(comments) < 3 {
		t.Errorf("only %d comments came in before the uninstallation", len(comments))
	}
	for _, id := range comments {
		runs, err := w.Dynamic.Resource(suite.Remediation.Runs).Namespace(suite.Remediation.AgentNamespace).List(t.Context(), metav1.ListOptions{LabelSelector: "comment-id=" + id})
		if err != nil || len(runs.Items) != 1 {
			t.Errorf("comment %s got a 2xx and has %d runs; %v", id, len(runs.Items), err)
		}
	}
}

// mentioning are all objects of the cluster with a word anywhere in them, of each resource that the API server knows.
func (w *world) mentioning(t *testing.T, word string) (found []string) {
	t.Helper()
	lists, err := w.Client.Discovery().ServerPreferredResources()
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	for _, list := range lists {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			t.Fatal(err)
		}
		for _, resource := range list.APIResources {
			if !slices.Contains(resource.Verbs, "list") {
				continue
			}
			objects, err := w.Dynamic.Resource(version.WithResource(resource.Name)).List(t.Context(), metav1.ListOptions{})
			if err != nil {
				t.Fatalf("%s: %v", resource.Name, err)
			}
			kinds++
			for _, object := range objects.Items {
				text, err := json.Marshal(object.Object)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(text), word) {
					found = append(found, fmt.Sprintf("%s %s/%s", resource.Name, object.GetNamespace(), object.GetName()))
				}
			}
		}
	}
	if kinds < 30 {
		t.Errorf("only %d kinds of objects were listed", kinds)
	}
	return found
}
