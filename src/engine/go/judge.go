package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/Knetic/govaluate"
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/itchyny/gojq"
)

type question struct {
	Sensor json.RawMessage `json:"sensor"`
	Events []given         `json:"events"`
}

// decoded is the last sensor: decoding one takes longer than to judge an event.
var decoded struct {
	text   string
	sensor *v1alpha1.Sensor
}

func sensorOf(text json.RawMessage) (*v1alpha1.Sensor, error) {
	if decoded.sensor == nil || decoded.text != string(text) {
		var sensor *v1alpha1.Sensor
		if err := json.Unmarshal(text, &sensor); err != nil {
			return nil, err
		}
		if sensor == nil {
			return nil, fmt.Errorf("there is no sensor")
		}
		decoded.text, decoded.sensor = string(text), sensor
	}
	return decoded.sensor, nil
}

// judgement is what a sensor does with some events, one after the other.
type judgement struct {
	Dependencies []dependencyJudgement `json:"dependencies"`
	Triggers     []firing              `json:"triggers"`
}

// dependencyJudgement is what a dependency does with one event.
type dependencyJudgement struct {
	Name    string            `json:"name"`
	Event   int               `json:"event"`   // its number, from 0
	Outcome string            `json:"outcome"` // passed, refused or failed
	Error   string            `json:"error,omitempty"`
	Data    json.RawMessage   `json:"data,omitempty"` // after the transform
	Filters []filterJudgement `json:"filters,omitempty"`
}

// judge does what processMsg in pkg/eventbus/jetstream/sensor/trigger_conn.go does with each event, for each trigger.
func judge(asked question) (*judgement, error) {
	sensor, err := sensorOf(asked.Sensor)
	if err != nil {
		return nil, err
	}
	result := &judgement{Dependencies: []dependencyJudgement{}, Triggers: []firing{}}
	waiting := make([]*waitingTrigger, len(sensor.Spec.Triggers))
	for i := range sensor.Spec.Triggers {
		waiting[i] = newWaitingTrigger(sensor, &sensor.Spec.Triggers[i])
	}
	for number, given := range asked.Events {
		event, err := given.cloudEvent()
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", number+1, err)
		}
		for i := range sensor.Spec.Dependencies {
			dependency := &sensor.Spec.Dependencies[i]
			if dependency.EventSourceName != given.Source || dependency.EventName != given.Subject {
				continue
			}
			outcome, passed := judgeDependency(dependency, event)
			outcome.Event = number
			result.Dependencies = append(result.Dependencies, outcome)
			if passed == nil {
				continue
			}
			for _, trigger := range waiting {
				if fired := trigger.take(dependency.Name, passed); fired != nil {
					fired.Event = number
					result.Triggers = append(result.Triggers, *fired)
				}
			}
		}
	}
	return result, nil
}

// judgeDependency gives the event as parameters see it if the dependency takes it.
func judgeDependency(dependency *v1alpha1.EventDependency, event cloudevents.Event) (dependencyJudgement, *v1alpha1.Event) {
	outcome := dependencyJudgement{Name: dependency.Name}
	// The engine's function changes the event that it is given, and each dependency starts from the original.
	own := event.Clone()
	transformed, err := dependencies.ApplyTransform(&own, dependency.Transform)
	if err != nil {
		outcome.Outcome = "failed"
		outcome.Error = err.Error() + cause(dependency, event)
		return outcome, nil
	}
	taken := argoEvent(transformed)
	if json.Valid(taken.Data) {
		outcome.Data = taken.Data
	}
	outcome.Filters = filterJudgements(dependency, taken)
	passed, err := dependencies.Filter(taken, dependency.Filters, dependency.FiltersLogicalOperator)
	if err != nil {
		outcome.Error = err.Error()
	}
	// The engine goes by the boolean alone. With an error it logs the whole event (filterFunc in pkg/sensors/listener.go).
	if !passed {
		outcome.Outcome = "refused"
		return outcome, nil
	}
	outcome.Outcome = "passed"
	return outcome, taken
}

// cause is what jq itself says, which the engine swallows: to it, an error of the program is an output that is no object.
func cause(dependency *v1alpha1.EventDependency, event cloudevents.Event) string {
	query, err := gojq.Parse(dependency.Transform.JQ)
	var input map[string]any
	if dependency.Transform.JQ == "" || err != nil || json.Unmarshal(event.Data(), &input) != nil {
		return ""
	}
	output, _ := query.Run(input).Next()
	if failure, failed := output.(error); failed {
		return fmt.Sprintf(" (%s)", failure)
	}
	return ""
}

// waitingTrigger is a trigger with the events that it has kept.
type waitingTrigger struct {
	sensor     *v1alpha1.Sensor
	trigger    *v1alpha1.Trigger
	text       string
	names      []string
	collects   bool
	expression *govaluate.EvaluableExpression
	come       map[string]*v1alpha1.Event
	broken     string // what is wrong with its conditions
}

// newWaitingTrigger reads the conditions as listenEvents in pkg/sensors/listener.go does. Without any, all dependencies have to come.
func newWaitingTrigger(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger) *waitingTrigger {
	waiting := &waitingTrigger{sensor: sensor, trigger: trigger, come: map[string]*v1alpha1.Event{}}
	if trigger.Template == nil {
		waiting.broken = "there is no template"
		return waiting
	}
	var known []string
	for _, dependency := range sensor.Spec.Dependencies {
		known = append(known, dependency.Name)
	}
	waiting.text = trigger.Template.Conditions
	if waiting.text == "" {
		waiting.text = strings.Join(known, "&&")
	}
	// By the sign alone (NewJetstreamTriggerConn in pkg/eventbus/jetstream/sensor/trigger_conn.go).
	waiting.collects = strings.Contains(waiting.text, "&")
	expression, err := govaluate.NewEvaluableExpression(strings.ReplaceAll(waiting.text, "-", `\-`))
	if err != nil {
		waiting.broken = err.Error()
		return waiting
	}
	waiting.expression = expression
	for _, name := range expression.Vars() {
		found := ""
		for _, one := range known {
			// The conditions name a dependency with - or _ (getDependencyExpression in listener.go).
			if one == name || strings.ReplaceAll(one, "-", "_") == name {
				found = one
			}
		}
		if found == "" {
			waiting.broken = fmt.Sprintf("there is no dependency %q", name)
		}
		waiting.names = append(waiting.names, name)
	}
	return waiting
}

// take is processDependency in trigger_conn.go. It gives nothing if the trigger does not wait for the dependency.
func (w *waitingTrigger) take(dependency string, event *v1alpha1.Event) *firing {
	if w.broken != "" || !w.waitsFor(dependency) {
		return nil
	}
	name := w.trigger.Template.Name
	if !w.collects {
		fired := fire(w.sensor, w.trigger, map[string]*v1alpha1.Event{dependency: event})
		fired.Dependency = dependency
		return &fired
	}
	w.come[dependency] = event
	values := map[string]any{}
	for _, one := range w.names {
		values[one] = w.come[one] != nil || w.come[strings.ReplaceAll(one, "_", "-")] != nil
	}
	holds, err := w.expression.Evaluate(values)
	if err != nil {
		return &firing{Trigger: name, Dependency: dependency, Error: err.Error()}
	}
	if holds != true {
		return &firing{Trigger: name, Dependency: dependency, WaitsFor: w.text}
	}
	events := w.come
	w.come = map[string]*v1alpha1.Event{}
	fired := fire(w.sensor, w.trigger, events)
	fired.Dependency = dependency
	return &fired
}

func (w *waitingTrigger) waitsFor(dependency string) bool {
	for _, name := range w.names {
		if name == dependency || name == strings.ReplaceAll(dependency, "-", "_") {
			return true
		}
	}
	return false
}
