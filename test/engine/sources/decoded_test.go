package sources

import (
	"encoding/json"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/eventsources/common/fsevent"
	"github.com/argoproj/argo-events/pkg/eventsources/events"
)

// Kinds that do not run here. What they put into an event is read in their source; a new version that says it in other words fails,
// and wants to be read. The event is then encoded as the engine does it.

// says expects these words in the source of a kind.
func says(t *testing.T, kind string, words ...string) {
	t.Helper()
	content, err := engine.Source("pkg/eventsources/sources/" + kind + "/start.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		if !strings.Contains(string(content), word) {
			t.Errorf("%s no longer says %s", kind, word)
		}
	}
}

func encode(t *testing.T, event any) string {
	t.Helper()
	content, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// both are the two forms of a body: bytes, and a document.
func both(t *testing.T, event func(body any) any) (plain, jsonBody string) {
	t.Helper()
	document := json.RawMessage(payload)
	return formOf(encode(t, event([]byte(payload)))), formOf(encode(t, event(&document)))
}

func readAzureEventsHub(t *testing.T) (plain, jsonBody string) {
	says(t, "azureeventshub", `Body:     event.Body,`, `Id:       *event.MessageID,`)
	plain, _ = both(t, func(body any) any { return events.AzureEventsHubEventData{Body: body} })
	return plain, ""
}

func readAzureQueueStorage(t *testing.T) (plain, jsonBody string) {
	says(t, "azurequeuestorage", `body := []byte(*message.MessageText)`, `data.Body = (*json.RawMessage)(&body)`, `data.Body = body`)
	return both(t, func(body any) any { return events.AzureQueueStorageEventData{Body: body} })
}

func readAzureServiceBus(t *testing.T) (plain, jsonBody string) {
	says(t, "azureservicebus", `eventData.Body = (*json.RawMessage)(&message.Body)`, `eventData.Body = message.Body`)
	// What the sender has not said is null.
	is(t, "none", encode(t, events.AzureServiceBusEventData{MessageID: "1"}), `{"applicationProperties":null,"body":null,"contentType":null,"correlationID":null,`+
		`"enqueuedTime":null,"messageID":"1","replyTo":null,"sequenceNumber":null,"subject":null}`)
	return both(t, func(body any) any { return events.AzureServiceBusEventData{Body: body} })
}

func readHDFS(t *testing.T) (plain, jsonBody string) {
	says(t, "hdfs", `event.Metadata = hdfsEventSource.Metadata`, `payload, err := json.Marshal(event)`)
	event := encode(t, fsevent.Event{Name: "/orders/a", Op: fsevent.Create})
	is(t, "event", event, `{"name":"/orders/a","op":1,"metadata":null}`)
	return formOf(event), ""
}

// The field jsonBody is there, and nobody reads it.
func readMNS(t *testing.T) (plain, jsonBody string) {
	says(t, "alibabacloudmns", `eventData := &events.MNSEventData{
				MessageId: resp.MessageId,
				Body:      resp.MessageBody,
			}`)
	form := formOf(encode(t, events.MNSEventData{Body: payload}))
	return form, form
}

func readPulsar(t *testing.T) (plain, jsonBody string) {
	says(t, "pulsar", `Body:        payload,`, `eventData.Body = (*json.RawMessage)(&payload)`, `payload := msg.Payload()`)
	return both(t, func(body any) any { return events.PulsarEventData{Body: body} })
}

func readSQS(t *testing.T) (plain, jsonBody string) {
	says(t, "awssqs", `data.Body = (*json.RawMessage)(&body)`, `data.Body = []byte(*message.Body)`)
	return both(t, func(body any) any { return events.SQSEventData{Body: body} })
}
