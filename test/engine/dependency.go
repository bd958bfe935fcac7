package engine

import (
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Transform gives the event as a dependency's filters and parameters see it. An error drops the event: the engine writes
// one log line and nothing else.
func Transform(dependency *v1alpha1.EventDependency, event cloudevents.Event) (*v1alpha1.Event, error) {
	// The engine's function changes the event that it is given, and each dependency must start from the original.
	own := event.Clone()
	transformed, err := dependencies.ApplyTransform(&own, dependency.Transform)
	if err != nil {
		return nil, err
	}
	return argoEvent(transformed), nil
}

// Passes says whether a transformed event passes the filters of a dependency. The engine goes by the boolean alone. With an error, it
// logs the whole event as a warning (filterFunc in pkg/sensors/listener.go).
func Passes(dependency *v1alpha1.EventDependency, event *v1alpha1.Event) (bool, error) {
	return dependencies.Filter(event, dependency.Filters, dependency.FiltersLogicalOperator)
}

// argoEvent turns a CloudEvent into what filters and parameters take (convertEvent in pkg/sensors/listener.go).
func argoEvent(event *cloudevents.Event) *v1alpha1.Event {
	return &v1alpha1.Event{
		Context: &v1alpha1.EventContext{
			ID:              event.ID(),
			Type:            event.Type(),
			Source:          event.Source(),
			Subject:         event.Subject(),
			Time:            metav1.Time{Time: event.Time()},
			SpecVersion:     event.SpecVersion(),
			DataContentType: event.DataContentType(),
		},
		Data: event.Data(),
	}
}
