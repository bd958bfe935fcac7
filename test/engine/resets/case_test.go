package resets

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"sigs.k8s.io/yaml"
)

// verdict is what becomes of the consumers of a sensor. cases.yaml explains the lists.
type verdict struct {
	Kept     []string `json:"kept,omitempty"`
	Reset    []string `json:"reset,omitempty"`
	Deleted  []string `json:"deleted,omitempty"`
	Left     []string `json:"left,omitempty"`
	Made     []string `json:"made,omitempty"`
	Woken    []string `json:"woken,omitempty"`
	Stuck    []string `json:"stuck,omitempty"`
	HalfKept *bool    `json:"halfKept,omitempty"`
}

// change is a case: the sensors of which each takes the place of the one before, and what the last start leads to.
type change struct {
	verdict
	Name   string            `json:"name"`
	Why    string            `json:"why"`
	Before []json.RawMessage `json:"before"`
	Old    json.RawMessage   `json:"old"`
	New    json.RawMessage   `json:"new"`
	Half   string            `json:"half"`
}

func changes(t *testing.T) []change {
	t.Helper()
	content, err := os.ReadFile("cases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []change
	if err := yaml.UnmarshalStrict(content, &all); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, one := range all {
		if names[one.Name] || one.Why == "" {
			t.Errorf("case %q is there twice, or does not say why", one.Name)
		}
		names[one.Name] = true
	}
	return all
}

// sensors are all of a case, the new one last.
func (c change) sensors(t *testing.T) []*v1alpha1.Sensor {
	t.Helper()
	var all []*v1alpha1.Sensor
	for _, text := range append(append([]json.RawMessage{}, c.Before...), c.Old, c.New) {
		sensor := &v1alpha1.Sensor{}
		if err := json.Unmarshal(text, sensor); err != nil { // as the sensor's pod does: not strictly
			t.Fatalf("%s: %v", c.Name, err)
		}
		if sensor.Namespace == "" {
			sensor.Namespace = "events"
		}
		all = append(all, sensor)
	}
	return all
}
