package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// janitor lets the janitor come by the commands of its document, with days that have become seconds: first to label what is at rest, then
// to delete it.
func janitor(t *testing.T, w *world) {
	blocks, err := suite.ShellBlocks(suite.Root()+"/docs/operate.md", "The janitor")
	if err != nil {
		t.Fatal(err)
	}
	wake, come := blocks[0], blocks[1]
	rested, again, waits, paused := w.Pull(suite.Remediation), pull{Loop: suite.Remediation, Number: 17, Task: 7}, w.Pull(suite.Remediation), w.Pull(suite.Remediation)
	w.GitHub.AddIssue(again.Loop.Repository, again.Number, again.Label())
	first := map[int]int64{}
	for _, p := range []pull{rested, again, waits, paused} {
		first[p.Task] = w.post(t, p)
		w.handled(t, p, first[p.Task], 1)
		w.settled(t, p)
	}
	w.setState(t, waits, `{"data":{"max_iterations":"1"}}`)
	waiting := w.post(t, waits)
	w.eventually(t, patience, w.has(t, waits, map[string]string{"status": "exhausted", fmt.Sprint(vocabulary.CommentPrefix, waiting): w.storedComment(t, waits, waiting)}))
	w.setState(t, paused, `{"data":{"status":"paused"}}`)

	label := func(p pull) string {
		state, err := w.state(t, p)
		if err != nil {
			t.Fatal(err)
		}
		return state.Labels[vocabulary.AtRestLabel]
	}
	w.janitorWaits(t, "LABELLED_AFTER", "0")
	// A change within the second in which the janitor begins is not yet over.
	labelled := func(p pull) {
		w.eventually(t, patience, func() error {
			w.sh(t, come)
			if got := label(p); got != "true" {
				return fmt.Errorf("task %d: the label is %q, want true", p.Task, got)
			}
			return nil
		})
	}
	labelled(rested)
	labelled(again)
	for p, want := range map[pull]string{rested: "true", again: "true", waits: "false", paused: "false"} {
		if got := label(p); got != want {
			t.Errorf("task %d: the label is %q, want %q", p.Task, got, want)
		}
		if run, err := w.run(t, p, first[p.Task]); err != nil || run.GetLabels()[vocabulary.AtRestLabel] != want {
			t.Errorf("task %d: the labels of its CodeRun are %v, %v", p.Task, run.GetLabels(), err)
		}
	}

	// The next comment goes on as if nothing had been.
	second := w.post(t, rested)
	w.handled(t, rested, second, 2)
	w.settled(t, rested)
	if got := label(rested); got != "false" {
		t.Errorf("after a comment, the label is %q", got)
	}

	// A person runs a comment again, and says that the state is to be watched.
	if err := w.Dynamic.Resource(again.Loop.Runs).Namespace(again.Loop.AgentNamespace).Delete(t.Context(), again.Loop.Run(again.Task, first[again.Task]), metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	w.setState(t, again, fmt.Sprintf(`{"data":{"iteration-%[1]d":null,"handled-%[1]d":null}}`, first[again.Task]))
	w.sh(t, wake)
	w.handled(t, again, first[again.Task], 1)
	w.settled(t, again)

	// Or forgets to say so: then the janitor does.
	labelled(again)
	w.setState(t, again, fmt.Sprintf(`{"data":{"handled-%d":null}}`, first[again.Task]))
	w.sh(t, come)
	w.handled(t, again, first[again.Task], 1)
	w.settled(t, again)

	// A run that works keeps its state, one that has finished does not.
	w.janitorWaits(t, "RETENTION", "0", "STATUS", "status.phase", "FINISHED", "Succeeded|Failed")
	w.phase(t, rested, first[rested.Task], "Succeeded")
	w.phase(t, rested, second, "Running")
	w.phase(t, again, first[again.Task], "Failed")
	time.Sleep(2 * time.Second)
	said := w.sh(t, come)
	if want := fmt.Sprintf("left %s alone: one of its CodeRuns still works", rested.Loop.State(rested.Task)); !strings.Contains(said, want) {
		t.Errorf("it does not say %q:\n%s", want, said)
	}
	if _, err := w.state(t, again); !apierrors.IsNotFound(err) {
		t.Errorf("task %d: its state is still there: %v", again.Task, err)
	}
	w.phase(t, rested, second, "Succeeded")
	w.sh(t, come)
	for p, want := range map[pull]bool{rested: false, again: false, waits: true, paused: true} {
		if _, err := w.state(t, p); (err == nil) != want {
			t.Errorf("task %d: its state is there: %t, want %t (%v)", p.Task, err == nil, want, err)
		}
	}
	w.eventually(t, patience, func() error {
		for _, p := range []pull{rested, again} {
			if runs := w.runs(t, p); len(runs) > 0 {
				return errStillThere(runs[0].GetName())
			}
		}
		return nil
	})

	// The task begins anew.
	w.handled(t, rested, w.post(t, rested), 1)
	w.janitorWaits(t, "LABELLED_AFTER", "172800", "RETENTION", "2592000", "STATUS", "-", "FINISHED", "-")
	w.setState(t, paused, `{"data":{"status":"active"}}`)
}

// storedComment is a stored comment.
func (w *world) storedComment(t *testing.T, p pull, comment int64) string {
	t.Helper()
	key, value := fmt.Sprint(vocabulary.CommentPrefix, comment), ""
	w.eventually(t, patience, func() error {
		state, err := w.state(t, p)
		if err != nil || state.Data[key] == "" {
			return fmt.Errorf("%s is not there: %v", key, err)
		}
		value = state.Data[key]
		return nil
	})
	return value
}

// phase has a CodeRun say how far it is.
func (w *world) phase(t *testing.T, p pull, comment int64, phase string) {
	t.Helper()
	runs := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace)
	run, err := w.run(t, p, comment)
	if err == nil {
		err = unstructured.SetNestedField(run.Object, phase, "status", "phase")
	}
	if err == nil {
		_, err = runs.UpdateStatus(t.Context(), run, metav1.UpdateOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// janitorWaits sets variables of the janitor's CronJob.
func (w *world) janitorWaits(t *testing.T, variables ...string) {
	t.Helper()
	loop := suite.Remediation
	var env []any
	for i := 0; i < len(variables); i += 2 {
		env = append(env, map[string]any{"name": variables[i], "value": variables[i+1]})
	}
	container := map[string]any{"name": "janitor", "env": env}
	patch := map[string]any{"spec": map[string]any{"jobTemplate": map[string]any{"spec": map[string]any{"template": map[string]any{"spec": map[string]any{"containers": []any{container}}}}}}}
	content, err := json.Marshal(patch)
	if err == nil {
		_, err = w.Client.BatchV1().CronJobs(loop.AgentNamespace).Patch(t.Context(), loop.Name.Janitor(), types.StrategicMergePatchType, content, metav1.PatchOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
}
