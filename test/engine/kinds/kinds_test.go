package kinds

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	"github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
)

type kinds struct {
	Data   json.RawMessage
	Wanted map[string]struct {
		Template, Payload any
	}
	Sensor       *v1alpha1.Sensor
	Least        *v1alpha1.Sensor
	EventSources []*v1alpha1.EventSource
	EventBuses   []*v1alpha1.EventBus
	Filters      []struct {
		Name            string
		Filters         *v1alpha1.EventDependencyFilter
		Passes, Refuses []json.RawMessage
	}
}

func content(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile("kinds.json")
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// load decodes strictly: a field that the engine does not have is an error.
func load(t *testing.T) (all kinds) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(content(t)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTriggers(t *testing.T) {
	all := load(t)
	bus := &v1alpha1.EventBus{Spec: v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{}}}
	for _, sensor := range []*v1alpha1.Sensor{all.Sensor, all.Least} {
		if err := sensorcontroller.ValidateSensor(sensor, bus); err != nil {
			t.Errorf("%s: %v", sensor.Name, err)
		}
	}
	sent, err := engine.NewEvent("1", "", "github", "comment", all.Data)
	if err != nil {
		t.Fatal(err)
	}
	event, err := engine.Transform(&v1alpha1.EventDependency{}, sent)
	if err != nil {
		t.Fatal(err)
	}
	events := map[string]*v1alpha1.Event{"comment": event}
	for i := range all.Sensor.Spec.Triggers {
		trigger := &all.Sensor.Spec.Triggers[i]
		// What the engine does with a trigger of any kind before it looks at the kind: triggerOne in pkg/sensors/listener.go.
		if err := triggers.ApplyTemplateParameters(events, trigger); err != nil {
			t.Errorf("%s: %v", trigger.Template.Name, err)
			continue
		}
		if workflow := trigger.Template.ArgoWorkflow; workflow != nil {
			if err := applyToWorkflow(events, workflow); err != nil {
				t.Errorf("%s: %v", trigger.Template.Name, err)
				continue
			}
		}
		template := decode(t, encode(t, trigger.Template)).(map[string]any)
		kind := kindOf(template)
		wanted, found := all.Wanted[trigger.Template.Name]
		if !found {
			t.Errorf("nobody expects %s", trigger.Template.Name)
			continue
		}
		delete(all.Wanted, trigger.Template.Name)
		made := template[kind].(map[string]any)
		parameters, _ := made["payload"].([]any)
		delete(made, "payload")
		if !reflect.DeepEqual(made, wanted.Template) {
			t.Errorf("%s is made\n%s\nand not\n%s", trigger.Template.Name, encode(t, made), encode(t, wanted.Template))
		}
		if (wanted.Payload == nil) != (parameters == nil) {
			t.Errorf("%s has a payload of %v", kind, parameters)
		}
		if wanted.Payload == nil {
			continue
		}
		var of []v1alpha1.TriggerParameter
		if err := json.Unmarshal(encode(t, parameters), &of); err != nil {
			t.Fatal(err)
		}
		payload, err := triggers.ConstructPayload(events, of)
		if err != nil || !reflect.DeepEqual(decode(t, payload), wanted.Payload) {
			t.Errorf("%s sends %s, %v", kind, payload, err)
		}
	}
	for name := range all.Wanted {
		t.Errorf("there is no trigger %s", name)
	}
}

// applyToWorkflow does what the engine does with the parameters of a Workflow: FetchResource and ApplyResourceParameters in
// pkg/sensors/triggers/argo-workflow/argo-workflow.go.
func applyToWorkflow(events map[string]*v1alpha1.Event, trigger *v1alpha1.ArgoWorkflowTrigger) error {
	object, err := triggers.FetchKubernetesResource(trigger.Source)
	if err != nil {
		return err
	}
	if err := triggers.ApplyResourceParameters(events, trigger.Parameters, object); err != nil {
		return err
	}
	made, err := object.MarshalJSON()
	if err != nil {
		return err
	}
	trigger.Source.Resource = &v1alpha1.K8SResource{Value: made}
	trigger.Parameters = nil
	return nil
}

// kindOf is the one member of a template that names a kind.
func kindOf(template map[string]any) string {
	for field := range template {
		if field != "name" && field != "conditions" {
			return field
		}
	}
	return ""
}

// The events are of 2026-01-02T03:04:05Z, see NewEvent.
func TestFilters(t *testing.T) {
	all := load(t).Filters
	if len(all) < 20 {
		t.Errorf("only %d filters", len(all))
	}
	for _, filter := range all {
		dependency := &v1alpha1.EventDependency{Filters: filter.Filters}
		for want, list := range map[bool][]json.RawMessage{true: filter.Passes, false: filter.Refuses} {
			for _, data := range list {
				sent, err := engine.NewEvent("1", "", "github", "comment", data)
				if err != nil {
					t.Fatal(err)
				}
				event, err := engine.Transform(dependency, sent)
				if err != nil {
					t.Fatal(err)
				}
				if passes, _ := engine.Passes(dependency, event); passes != want {
					t.Errorf("%s passes %s: %t", filter.Name, data, !want)
				}
			}
		}
	}
}

func TestEventSources(t *testing.T) {
	all := load(t).EventSources
	if len(all) < 30 {
		t.Errorf("only %d event sources", len(all))
	}
	for _, source := range all {
		if err := eventsource.ValidateEventSource(source); err != nil {
			t.Errorf("%s: %v", source.Name, err)
		}
		for _, finding := range engine.CheckEventSource(source) {
			t.Errorf("%s: %s", source.Name, finding)
		}
	}
}

func TestEventBuses(t *testing.T) {
	all := load(t).EventBuses
	if len(all) != 4 {
		t.Errorf("%d buses", len(all))
	}
	for _, bus := range all {
		if err := eventbus.ValidateEventBus(bus); err != nil {
			t.Errorf("%s: %v", bus.Name, err)
		}
	}
}

// What the controller writes into a list though nothing was there, or leaves out of it, is a difference for every `kubectl apply`, see
// Canonical. In maps it is not.
func TestCanonical(t *testing.T) {
	var all struct {
		Sensor, Least            json.RawMessage
		EventSources, EventBuses []json.RawMessage
	}
	if err := json.Unmarshal(content(t), &all); err != nil {
		t.Fatal(err)
	}
	for _, one := range slices.Concat([]json.RawMessage{all.Sensor, all.Least}, all.EventSources, all.EventBuses) {
		object := &engine.Object{Bytes: one}
		if err := json.Unmarshal(one, &object.Object); err != nil {
			t.Fatal(err)
		}
		differences, _, err := engine.Canonical(object)
		if err != nil {
			t.Errorf("%s: %v", object.GetName(), err)
		}
		for _, difference := range differences {
			if slices.ContainsFunc(difference.Path, func(key string) bool { _, err := strconv.Atoi(key); return err == nil }) {
				t.Errorf("%s: %s", object.GetName(), difference)
			}
		}
	}
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	content, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func decode(t *testing.T, content []byte) (value any) {
	t.Helper()
	if err := json.Unmarshal(content, &value); err != nil {
		t.Fatal(err)
	}
	return value
}
