package story

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources/events"
	"github.com/argoproj/argo-events/pkg/eventsources/sources/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// source is one event of a rendered resource EventSource: a watch (pkg/eventsources/sources/resource/start.go).
type source struct {
	subject  subject
	spec     v1alpha1.ResourceEventSource
	selector labels.Selector
}

func newSource(es *v1alpha1.EventSource, event string) (*source, error) {
	watch := &source{
		subject:  subject{busOf(es.Namespace, es.Spec.EventBusName), es.Name, event},
		spec:     es.Spec.Resource[event],
		selector: labels.Everything(),
	}
	filter := watch.spec.Filter
	if filter == nil {
		return watch, nil
	}
	if len(filter.Fields) > 0 || filter.AfterStart || !filter.CreatedBy.IsZero() {
		return nil, fmt.Errorf("%v: of filters, only labels and prefix are told here: add the others to source.go", watch.subject)
	}
	var err error
	watch.selector, err = resource.LabelSelector(filter.Labels)
	return watch, err
}

func (s *source) resource() schema.GroupResource {
	return schema.GroupResource{Group: s.spec.Group, Resource: s.spec.Resource}
}

// takes says whether the watch sees an object at all. The API server applies the selector, so an object whose labels begin to
// match appears, and one whose labels no longer do disappears.
func (s *source) takes(object *unstructured.Unstructured) bool {
	return object != nil &&
		(s.spec.Namespace == "" || s.spec.Namespace == object.GetNamespace()) &&
		s.selector.Matches(labels.Set(object.GetLabels()))
}

// event gives the data that the source publishes for a change, nil when it publishes none.
func (s *source) event(change Change) ([]byte, error) {
	if change.Resource != s.resource() {
		return nil, nil
	}
	before, after := s.takes(change.Old), s.takes(change.New)
	switch {
	case before && after:
		return s.data(v1alpha1.UPDATE, change.New, change.Old)
	case after:
		return s.data(v1alpha1.ADD, change.New, nil)
	case before:
		return s.data(v1alpha1.DELETE, change.Old, nil)
	}
	return nil, nil
}

func (s *source) data(kind v1alpha1.ResourceEventType, object, old *unstructured.Unstructured) ([]byte, error) {
	if !slices.Contains(s.spec.EventTypes, kind) {
		return nil, nil
	}
	if filter := s.spec.Filter; filter != nil && !strings.HasPrefix(object.GetName(), filter.Prefix) {
		return nil, nil
	}
	body, err := rawJSON(object)
	if err != nil {
		return nil, err
	}
	oldBody, err := rawJSON(old)
	if err != nil {
		return nil, err
	}
	return json.Marshal(events.ResourceEventData{
		EventType: string(kind),
		Body:      body,
		OldBody:   oldBody,
		Group:     s.spec.Group,
		Version:   s.spec.Version,
		Resource:  s.spec.Resource,
		Metadata:  s.spec.Metadata,
	})
}

func rawJSON(object *unstructured.Unstructured) (*json.RawMessage, error) {
	if object == nil {
		return nil, nil
	}
	content, err := object.MarshalJSON()
	raw := json.RawMessage(content)
	return &raw, err
}
