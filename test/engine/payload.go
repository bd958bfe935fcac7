package engine

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	cloudevents "github.com/cloudevents/sdk-go/v2"
	jsonpatch "gopkg.in/evanphx/json-patch.v4"
)

// Payload is a sample event: what an event source publishes, and what it shows.
type Payload struct {
	Name        string          `json:"-"` // of the file, without extension
	Description string          `json:"description"`
	EventSource string          `json:"eventSource"`
	Event       string          `json:"event"`
	Data        json.RawMessage `json:"data"`
}

// change is the other form of a payload's data: a JSON Patch (RFC 6902) of the data of another payload.
type change struct {
	Base  string          `json:"base"`
	Patch jsonpatch.Patch `json:"patch"`
}

// LoadPayloads reads the JSON files of a folder in the order of their names. None at all is an error.
func LoadPayloads(folder string) ([]Payload, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no payload in %q: run `npm run payloads` first, or name the folder in PAYLOADS", folder)
	}
	payloads := make([]Payload, len(files))
	for i, file := range files {
		if payloads[i], err = readPayload(file); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return payloads, nil
}

func readPayload(file string) (Payload, error) {
	payload := Payload{Name: strings.TrimSuffix(filepath.Base(file), ".json")}
	content, err := os.ReadFile(file)
	if err != nil {
		return payload, err
	}
	if err := json.Unmarshal(content, &payload); err != nil {
		return payload, err
	}
	var of change
	if err := json.Unmarshal(content, &of); err != nil {
		return payload, err
	}
	if of.Base != "" {
		base, err := readPayload(filepath.Join(filepath.Dir(file), of.Base+".json"))
		if err != nil {
			return payload, fmt.Errorf("base %q: %w", of.Base, err)
		}
		if payload.Data, err = of.Patch.Apply(base.Data); err != nil {
			return payload, fmt.Errorf("patch of %q: %w", of.Base, err)
		}
	}
	if payload.EventSource == "" || payload.Event == "" || payload.Data == nil {
		return payload, fmt.Errorf("eventSource, event or data is missing")
	}
	return payload, nil
}

// eventTime is when every sample event happens, so that a verdict does not depend on the day it is computed.
var eventTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// NewEvent is the CloudEvent of a source as a sensor takes it from the bus (pkg/eventsources/eventing.go sets the same
// fields; only id and time are random there).
func NewEvent(id, kind, source, event string, data []byte) (cloudevents.Event, error) {
	sent := cloudevents.NewEvent()
	sent.SetID(id)
	sent.SetType(kind)
	sent.SetSource(source)
	sent.SetSubject(event)
	sent.SetTime(eventTime)
	var received cloudevents.Event
	if err := sent.SetData(cloudevents.ApplicationJSON, data); err != nil {
		return received, err
	}
	// Over the bus it goes as JSON. The round trip decides how raw data (useRawData) is written.
	wire, err := json.Marshal(sent)
	if err != nil {
		return received, err
	}
	err = json.Unmarshal(wire, &received)
	return received, err
}
