package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/sensor"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"go.yaml.in/yaml/v3"
)

// SensorVerdict says which rendered file was judged, so that a verdict for another tree is found out without Go.
type SensorVerdict struct {
	Sensor   string   `yaml:"sensor"` // the path of the file in the tree
	SHA256   string   `yaml:"sha256"` // of its bytes
	Engine   string   `yaml:"engine"`
	Valid    any      `yaml:"valid"`    // true, or what ValidateSensor says
	Payloads []string `yaml:"payloads"` // that were judged, by name
}

// Verdict says what a sensor does with one payload.
type Verdict struct {
	Description  string    `yaml:"description"` // of the payload
	Event        string    `yaml:"event"`
	TakenBy      string    `yaml:"takenBy,omitempty"` // of several shards, the one
	Dependencies yaml.Node `yaml:"dependencies"`      // name: passed, or why not
	Triggers     []Firing  `yaml:"triggers"`
}

// Firing is one trigger that an event sets off.
type Firing struct {
	Trigger    string         `yaml:"trigger"`
	FiredBy    string         `yaml:"firedBy,omitempty"` // the dependency
	Waits      string         `yaml:"waitsFor,omitempty"`
	Does       map[string]any `yaml:"does,omitempty"` // by a line that names the action
	Fails      string         `yaml:"fails,omitempty"`
	Unresolved []string       `yaml:"unresolved,omitempty"` // parameters
	IfItFails  *Firing        `yaml:"ifItFails,omitempty"`
}

// JudgeSensor judges a rendered sensor as a whole.
func JudgeSensor(tree *Tree, rendered Rendered[v1alpha1.Sensor], version string, payloads []string) SensorVerdict {
	digest := sha256.Sum256(rendered.Bytes)
	verdict := SensorVerdict{
		Sensor:   rendered.Path,
		SHA256:   hex.EncodeToString(digest[:]),
		Engine:   version,
		Valid:    true,
		Payloads: payloads,
	}
	if err := ValidateSensor(tree, rendered.Value); err != nil {
		verdict.Valid = err.Error()
	}
	return verdict
}

// ValidateSensor asks what the controller, the webhook and `argo-events lint` ask.
func ValidateSensor(tree *Tree, value *v1alpha1.Sensor) error {
	bus := tree.EventBus(value.Namespace, value.Spec.EventBusName)
	if bus == nil {
		return fmt.Errorf("no EventBus %q is rendered for namespace %q", BusName(value.Spec.EventBusName), value.Namespace)
	}
	return sensor.ValidateSensor(value.DeepCopy(), bus) // a copy: it writes a status
}

// passed is the outcome of a dependency that takes an event.
const passed = "passed"

// Judge runs a payload through a sensor. The verdict is nil when no dependency is for that event.
func Judge(tree *Tree, sensor *v1alpha1.Sensor, payload Payload) (*Verdict, error) {
	kind := tree.EventType(sensor.Namespace, payload.EventSource, payload.Event)
	event, err := NewEvent("sample", string(kind), payload.EventSource, payload.Event, payload.Data)
	if err != nil {
		return nil, err
	}
	verdict := &Verdict{
		Description:  payload.Description,
		Event:        payload.EventSource + " / " + payload.Event,
		Dependencies: yaml.Node{Kind: yaml.MappingNode},
		Triggers:     []Firing{},
	}
	taken := map[string]*v1alpha1.Event{}
	for i := range sensor.Spec.Dependencies {
		dependency := &sensor.Spec.Dependencies[i]
		if dependency.EventSourceName != payload.EventSource || dependency.EventName != payload.Event {
			continue
		}
		outcome := passed
		if transformed, err := Transform(dependency, event); err != nil {
			outcome = "transform failed: " + ExplainTransform(dependency, event, err)
		} else if passes, err := Passes(dependency, transformed); !passes {
			outcome = "refused: " + Explain(dependency, transformed)
			if err != nil {
				outcome += ", and the whole event is logged"
			}
		} else {
			taken[dependency.Name] = transformed
		}
		verdict.Dependencies.Content = append(verdict.Dependencies.Content, text(dependency.Name), text(outcome))
	}
	if len(verdict.Dependencies.Content) == 0 {
		return nil, nil
	}
	for i := range sensor.Spec.Triggers {
		firings, err := judgeTrigger(sensor, &sensor.Spec.Triggers[i], taken)
		if err != nil {
			return nil, err
		}
		verdict.Triggers = append(verdict.Triggers, firings...)
	}
	return verdict, nil
}

func text(value string) *yaml.Node {
	node := &yaml.Node{}
	node.SetString(value)
	return node
}

// judgeTrigger is what processDependency in pkg/eventbus/jetstream/sensor/trigger_conn.go does with one event: it fires once for
// each dependency that passed, or, for a condition with &&, waits for the others.
func judgeTrigger(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, taken map[string]*v1alpha1.Event) ([]Firing, error) {
	condition, err := NewCondition(sensor, trigger)
	if err != nil {
		return nil, fmt.Errorf("trigger %q: %w", trigger.Template.Name, err)
	}
	var firings []Firing
	come := map[string]*v1alpha1.Event{}
	for _, name := range condition.Dependencies {
		if taken[name] == nil {
			continue
		}
		come[name] = taken[name]
		holds, err := condition.Holds(func(name string) bool { return come[name] != nil })
		if err != nil {
			return nil, fmt.Errorf("trigger %q: %w", trigger.Template.Name, err)
		}
		if condition.Collects() && !holds {
			firings = append(firings, Firing{Trigger: trigger.Template.Name, FiredBy: name, Waits: condition.Text})
			continue
		}
		firing := fire(sensor, trigger, maps.Clone(come))
		firing.FiredBy = name
		firings = append(firings, firing)
		clear(come)
	}
	return firings, nil
}

func fire(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) Firing {
	firing := Firing{Trigger: trigger.Template.Name, Does: map[string]any{}, Unresolved: unresolved(trigger, events)}
	var cluster Recorder
	web := HTTPRecorder{Status: func(Request) int { return acceptable(trigger) }}
	if err := Act(sensor, trigger, events, Clients{Kubernetes: &cluster, HTTP: &web}); err != nil {
		firing.Fails = err.Error()
	}
	for _, write := range cluster.Writes {
		firing.Does[write.Heading()] = write.Object
	}
	for _, request := range web.Requests {
		firing.Does[request.Method+" "+request.URL] = describe(request, trigger)
	}
	if trigger.DlqTrigger != nil {
		last := fire(sensor, trigger.DlqTrigger, events)
		firing.IfItFails = &last
	}
	return firing
}

func describe(request Request, trigger *v1alpha1.Trigger) map[string]any {
	description := map[string]any{"headers": request.Headers, "allow": "any status"}
	if request.Body != nil {
		description["body"] = request.Body
	}
	if policy := trigger.Policy; policy != nil && policy.Status != nil {
		description["allow"] = policy.Status.Allow
	}
	return description
}

// acceptable is a status that the trigger counts as success, so that the policy never fails a verdict.
func acceptable(trigger *v1alpha1.Trigger) int {
	if policy := trigger.Policy; policy != nil && policy.Status != nil && len(policy.Status.Allow) > 0 {
		return int(policy.Status.Allow[0])
	}
	return http.StatusOK
}

// unresolved lists the parameters that give no value. An error stops the trigger. An event that is not there does not in a resource,
// where the placeholder stays without a word; in an HTTP payload or header the engine dies of it.
func unresolved(trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) []string {
	var list []string
	for _, parameter := range Parameters(trigger) {
		value, _, err := triggers.ResolveParamValue(parameter.Src, events)
		switch {
		case err != nil:
			list = append(list, fmt.Sprintf("%s: %s", parameter.Dest, err))
		case value == nil:
			list = append(list, fmt.Sprintf("%s: there is no event of %s", parameter.Dest, parameter.Src.DependencyName))
		}
	}
	return list
}

// Parameters are all that a trigger takes from events, in the order in which the engine does.
func Parameters(trigger *v1alpha1.Trigger) []v1alpha1.TriggerParameter {
	list := append([]v1alpha1.TriggerParameter{}, trigger.Parameters...)
	if k8s := trigger.Template.K8s; k8s != nil {
		list = append(list, k8s.Parameters...)
	}
	if http := trigger.Template.HTTP; http != nil {
		list = append(list, http.Parameters...)
		list = append(list, http.Payload...)
		list = append(list, http.DynamicHeaders...)
	}
	return list
}
