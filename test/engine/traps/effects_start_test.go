package traps

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/prometheus/client_golang/prometheus"
)

// What keeps triggers of the samples from starting, and what they then wait for.
var startEffects = map[string]effect{
	"conditions-syntax": {onSampleStart, "invalid operation: and (mismatched types string and string)", "subscribes to pull_request, pull_request_review"},
	"dependency-name":   {onSampleStart, "Unable to access unexported field 'request' in token 'pull.request'", "subscribes to pull_request"},
	// The last of the two counts.
	"duplicate-dependency": {onSampleStart, "subscribes to pull_request", "subscribes to issue_comment, pull_request"},
	"unknown-dependency":   {onSampleStart, "unknown name merged", "subscribes to pull_request, pull_request_review"},
	"unused-dependency":    {onSampleStart, "subscribes to pull_request", "subscribes to pull_request, pull_request_review"},
	"missing-conditions":   {onEachAlone, "opened: waits, review: waits", "opened: fires, review: fires"},
	"duplicate-object":     {onApply, "events/remediation: archive", "events/remediation: record, staging/remediation: archive"},
	"duplicate-trigger":    {onMetrics, "record: 2", "record: 1, record-failed: 1"},
}

// onSampleStart is the first line of what keeps the first trigger from starting, or the events that it waits for.
func onSampleStart(t *testing.T, s *sample) string {
	text, _, _ := strings.Cut(onStart(t, s.sensor()), " (1:")
	return text
}

// onEachAlone is whether the first trigger fires when one of the events has come, and no other.
func onEachAlone(t *testing.T, s *sample) string {
	evaluable, err := condition(s.sensor())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, dependency := range s.sensor().Spec.Dependencies {
		come := map[string]any{}
		for _, name := range evaluable.Vars() {
			come[name] = name == dependency.Name
		}
		fires, err := evaluable.Evaluate(come)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, dependency.Name+map[bool]string{true: ": fires", false: ": waits"}[fires == true])
	}
	return strings.Join(all, ", ")
}

// onApply is what there is in a cluster when every Sensor of the sample has been applied: the controller finds one by namespace and
// name (Reconcile in pkg/reconciler/sensor/controller.go).
func onApply(t *testing.T, s *sample) string {
	world := newWorld(t, s)
	for _, sensor := range s.Sensors {
		world.apply(t, sensor)
	}
	var sensors v1alpha1.SensorList
	if err := world.List(t.Context(), &sensors); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, sensor := range sensors.Items {
		all = append(all, fmt.Sprintf("%s/%s: %s", sensor.Namespace, sensor.Name, sensor.Spec.Triggers[0].Template.Name))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// onMetrics is how often the engine says that a trigger has failed for good, when the trigger and its dlqTrigger have.
func onMetrics(t *testing.T, s *sample) string {
	counted := metrics.NewMetrics("events")
	for _, trigger := range []*v1alpha1.Trigger{s.trigger(), s.trigger().DlqTrigger} {
		counted.ActionRetriesFailed(s.sensor().Name, trigger.Template.Name)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(counted)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			for _, label := range metric.GetLabel() {
				if family.GetName() == "argo_events_action_retries_failed_total" && label.GetName() == "trigger_name" {
					all = append(all, fmt.Sprintf("%s: %v", label.GetValue(), metric.GetCounter().GetValue()))
				}
			}
		}
	}
	return strings.Join(all, ", ")
}
