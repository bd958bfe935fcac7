package main

import (
	"encoding/json"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// given is an event as it is on the bus.
type given struct {
	ID          string          `json:"id"`
	Type        string          `json:"type"`
	Source      string          `json:"source"`  // the name of the EventSource
	Subject     string          `json:"subject"` // the name of its event
	Time        time.Time       `json:"time"`
	ContentType string          `json:"contentType"`
	Data        json.RawMessage `json:"data"`
}

// cloudEvent is the event as a sensor takes it from the bus. Over the bus it goes as JSON, and this round trip decides how raw data
// (useRawData) is written.
func (g given) cloudEvent() (cloudevents.Event, error) {
	sent := cloudevents.NewEvent()
	sent.SetID(g.ID)
	sent.SetType(g.Type)
	sent.SetSource(g.Source)
	sent.SetSubject(g.Subject)
	sent.SetTime(g.Time)
	var received cloudevents.Event
	if err := sent.SetData(g.ContentType, []byte(g.Data)); err != nil {
		return received, err
	}
	wire, err := json.Marshal(sent)
	if err != nil {
		return received, err
	}
	err = json.Unmarshal(wire, &received)
	return received, err
}

// argoEvent is what filters and parameters take (convertEvent in pkg/sensors/listener.go).
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
