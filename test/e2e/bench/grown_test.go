package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// old measures the pods of a loop that has had so many tasks: each has a state with ten comments and a CodeRun whose status is 4 KiB. First
// all of them have the label of the janitor, then none has it, as after an upgrade.
func (r *rig) old(tasks int) {
	r.drained()
	r.oldRow("few")
	// The CodeRuns of so many tasks are more than the quota of the prerequisites allows.
	if _, err := r.Sh(r.b.Context(), "", "kubectl delete resourcequota --all -n "+r.loop.AgentNamespace); err != nil {
		r.b.Fatal(err)
	}
	made := r.makeOld(tasks)
	r.oldRow(fmt.Sprintf("%d at rest", tasks))
	r.label(made, "false")
	r.oldRow(fmt.Sprintf("%d, none labelled", tasks))
}

// oldRow measures each pod once: the event source after a restart, the two CronJobs, and then comments one at a time.
func (r *rig) oldRow(name string) {
	source := "eventsource-name=" + r.loop.Name.StateEventSource()
	r.drained()
	before, _ := r.bus()
	r.restart(source)
	r.drained()
	after, _ := r.bus()
	memory := int64(0)
	for _, pod := range r.Kubelet.Running(suite.SensorNamespace, selector(r.b, source)) {
		if u, err := r.Kubelet.Usage(suite.SensorNamespace, pod); err == nil {
			memory = max(memory, u.PeakRSS)
		}
	}
	resync, resyncTook := r.job(r.loop.Name.Resync())
	janitor, janitorTook := r.job(r.loop.Name.Janitor())
	r.drained()
	one := r.oneByOne(20)
	r.olds.row(name, mebibytes(memory), after-before, mebibytes(resync), resyncTook, mebibytes(janitor), janitorTook, r.used().since(usage{}, time.Second)[0], ms(one.run, 50), ms(one.run, 99))
}

func mebibytes(bytes int64) string { return fmt.Sprintf("%d MiB", bytes>>20) }

// restart kills the pod of an event source, and waits until it works again.
func (r *rig) restart(source string) {
	pods := r.Client.CoreV1().Pods(suite.SensorNamespace)
	if err := pods.DeleteCollection(r.b.Context(), metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: source}); err != nil {
		r.b.Fatal(err)
	}
	if _, err := r.Sh(r.b.Context(), "", "sleep 3; kubectl wait pods -n github-webhooks -l "+source+" --for=condition=Ready --timeout=60s"); err != nil {
		r.b.Fatal(err)
	}
	// It lists, and sends what it has listed.
	messages := -1
	r.eventually(10*time.Minute, func() error {
		now, _ := r.bus()
		if now != messages {
			messages = now
			time.Sleep(5 * time.Second)
			return fmt.Errorf("it is still sending: %d messages", now)
		}
		return nil
	})
}

// job runs a CronJob once, and tells the most memory that its processes have had together, and how long it took.
func (r *rig) job(cronJob string) (memory int64, took time.Duration) {
	name := cronJob + "-bench"
	namespace := r.loop.AgentNamespace
	begun := time.Now()
	if _, err := r.Sh(r.b.Context(), "", "kubectl create job -n "+namespace+" "+name+" --from=cronjob/"+cronJob); err != nil {
		r.b.Fatal(err)
	}
	chosen := selector(r.b, "job-name="+name)
	r.eventually(30*time.Minute, func() error {
		for _, pod := range r.Kubelet.Running(namespace, chosen) {
			if u, err := r.Kubelet.Usage(namespace, pod); err == nil {
				memory = max(memory, u.PeakRSS)
			}
		}
		job, err := r.Client.BatchV1().Jobs(namespace).Get(r.b.Context(), name, metav1.GetOptions{})
		if err != nil || job.Status.Succeeded == 0 {
			return fmt.Errorf("Job %s has not succeeded: %v", name, err)
		}
		took = job.Status.CompletionTime.Sub(begun)
		return nil
	})
	background := metav1.DeletePropagationBackground
	if err := r.Client.BatchV1().Jobs(namespace).Delete(r.b.Context(), name, metav1.DeleteOptions{PropagationPolicy: &background}); err != nil {
		r.b.Fatal(err)
	}
	return memory, took
}

// aged is a task of long ago.
type aged struct{ state, run string }

func (r *rig) makeOld(tasks int) []aged {
	made := make([]aged, tasks)
	phases := strings.Repeat(`{"type":"Progressing","message":"the agent has pushed a commit"}`, 64)
	r.inParallel(tasks, func(ctx context.Context, i int) error {
		p := r.Pull(r.loop)
		state, _ := r.grown(p, 10)
		state.Labels[vocabulary.AtRestLabel] = "true"
		if _, err := r.Client.CoreV1().ConfigMaps(state.Namespace).Create(ctx, state, metav1.CreateOptions{}); err != nil {
			return err
		}
		run := &unstructured.Unstructured{}
		task, number := strconv.Itoa(p.Task), strconv.Itoa(p.Number)
		content, err := json.Marshal(map[string]any{
			"apiVersion": r.loop.Runs.GroupVersion().String(), "kind": "CodeRun",
			"metadata": map[string]any{
				"name": r.loop.Run(p.Task, 2_000_000_010), "namespace": r.loop.AgentNamespace,
				"labels":      map[string]string{"task-id": task, "trigger-type": "comment-feedback", "agent-type": "rex", "pr-number": number, "comment-id": "2000000010", vocabulary.AtRestLabel: "true"},
				"annotations": map[string]string{"remediation.5dlabs.com/iteration": "10"},
				// Without its owner it is none that the loop acknowledges, as one that is not young.
			},
			"spec": map[string]any{
				"github_app": "5DLabs-Rex", "remediation_mode": true, "continue_session": true, "pr_number": p.Number, "pr_comment_id": 2_000_000_010,
				"env": map[string]string{"REMEDIATION_MODE": "true", "FEEDBACK_COMMENT_ID": "2000000010", "ITERATION_COUNT": "10", "MAX_ITERATIONS": "20", "STATUS": phases},
			},
		})
		if err != nil {
			return err
		}
		if err := run.UnmarshalJSON(content); err != nil {
			return err
		}
		_, err = r.Dynamic.Resource(r.loop.Runs).Namespace(r.loop.AgentNamespace).Create(ctx, run, metav1.CreateOptions{})
		made[i] = aged{state.Name, run.GetName()}
		return err
	})
	return made
}

// label sets the label of the janitor.
func (r *rig) label(tasks []aged, value string) {
	patch := fmt.Appendf(nil, `{"metadata":{"labels":{%q:%q}}}`, vocabulary.AtRestLabel, value)
	r.inParallel(len(tasks), func(ctx context.Context, i int) error {
		if _, err := r.Dynamic.Resource(r.loop.Runs).Namespace(r.loop.AgentNamespace).Patch(ctx, tasks[i].run, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
			return err
		}
		_, err := r.Client.CoreV1().ConfigMaps(r.loop.AgentNamespace).Patch(ctx, tasks[i].state, types.MergePatchType, patch, metav1.PatchOptions{})
		return err
	})
}

func (r *rig) inParallel(number int, do func(ctx context.Context, i int) error) {
	r.b.Helper()
	var all sync.WaitGroup
	places := make(chan struct{}, 16)
	for i := range number {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := do(r.b.Context(), i); err != nil && !apierrors.IsAlreadyExists(err) {
				r.b.Error(err)
			}
		})
	}
	all.Wait()
	if r.b.Failed() {
		r.b.FailNow()
	}
}
