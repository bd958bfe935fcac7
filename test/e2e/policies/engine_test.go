package policies

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	k8strigger "github.com/argoproj/argo-events/pkg/sensors/triggers/standard-k8s"
	"github.com/cdk8s-argo-events/test/e2e/samples"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"go.uber.org/zap"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// fire gives an event to a trigger: what the sensor does with it once. It is false when a filter refuses the event.
func (l *loop) fire(trigger string, event cloudevents.Event) (bool, error) {
	l.t.Helper()
	at := slices.IndexFunc(l.sensor.Spec.Triggers, func(one v1alpha1.Trigger) bool { return one.Template.Name == trigger })
	if at < 0 {
		l.t.Fatalf("the sensor has no trigger %q", trigger)
	}
	own := l.sensor.Spec.Triggers[at].DeepCopy() // the engine writes defaults into it
	at = slices.IndexFunc(l.sensor.Spec.Dependencies, func(one v1alpha1.EventDependency) bool { return one.Name == own.Template.Conditions })
	if at < 0 {
		l.t.Fatalf("trigger %q does not wait for one dependency: %q", trigger, own.Template.Conditions)
	}
	dependency := l.sensor.Spec.Dependencies[at]
	copied := event.Clone()
	transformed, err := dependencies.ApplyTransform(&copied, dependency.Transform)
	if err != nil {
		l.t.Fatal(err)
	}
	taken := &v1alpha1.Event{
		Context: &v1alpha1.EventContext{
			ID: transformed.ID(), Source: transformed.Source(), Subject: transformed.Subject(), Time: metav1.NewTime(transformed.Time()),
			DataContentType: transformed.DataContentType(),
		},
		Data: transformed.Data(),
	}
	if passes, _ := dependencies.Filter(taken, dependency.Filters, dependency.FiltersLogicalOperator); !passes {
		return false, nil
	}
	ctx := l.t.Context()
	engine := k8strigger.NewStandardK8sTrigger(nil, l.account, l.sensor, own, zap.NewNop().Sugar())
	resource, err := engine.FetchResource(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	happened := map[string]*v1alpha1.Event{dependency.Name: taken}
	if resource, err = engine.ApplyResourceParameters(happened, resource); err != nil {
		l.t.Fatal(err)
	}
	_, err = engine.Execute(ctx, happened, resource)
	return true, err
}

func (l *loop) event(source, subject string, data any) cloudevents.Event {
	l.t.Helper()
	sent := cloudevents.NewEvent()
	sent.SetID("id")
	sent.SetType("resource")
	sent.SetSource(source)
	sent.SetSubject(subject)
	sent.SetTime(time.Now())
	// Over the bus it goes as JSON.
	var received cloudevents.Event
	wire, err := json.Marshal(data)
	if err == nil {
		err = sent.SetData(cloudevents.ApplicationJSON, wire)
	}
	if err == nil {
		wire, err = json.Marshal(sent)
	}
	if err == nil {
		err = json.Unmarshal(wire, &received)
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return received
}

// comment is the event of a comment on a task's pull request: the sample, with another id and label.
func (l *loop) comment(task, id int64) cloudevents.Event {
	l.t.Helper()
	data, err := samples.Data("comment-accepted")
	if err != nil {
		l.t.Fatal(err)
	}
	var sample map[string]any
	if err := json.Unmarshal(data, &sample); err != nil {
		l.t.Fatal(err)
	}
	body := sample["body"].(map[string]any)
	body["comment"].(map[string]any)["id"] = id
	body["issue"].(map[string]any)["labels"] = []any{map[string]any{"name": fmt.Sprintf("task-%d", task)}}
	return l.event("github", "issue_comment", sample)
}

// changed is the event of an object: added when there was none before.
func (l *loop) changed(resource schema.GroupVersionResource, before, after *unstructured.Unstructured) cloudevents.Event {
	data := map[string]any{"type": "ADD", "body": after.Object, "group": resource.Group, "version": resource.Version, "resource": resource.Resource}
	if before != nil {
		data["type"], data["oldBody"] = "UPDATE", before.Object
	}
	return l.event("remediation-state", "", data)
}
