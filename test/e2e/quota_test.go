package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	quotaName = "rework-loop"
	jobsCount = corev1.ResourceName("count/jobs.batch")
)

func runsCount(loop suite.Loop) corev1.ResourceName {
	return corev1.ResourceName("count/" + loop.Runs.GroupResource().String())
}

// fullQuota fills the rendered quota with objects of somebody else, first with CodeRuns and then with Jobs, and makes room by the
// documented commands.
func fullQuota(t *testing.T, w *world) {
	p := w.Pull(suite.Rework)
	w.handled(t, p, w.post(t, p), 1)
	w.settled(t, p)
	asRework := strings.NewReplacer("remediation-loop", quotaName, "agent-platform", p.Loop.AgentNamespace)
	blocks := w.blocks(t, operate, "When the quota is full", 3)
	look, clear, raise := asRework.Replace(blocks[0]), asRework.Replace(blocks[1]), asRework.Replace(blocks[2])
	most := w.hard(t, p.Loop)[runsCount(p.Loop)]

	w.fillRuns(t, p.Loop)
	list, err := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || int64(len(list.Items)) != most {
		t.Fatalf("%d CodeRuns, want as many as the quota allows, %d; %v", len(list.Items), most, err)
	}
	if told := w.sh(t, look); !strings.Contains(told, fmt.Sprintf("count/coderuns.cto.5dlabs.com  %d    %d", most, most)) {
		t.Errorf("the documented command says:\n%s", told)
	}
	waits := w.post(t, p)
	w.eventually(t, patience, func() error {
		if events := w.events(t, p); events["Warning RemediationTriggerFailed"] == 0 {
			return fmt.Errorf("Events: %v", events)
		}
		return w.has(t, p, map[string]string{fmt.Sprint("iteration-", waits): "2", fmt.Sprint("handled-", waits): ""})()
	})
	w.sh(t, raise)
	w.handled(t, p, waits, 2) // by the resync
	w.settled(t, p)
	if runs := w.runs(t, p); len(runs) != 2 {
		t.Errorf("%d runs, want 2", len(runs))
	}
	w.clearRuns(t, p.Loop)

	// A run of a task at rest makes room too, and nothing comes of it.
	for _, run := range w.runs(t, p) {
		w.sh(t, fmt.Sprintf("kubectl label coderun %s -n %s --overwrite remediation.5dlabs.com/at-rest=true", run.GetName(), p.Loop.AgentNamespace))
	}
	w.sh(t, clear)
	w.eventually(t, soon, func() error {
		if runs := w.runs(t, p); len(runs) != 0 {
			return errStillThere(runs[0].GetName())
		}
		return nil
	})

	w.fillJobs(t, p.Loop)
	third := w.post(t, p)
	w.handled(t, p, third, 3) // a run needs no Job
	if err := w.cancelled(p.Loop, third, 0); err != nil {
		t.Error(err)
	}
	w.clearJobs(t, p.Loop)
	fourth := w.Pull(suite.Rework)
	id := w.post(t, fourth)
	w.handled(t, fourth, id, 1)
	w.eventually(t, soon, func() error { return w.cancelled(p.Loop, id, 1) })
	w.sh(t, fmt.Sprintf("kubectl apply -R -f %s --selector app=%s", w.Rendered("rework/infra/gitops/resources/rework-agents"), quotaName))
}

// hard is what the rendered quota allows, by what it counts.
func (w *world) hard(t *testing.T, loop suite.Loop) map[corev1.ResourceName]int64 {
	t.Helper()
	found, err := w.Client.CoreV1().ResourceQuotas(loop.AgentNamespace).Get(t.Context(), quotaName, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	most := map[corev1.ResourceName]int64{}
	for name, quantity := range found.Spec.Hard {
		most[name] = quantity.Value()
	}
	return most
}

var ofSomebodyElse = map[string]string{"owner": "somebody-else"}

const selectsOthers = "owner=somebody-else"

// fillRuns makes CodeRuns until the quota has no room.
func (w *world) fillRuns(t *testing.T, loop suite.Loop) {
	t.Helper()
	w.untilRefused(t, func(n int) error {
		run := &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": loop.Runs.GroupVersion().String(), "kind": loop.RunKind, "spec": agentSpec(loop),
		}}
		run.SetName(fmt.Sprint("of-others-", n))
		run.SetLabels(ofSomebodyElse)
		_, err := w.Dynamic.Resource(loop.Runs).Namespace(loop.AgentNamespace).Create(t.Context(), run, metav1.CreateOptions{})
		return err
	})
}

// fillJobs does the same with Jobs, none of which runs.
func (w *world) fillJobs(t *testing.T, loop suite.Loop) {
	t.Helper()
	suspended := true
	w.untilRefused(t, func(n int) error {
		job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint("of-others-", n), Labels: ofSomebodyElse}}
		job.Spec.Suspend = &suspended
		job.Spec.Template.Spec = corev1.PodSpec{RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "a", Image: "a"}}}
		_, err := w.Client.BatchV1().Jobs(loop.AgentNamespace).Create(t.Context(), job, metav1.CreateOptions{})
		return err
	})
}

func (w *world) untilRefused(t *testing.T, create func(n int) error) {
	t.Helper()
	for n := range 1000 {
		err := create(n)
		if apierrors.IsForbidden(err) && strings.Contains(err.Error(), "exceeded quota: "+quotaName) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the quota is never full")
}

func (w *world) clearRuns(t *testing.T, loop suite.Loop) {
	t.Helper()
	if err := w.Dynamic.Resource(loop.Runs).Namespace(loop.AgentNamespace).DeleteCollection(t.Context(), metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: selectsOthers}); err != nil {
		t.Fatal(err)
	}
}

// clearJobs waits until the quota knows that there is room.
func (w *world) clearJobs(t *testing.T, loop suite.Loop) {
	t.Helper()
	background := metav1.DeletePropagationBackground
	if err := w.Client.BatchV1().Jobs(loop.AgentNamespace).DeleteCollection(t.Context(), metav1.DeleteOptions{PropagationPolicy: &background}, metav1.ListOptions{LabelSelector: selectsOthers}); err != nil {
		t.Fatal(err)
	}
	w.eventually(t, soon, func() error {
		now, err := w.Client.CoreV1().ResourceQuotas(loop.AgentNamespace).Get(t.Context(), quotaName, metav1.GetOptions{})
		if err != nil {
			return err
		}
		used, most := now.Status.Used[jobsCount], now.Status.Hard[jobsCount]
		if used.Value() > most.Value()/2 {
			return fmt.Errorf("%d of %d Jobs are used", used.Value(), most.Value())
		}
		return nil
	})
}
