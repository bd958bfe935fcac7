package policies

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"
)

// loop is the sensor of the task, its transforms, filters and triggers run by the engine's own code, one event after the other, under the
// sensor's account. What it writes is what the loop writes.
type loop struct {
	t       *testing.T
	c       *cluster
	sensor  *v1alpha1.Sensor
	account dynamic.Interface

	waiting []told
	told    []told                                // so far
	known   map[string]*unstructured.Unstructured // by "<resource>/<name>"
	refused []string                              // what policies said
}

// told is an event, and of what: "comment", "state" or "runs". The data is that of a state.
type told struct {
	of    string
	event cloudevents.Event
	data  map[string]string
}

func newLoop(t *testing.T, c *cluster) *loop {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(rendered(), "dist/infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	l := &loop{t: t, c: c, sensor: &v1alpha1.Sensor{}, account: c.client(sensor), known: map[string]*unstructured.Unstructured{}}
	if err := yaml.Unmarshal(content, l.sensor); err != nil {
		t.Fatal(err)
	}
	return l
}

// say publishes a comment.
func (l *loop) say(task, id int64) {
	l.waiting = append(l.waiting, told{of: "comment", event: l.comment(task, id)})
}

// triggers are those for an event, in order.
var triggers = map[string][]string{
	"comment": {"check-iteration-state"},
	"state":   {"reconcile-state", "create-remediation-coderun", "cancel-quality-agents", "announce-remediation", "report-exhausted"},
	"runs":    {"acknowledge-iteration"},
}

// settle lets the loop work on a task until nothing moves. What policies refuse is kept, and nothing is tried again.
func (l *loop) settle(task int64) {
	l.t.Helper()
	l.look(task)
	for step := 0; len(l.waiting) > 0; step++ {
		if step > 300 {
			l.t.Fatalf("task %d does not come to rest", task)
		}
		next := l.waiting[0]
		l.waiting = l.waiting[1:]
		l.told = append(l.told, next)
		for _, trigger := range triggers[next.of] {
			passes, err := l.fire(trigger, next.event)
			switch message := refusal(err); {
			case !passes:
				continue
			case message != "":
				l.refused = append(l.refused, trigger+": "+message)
			case err != nil && !apierrors.IsConflict(err):
				l.t.Fatalf("%s: %v", trigger, err)
			}
			l.look(task)
		}
	}
}

// look finds what has changed of a task, and tells of it as the event source does, which sees what has its labels.
func (l *loop) look(task int64) {
	l.t.Helper()
	for _, kind := range []struct {
		of, label, value string
		resource         schema.GroupVersionResource
		options          metav1.ListOptions
	}{
		{"state", "app", remediation.App(), configMaps, metav1.ListOptions{FieldSelector: "metadata.name=" + stateName(task)}},
		{"runs", vocabulary.TriggerTypeLabel, vocabulary.TriggerType, codeRuns, ofTask(task)},
	} {
		list, err := l.c.admin.Resource(kind.resource).Namespace(platform).List(l.t.Context(), kind.options)
		if err != nil {
			l.t.Fatal(err)
		}
		for i := range list.Items {
			after := &list.Items[i]
			key := kind.of + "/" + after.GetName()
			before := l.known[key]
			if before != nil && before.GetResourceVersion() == after.GetResourceVersion() {
				continue
			}
			l.known[key] = after
			if after.GetLabels()[kind.label] != kind.value {
				continue
			}
			if before != nil && (before.GetLabels()[kind.label] != kind.value || before.GetUID() != after.GetUID()) {
				before = nil
			}
			data, _, _ := unstructured.NestedStringMap(after.Object, "data")
			l.waiting = append(l.waiting, told{kind.of, l.changed(kind.resource, before, after), data})
		}
	}
}

// person changes the state of a task by hand; the loop hears of it when it next looks.
func (l *loop) person(task int64, patch string) {
	l.t.Helper()
	l.c.patch(l.t, stateName(task), patch)
}

// data is what the state of a task says.
func (l *loop) data(task int64) map[string]string {
	l.t.Helper()
	state, err := l.c.admin.Resource(configMaps).Namespace(platform).Get(l.t.Context(), stateName(task), metav1.GetOptions{})
	if err != nil {
		l.t.Fatal(err)
	}
	data, _, err := unstructured.NestedStringMap(state.Object, "data")
	if err != nil {
		l.t.Fatal(err)
	}
	return data
}

// ofTask selects the CodeRuns of a task.
func ofTask(task int64) metav1.ListOptions {
	return metav1.ListOptions{LabelSelector: fmt.Sprintf("%s=%d", vocabulary.TaskLabel, task)}
}

// clean removes what a task has.
func (l *loop) clean(task int64) {
	ctx := context.Background()
	state := l.c.admin.Resource(configMaps).Namespace(platform)
	if err := state.Delete(ctx, stateName(task), metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
		l.t.Error(err)
	}
	if err := l.c.admin.Resource(codeRuns).Namespace(platform).DeleteCollection(ctx, metav1.DeleteOptions{}, ofTask(task)); err != nil {
		l.t.Error(err)
	}
}
