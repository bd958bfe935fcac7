package traps

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"sigs.k8s.io/yaml"
)

// An ordinary sensor with one dependency and one trigger, and an event for it. Tests say in YAML what is different.
const (
	ordinaryDependency = `{name: comment, eventSourceName: github, eventName: issue_comment}`
	ordinaryTrigger    = `{template: {name: act, k8s: {source: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {name: made, namespace: agents}}}}}}`
	ordinaryEvent      = `{body: {action: created, issue: {number: 7, state: open, labels: [{name: task-3}], pull_request: {url: "https://api.github.com/repos/5dlabs/cto/pulls/7"}},
  comment: {id: 2345678901, body: "## 🔴 Required Changes", user: {login: "5DLabs-Tess[bot]"}}}}`
)

// given is the ordinary sensor with a difference: a YAML document with `dependency`, `trigger`, or both, or `spec` with what
// stands beside them. Like the controller, it does not look at unknown fields.
func given(t *testing.T, difference string) *v1alpha1.Sensor {
	t.Helper()
	sensor, err := decode(difference)
	if err != nil {
		t.Fatal(err)
	}
	return sensor
}

func decode(difference string) (*v1alpha1.Sensor, error) {
	var parts struct{ Dependency, Trigger, Spec map[string]any }
	if err := yaml.UnmarshalStrict([]byte(difference), &parts); err != nil {
		return nil, err
	}
	dependency, err := overlay(ordinaryDependency, parts.Dependency)
	if err != nil {
		return nil, err
	}
	trigger, err := overlay(ordinaryTrigger, parts.Trigger)
	if err != nil {
		return nil, err
	}
	spec, err := overlay(fmt.Sprintf(`{dependencies: [%s], triggers: [%s]}`, dependency, trigger), parts.Spec)
	if err != nil {
		return nil, err
	}
	sensor := &v1alpha1.Sensor{}
	sensor.Name, sensor.Namespace = "sensor", "events"
	return sensor, json.Unmarshal(spec, &sensor.Spec)
}

// overlay puts a merge patch over YAML.
func overlay(document string, patch map[string]any) ([]byte, error) {
	base, err := yaml.YAMLToJSON([]byte(document))
	if err != nil || patch == nil {
		return base, err
	}
	difference, err := json.Marshal(patch)
	if err != nil {
		return nil, err
	}
	return jsonpatch.MergePatch(base, difference)
}

// event is the ordinary event with a difference, in YAML; data that is not a map replaces it.
func event(t *testing.T, difference string) *v1alpha1.Event {
	t.Helper()
	var patch map[string]any
	if err := yaml.Unmarshal([]byte(difference), &patch); err != nil {
		t.Fatal(err)
	}
	data, err := overlay(ordinaryEvent, patch)
	if err != nil {
		t.Fatal(err)
	}
	return eventOf(t, string(data))
}

// eventOf is an event as parameters take it, without a transform.
func eventOf(t *testing.T, data string) *v1alpha1.Event {
	t.Helper()
	event, err := transform(t, &v1alpha1.EventDependency{}, data)
	if err != nil {
		t.Fatal(err)
	}
	return event
}

func transform(t *testing.T, dependency *v1alpha1.EventDependency, data string) (*v1alpha1.Event, error) {
	t.Helper()
	sent, err := engine.NewEvent("1", string(v1alpha1.GithubEvent), "github", "issue_comment", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return engine.Transform(dependency, sent)
}

// from are the events that a trigger is given.
func from(event *v1alpha1.Event) map[string]*v1alpha1.Event {
	return map[string]*v1alpha1.Event{"comment": event}
}

// validation is what ValidateSensor says (pkg/reconciler/sensor/validate.go), "accepted" if nothing.
func validation(sensor *v1alpha1.Sensor) string {
	bus := &v1alpha1.EventBus{Spec: v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{}}}
	if err := sensorcontroller.ValidateSensor(sensor.DeepCopy(), bus); err != nil {
		return err.Error()
	}
	return accepted
}

const (
	accepted = "accepted"
	passed   = "passed"
	dropped  = "dropped"
)

// judgement is what becomes of an event at the first dependency: "passed", "dropped", or "dropped: " with the error that the
// engine logs.
func judgement(t *testing.T, sensor *v1alpha1.Sensor, event *v1alpha1.Event) string {
	t.Helper()
	dependency := &sensor.Spec.Dependencies[0]
	transformed, err := transform(t, dependency, string(event.Data))
	if err != nil {
		return dropped + ": " + err.Error()
	}
	passes, err := dependencies.Filter(transformed, dependency.Filters, dependency.FiltersLogicalOperator)
	switch {
	case err != nil && !passes:
		return dropped + ": " + err.Error()
	case err != nil:
		return passed + ": " + err.Error()
	case !passes:
		return dropped
	}
	return passed
}

// filtered is the judgement of the ordinary sensor with these filters.
func filtered(t *testing.T, filters string, event *v1alpha1.Event) string {
	t.Helper()
	return judgement(t, given(t, "dependency: {filters: "+filters+"}"), event)
}

// resolved is the value of a parameter's source for the ordinary event, or the error.
func resolved(t *testing.T, source string) string {
	t.Helper()
	var src v1alpha1.TriggerParameterSource
	if err := yaml.UnmarshalStrict([]byte(source), &src); err != nil {
		t.Fatal(err)
	}
	value, _, err := triggers.ResolveParamValue(&src, from(event(t, "")))
	switch {
	case err != nil:
		return err.Error()
	case value == nil:
		return "(skipped)"
	}
	return *value
}

// message is the text of an error, "" without one.
func message(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

// expect compares what the engine does with what we say that it does.
func expect[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got: %v\nwant: %v", what, got, want)
	}
}

// asJSON makes values comparable that differ in Go types only.
func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
