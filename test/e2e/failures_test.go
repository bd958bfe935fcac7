package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// full leaves no room in the rendered quota for CodeRuns, and returns what makes room again.
func full(t *testing.T, w *world, loop suite.Loop) (room func()) {
	t.Helper()
	count := runsCount(loop)
	most := w.hard(t, loop)[count]
	set := func(most int64) {
		t.Helper()
		patch := fmt.Appendf(nil, `{"spec":{"hard":{%q:"%d"}}}`, count, most)
		if _, err := w.Client.CoreV1().ResourceQuotas(loop.AgentNamespace).Patch(t.Context(), quotaName, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
			t.Fatal(err)
		}
		w.eventually(t, patience, func() error {
			now, err := w.Client.CoreV1().ResourceQuotas(loop.AgentNamespace).Get(t.Context(), quotaName, metav1.GetOptions{})
			if hard := now.Status.Hard[count]; err == nil && hard.Value() != most {
				return fmt.Errorf("the quota is not counted yet")
			}
			return err
		})
	}
	set(0)
	return func() { t.Helper(); set(most) }
}

// refusals counts the writes of an object that the API server has refused. Of the audit log it reads the lines about that object only:
// to read all of them takes longer than a trigger pauses.
func (w *world) refusals(t *testing.T, name string) int {
	t.Helper()
	log, err := os.ReadFile(w.Plane.AuditLog())
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for line := range bytes.Lines(log) {
		var call struct {
			Verb           string
			ObjectRef      struct{ Name string }
			ResponseStatus struct{ Code int }
		}
		// The last line may be in the making.
		if bytes.Contains(line, []byte(name)) && json.Unmarshal(line, &call) == nil &&
			call.ObjectRef.Name == name && call.Verb != "get" && call.ResponseStatus.Code == 403 {
			refused++
		}
	}
	return refused
}

func refusedTwice(t *testing.T, w *world) {
	p := w.Pull(suite.Rework)
	room := full(t, w, p.Loop)
	id := w.post(t, p)
	w.eventually(t, patience, func() error {
		if refused := w.refusals(t, p.Loop.Run(p.Task, id)); refused < 2 {
			return fmt.Errorf("the run was refused %d times, not yet twice", refused)
		}
		return nil
	})
	room()
	w.handled(t, p, id, 1)
	w.settled(t, p)
	if events := w.events(t, p); events["Warning RemediationTriggerFailed"] != 0 {
		t.Errorf("Events: %v, want none of a failure", events)
	}
	state, err := w.state(t, p)
	if err != nil {
		t.Fatal(err)
	}
	if mark, touched := state.Annotations["remediation.5dlabs.com/resync"]; touched {
		t.Errorf("the resync was needed: %q", mark)
	}
}

func refusedForGood(t *testing.T, w *world) {
	p := w.Pull(suite.Rework)
	room := full(t, w, p.Loop)
	id := w.post(t, p)
	w.eventually(t, patience, func() error {
		if events := w.events(t, p); events["Warning RemediationTriggerFailed"] == 0 {
			return fmt.Errorf("Events: %v", events)
		}
		return w.has(t, p, map[string]string{fmt.Sprint("iteration-", id): "1", fmt.Sprint("handled-", id): ""})()
	})
	events, err := w.Client.CoreV1().Events(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{FieldSelector: "reason=RemediationTriggerFailed"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(events.Items, func(e corev1.Event) bool {
		return e.Type == "Warning" && e.Message == "Failed to trigger remediation for task "+strconv.Itoa(p.Task) && strings.HasPrefix(e.Name, "remediation-failure-")
	}) {
		t.Errorf("no Event says it as the task has it: %v", events.Items)
	}
	w.tells(t, p, "refused")
	traced := w.command(t, 0, "trace", strconv.FormatInt(id, 10), "-n", p.Loop.AgentNamespace).Stdout
	for _, want := range []string{"create-remediation-coderun failed", "exceeded", "remediation-fallback done", "Failed to trigger remediation for task"} {
		if !strings.Contains(traced, want) {
			t.Errorf("%q is not in the trace:\n%s", want, traced)
		}
	}
	room()
	w.handled(t, p, id, 1) // by the resync, which runs every minute here
	w.settled(t, p)
	if runs := w.runs(t, p); len(runs) != 1 {
		t.Errorf("%d runs, want 1", len(runs))
	}
}

// poisonComment has a ConfigMap of somebody else's in the way of one task's state.
func poisonComment(t *testing.T, w *world) {
	p, other := w.Pull(suite.Rework), w.Pull(suite.Rework)
	configMaps := w.Client.CoreV1().ConfigMaps(p.Loop.AgentNamespace)
	inTheWay := w.poison(t, p)
	start := time.Now()
	poison := w.post(t, p)
	next := w.post(t, other)
	w.handled(t, other, next, 1)
	took := time.Since(start)
	t.Logf("the comment behind it is handled after %s", took.Round(time.Millisecond))
	if pauses := 7 * time.Second; took < pauses || took > pauses+soon {
		t.Errorf("the comment behind it is handled after %s, want %s of pauses and at most %s of its own", took, pauses, soon)
	}
	if labels := w.GitHub.Labels(p.Loop.Repository, p.Number); !slices.Contains(labels, "remediation-not-stored") {
		t.Errorf("labels of the pull request: %q, want remediation-not-stored", labels)
	}
	// Four tries, and not more: the pauses between them are 1, 2 and 4 seconds with this loop's retries.store.
	if refused := w.refusals(t, p.Loop.State(p.Task)); refused != 4 {
		t.Errorf("the state was refused %d times, want 4", refused)
	}
	now, err := configMaps.Get(t.Context(), inTheWay.Name, metav1.GetOptions{})
	if err != nil || len(now.Data) != 1 {
		t.Errorf("the ConfigMap in the way: %v, %v", now.Data, err)
	}
	// The cause gone, the comment is delivered again, as the label asks for.
	if err := configMaps.Delete(t.Context(), inTheWay.Name, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	again := w.Comment(p)
	again.ID = poison
	w.send(t, again)
	w.handled(t, p, poison, 1)
}

func redelivery(t *testing.T, w *world) {
	p := w.Pull(suite.Rework)
	comment := w.Comment(p)
	w.send(t, comment)
	w.handled(t, p, comment.ID, 1)
	w.settled(t, p)
	w.kill(t, "sensor-name="+p.Loop.Name.Sensor())
	w.send(t, comment)
	second := w.post(t, p)
	w.handled(t, p, second, 2)
	w.settled(t, p)
	if runs := w.runs(t, p); len(runs) != 2 {
		t.Errorf("%d runs, want 2", len(runs))
	}
}

// poison puts a ConfigMap of somebody else's in the way of a task's state.
func (w *world) poison(t *testing.T, p pull) *corev1.ConfigMap {
	t.Helper()
	inTheWay := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: p.Loop.State(p.Task)}, Data: map[string]string{"owner": "somebody else"}}
	if _, err := w.Client.CoreV1().ConfigMaps(p.Loop.AgentNamespace).Create(t.Context(), inTheWay, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	w.poisoned = append(w.poisoned, inTheWay.Name)
	return inTheWay
}

// kill ends the container of the one pod that there is of a sensor or an event source. It is started again.
func (w *world) kill(t *testing.T, selector string) {
	t.Helper()
	pods := w.pods(t, selector)
	if len(pods) != 1 {
		t.Fatalf("%d pods are %s, want 1", len(pods), selector)
	}
	for _, pod := range pods {
		if err := w.Kubelet.Kill(suite.SensorNamespace, pod.Name); err != nil {
			t.Fatal(err)
		}
	}
}

// listedAgain has the event source tell of all states while two runs cannot be made: one was called for a while ago, one just now.
func listedAgain(t *testing.T, w *world) {
	late, fresh := w.Pull(suite.Rework), w.Pull(suite.Rework)
	loop := late.Loop
	release := w.holdResync(t, loop) // a touch would be a change
	room := full(t, w, loop)
	lateID := w.post(t, late)
	w.eventually(t, patience, func() error { return w.cancelled(loop, lateID, 1) })
	time.Sleep(time.Minute + 5*time.Second)
	refused := w.refusals(t, loop.Run(late.Task, lateID))
	freshID := w.post(t, fresh)
	w.eventually(t, soon, func() error { return w.cancelled(loop, freshID, 1) })
	w.kill(t, "eventsource-name="+loop.Name.StateEventSource())
	w.eventually(t, time.Minute, func() error { return w.cancelled(loop, freshID, 2) })
	w.eventually(t, patience, func() error {
		if now := w.refusals(t, loop.Run(late.Task, lateID)); now <= refused {
			return fmt.Errorf("the run was refused %d times, as before: it was not called for again", now)
		}
		return nil
	})
	if err := w.cancelled(loop, lateID, 1); err != nil {
		t.Error(err)
	}
	room()
	release()
	for p, id := range map[pull]int64{late: lateID, fresh: freshID} {
		w.handled(t, p, id, 1)
		w.settled(t, p)
	}
}

// holdResync stops the resync of a loop, and waits for what of it is under way.
func (w *world) holdResync(t *testing.T, loop suite.Loop) (release func()) {
	t.Helper()
	suspend := func(suspend bool) {
		t.Helper()
		patch := fmt.Appendf(nil, `{"spec":{"suspend":%t}}`, suspend)
		if _, err := w.Client.BatchV1().CronJobs(loop.AgentNamespace).Patch(t.Context(), loop.Name.Resync(), types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	suspend(true)
	w.eventually(t, patience, func() error {
		now, err := w.Client.BatchV1().CronJobs(loop.AgentNamespace).Get(t.Context(), loop.Name.Resync(), metav1.GetOptions{})
		if err == nil && len(now.Status.Active) > 0 {
			err = fmt.Errorf("%s is still at work", now.Status.Active[0].Name)
		}
		return err
	})
	return func() { t.Helper(); suspend(false) }
}

// cancelled counts the Jobs that were ever made to cancel quality agents for a comment: they go after some minutes.
func (w *world) cancelled(loop suite.Loop, comment int64, want int) error {
	made := 0
	for _, version := range w.History.Record().Of(schema.GroupResource{Group: "batch", Resource: "jobs"}) {
		if version.Type == watch.Added && version.Object.GetNamespace() == loop.AgentNamespace && version.Object.GetLabels()["comment-id"] == fmt.Sprint(comment) {
			made++
		}
	}
	if made != want {
		return fmt.Errorf("%d Jobs were made to cancel for comment %d, want %d", made, comment, want)
	}
	return nil
}
