package garbage

import (
	"fmt"
	"slices"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

// Action is one trigger that an event set off, or what it falls back to, with all that it sent.
type Action struct {
	Trigger  string
	Writes   []engine.Write
	Requests []engine.Request
}

// Loop is the rendered sensors.
type Loop struct {
	sensors   []*v1alpha1.Sensor
	reconcile *Loop // with the one trigger reconcile-state, for what is asked of it alone
}

// Open reads the rendered tree.
func Open() (*Loop, error) {
	tree, err := engine.OpenTree()
	if err != nil {
		return nil, err
	}
	loop := &Loop{}
	for _, sensor := range tree.Sensors {
		loop.sensors = append(loop.sensors, sensor.Value)
	}
	const reconcile = "reconcile-state"
	loop.reconcile = loop.only(reconcile)
	if !slices.ContainsFunc(loop.reconcile.sensors, func(s *v1alpha1.Sensor) bool { return len(s.Spec.Triggers) > 0 }) {
		return nil, fmt.Errorf("no trigger %s is rendered", reconcile)
	}
	return loop, nil
}

func (l *Loop) only(trigger string) *Loop {
	part := &Loop{}
	for _, sensor := range l.sensors {
		own := sensor.DeepCopy()
		own.Spec.Triggers = slices.DeleteFunc(own.Spec.Triggers, func(t v1alpha1.Trigger) bool { return t.Template.Name != trigger })
		own.Spec.Dependencies = slices.DeleteFunc(own.Spec.Dependencies, func(d v1alpha1.EventDependency) bool {
			return !slices.ContainsFunc(own.Spec.Triggers, func(t v1alpha1.Trigger) bool { return t.Template.Conditions == d.Name })
		})
		part.sensors = append(part.sensors, own)
	}
	return part
}

// Run puts one event through every dependency and trigger that it is for. An error is a transform, a filter, a parameter or an
// action that failed.
func (l *Loop) Run(source, event string, data []byte) ([]Action, error) {
	sent, err := engine.NewEvent("sample", "", source, event, data)
	if err != nil {
		return nil, err
	}
	var actions []Action
	for _, sensor := range l.sensors {
		for i := range sensor.Spec.Dependencies {
			dependency := &sensor.Spec.Dependencies[i]
			if dependency.EventSourceName != source || dependency.EventName != event {
				continue
			}
			transformed, err := engine.Transform(dependency, sent)
			if err != nil {
				return nil, fmt.Errorf("dependency %q, transform: %w", dependency.Name, err)
			}
			passes, err := engine.Passes(dependency, transformed)
			if err != nil {
				return nil, fmt.Errorf("dependency %q, filter, so the engine logs the whole event: %w", dependency.Name, err)
			}
			if !passes {
				continue
			}
			more, err := fire(sensor, dependency.Name, transformed)
			if err != nil {
				return nil, err
			}
			actions = append(actions, more...)
		}
	}
	return actions, nil
}

// fire sets off the triggers of a dependency, each with its fallback, as if it had failed.
func fire(sensor *v1alpha1.Sensor, dependency string, event *v1alpha1.Event) ([]Action, error) {
	events := map[string]*v1alpha1.Event{dependency: event}
	var actions []Action
	for i := range sensor.Spec.Triggers {
		trigger := &sensor.Spec.Triggers[i]
		condition, err := engine.NewCondition(sensor, trigger)
		if err != nil {
			return nil, err
		}
		if holds, err := condition.Holds(func(name string) bool { return name == dependency }); err != nil || !holds {
			if err != nil || condition.Needs(dependency) {
				return nil, fmt.Errorf("trigger %q: a condition of several dependencies is not told here (%v)", trigger.Template.Name, err)
			}
			continue
		}
		for ; trigger != nil; trigger = trigger.DlqTrigger {
			action, err := act(sensor, trigger, events)
			if err != nil {
				return nil, fmt.Errorf("trigger %q: %w", trigger.Template.Name, err)
			}
			actions = append(actions, action)
		}
	}
	return actions, nil
}

func act(sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event) (Action, error) {
	objects, web := &engine.Recorder{}, &engine.HTTPRecorder{}
	err := engine.Act(sensor, trigger, events, engine.Clients{Kubernetes: objects, HTTP: web})
	return Action{trigger.Template.Name, objects.Writes, web.Requests}, err
}
