package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// oneComment follows a comment from GitHub to everything that has to come of it.
func oneComment(t *testing.T, w *world) {
	p := w.Pull(suite.Remediation, "ready-for-qa")
	task := strconv.Itoa(p.Task)
	quality := func(task, agent, status string) map[string]string {
		return map[string]string{"task-id": task, "agent-type": agent, "status": status}
	}
	cancelled := []string{"cleo-of-this-task", "tess-of-this-task"}
	w.agent(t, p, cancelled[0], quality(task, "cleo", "running"))
	w.agent(t, p, cancelled[1], quality(task, "tess", "running"))
	kept := []string{"rex-of-this-task", "finished-tess", "tess-of-another-task", "tess-without-status"}
	w.agent(t, p, kept[0], quality(task, "rex", "running"))
	w.agent(t, p, kept[1], quality(task, "tess", "finished"))
	w.agent(t, p, kept[2], quality("1"+task, "tess", "running"))
	w.agent(t, p, kept[3], map[string]string{"task-id": task, "agent-type": "tess"})

	sent := time.Now()
	id := w.post(t, p)
	comment := strconv.FormatInt(id, 10)
	number := strconv.Itoa(p.Number)

	w.eventually(t, soon, func() error {
		if err := w.has(t, p, map[string]string{"handled-" + comment: "1"})(); err != nil {
			return err
		}
		if labels := w.GitHub.Labels(p.Loop.Repository, p.Number); !slices.Equal(labels, []string{p.Label(), "remediation-in-progress", "iteration-1"}) {
			return fmt.Errorf("labels of the pull request: %q", labels)
		}
		if events := w.events(t, p); events["Normal RemediationTriggered"] != 1 {
			return fmt.Errorf("Events: %v", events)
		}
		left, err := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{})
		if err != nil {
			return err
		}
		for _, run := range left.Items {
			if slices.Contains(cancelled, run.GetName()) {
				return fmt.Errorf("the agent %s still runs", run.GetName())
			}
		}
		return nil
	})
	t.Logf("all of it %s after the comment", time.Since(sent).Round(time.Millisecond))
	w.settled(t, p)

	state, err := w.state(t, p)
	if err != nil {
		t.Fatal(err)
	}
	wantLabels := map[string]string{"app": "remediation-loop", "task-id": task, "remediation.5dlabs.com/at-rest": "false"}
	if !maps.Equal(state.Labels, wantLabels) {
		t.Errorf("labels of the state: %v, want %v", state.Labels, wantLabels)
	}
	stored := state.Data["comment-"+comment]
	wantStored := fmt.Sprintf(`{"at":%q,"author":"5DLabs-Tess[bot]","pr":%s,"repo":"5dlabs/cto"}`, storedAt(stored), number)
	wantData := map[string]string{
		"comment-" + comment: wantStored, "last_comment_id": comment, "iteration-" + comment: "1", "max-" + comment: "10", "handled-" + comment: "1",
		"current_iteration": "1", "max_iterations": "10", "status": "active", "start_time": state.CreationTimestamp.UTC().Format(time.RFC3339),
		"feedback_history": fmt.Sprintf(`[{"at":%q,"author":"5DLabs-Tess[bot]","id":%q,"iteration":1,"pr":%q,"repo":"5dlabs/cto"}]`, storedAt(stored), comment, number),
	}
	if !maps.Equal(state.Data, wantData) {
		t.Errorf("state:\n%v\nwant:\n%v", state.Data, wantData)
	}

	run, err := w.run(t, p, id)
	if err != nil {
		t.Fatal(err)
	}
	wantRunLabels := map[string]string{
		"task-id": task, "trigger-type": "comment-feedback", "agent-type": "rex", "pr-number": number, "comment-id": comment,
		"deduplication-key": number + "-" + comment, "remediation.5dlabs.com/at-rest": "false",
	}
	if !maps.Equal(run.GetLabels(), wantRunLabels) {
		t.Errorf("labels of the run: %v, want %v", run.GetLabels(), wantRunLabels)
	}
	for name, want := range map[string]string{"pr-number": number, "comment-id": comment, "iteration": "1"} {
		if got := run.GetAnnotations()["remediation.5dlabs.com/"+name]; got != want {
			t.Errorf("annotation %s of the run: %q, want %q", name, got, want)
		}
	}
	wantSpec := map[string]any{
		"github_app": "5DLabs-Rex", "remediation_mode": true, "continue_session": true, "pr_number": int64(p.Number), "pr_comment_id": id,
		"env": map[string]any{"REMEDIATION_MODE": "true", "FEEDBACK_COMMENT_ID": comment, "ITERATION_COUNT": "1", "MAX_ITERATIONS": "10"},
	}
	if spec := run.Object["spec"]; !reflect.DeepEqual(spec, wantSpec) {
		t.Errorf("spec of the run:\n%v\nwant:\n%v", spec, wantSpec)
	}
	owners := run.GetOwnerReferences()
	if len(owners) != 1 || owners[0].Kind != "ConfigMap" || owners[0].UID != state.UID {
		t.Errorf("owners of the run: %v, want the state", owners)
	}
	if run.GetGeneration() != 1 {
		t.Errorf("generation of the run: %d", run.GetGeneration())
	}
	if runs := w.runs(t, p); len(runs) != 1 {
		t.Errorf("%d runs, want 1", len(runs))
	}
	for _, name := range kept {
		if _, err := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).Get(t.Context(), name, metav1.GetOptions{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	oneJob(t, w, p, comment)
}

// oneJob looks for the Job that cancelled the agents of a comment's task.
func oneJob(t *testing.T, w *world, p pull, comment string) {
	t.Helper()
	w.eventually(t, 30*time.Second, func() error {
		jobs, err := w.Client.BatchV1().Jobs(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{
			LabelSelector: fmt.Sprintf("app=%s,comment-id=%s", p.Loop.Name.Cancel(), comment),
		})
		if err != nil {
			return err
		}
		if len(jobs.Items) != 1 || !finished(jobs.Items[0]) {
			return fmt.Errorf("%d Jobs of comment %s: %v", len(jobs.Items), comment, jobs.Items)
		}
		return nil
	})
}

func finished(job batchv1.Job) bool {
	return slices.ContainsFunc(job.Status.Conditions, func(c batchv1.JobCondition) bool {
		return c.Type == batchv1.JobComplete && c.Status == "True"
	})
}

// storedAt reads the time out of a stored comment: it is the one that the comment was sent with.
func storedAt(stored string) string {
	var comment struct{ At string }
	if err := json.Unmarshal([]byte(stored), &comment); err != nil {
		return err.Error()
	}
	return comment.At
}
