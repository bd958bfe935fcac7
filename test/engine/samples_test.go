package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/reconciler/eventbus"
	"github.com/argoproj/argo-events/pkg/reconciler/eventsource"
	"github.com/argoproj/argo-events/pkg/reconciler/sensor"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

const samples = "../lint/samples"

// opinion is what the engine says of a rule's bad sample: its validation, which is all that a user hears, and what of it
// the running engine cannot work with. What then becomes of each sample, TestSamples in the package traps shows, under the name of
// the rule.
type opinion struct {
	Validation string   `yaml:"validation"`
	AtRunTime  []string `yaml:"atRunTime,omitempty"`
}

// Each rule's good sample is sound to the engine; what it says of the bad one is recorded in samples.yaml.
func TestSamples(t *testing.T) {
	folders, err := os.ReadDir(samples)
	if err != nil {
		t.Fatal(err)
	}
	opinions := map[string]opinion{}
	for _, folder := range folders {
		rule := folder.Name()
		t.Run(rule, func(t *testing.T) {
			good := judgeSample(t, filepath.Join(samples, rule, "good.yaml"))
			if good.Validation != "accepted" || len(good.AtRunTime) > 0 {
				t.Errorf("the good sample is not sound to the engine: %s %q", good.Validation, good.AtRunTime)
			}
			opinions[rule] = judgeSample(t, filepath.Join(samples, rule, "bad.yaml"))
		})
	}
	version, err := Version()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Record(version, opinions)
	if err != nil {
		t.Fatal(err)
	}
	if *Update {
		if err := os.WriteFile("samples.yaml", got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile("samples.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("samples.yaml is not what the engine says: run npm run test:engine -- -update and read the difference\n%s", got)
	}
}

func judgeSample(t *testing.T, file string) opinion {
	t.Helper()
	tree := readSample(t, file)
	if len(tree.EventBuses) == 0 {
		tree.EventBuses = []Rendered[v1alpha1.EventBus]{{Value: &v1alpha1.EventBus{
			Spec: v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{Version: "latest"}},
		}}}
	}
	judged := opinion{Validation: "accepted"}
	reject := func(err error) {
		if err != nil {
			judged.Validation = "rejected: " + err.Error()
		}
	}
	for _, bus := range tree.EventBuses {
		reject(eventbus.ValidateEventBus(bus.Value))
	}
	for _, source := range tree.EventSources {
		reject(eventsource.ValidateEventSource(source.Value))
		judged.AtRunTime = append(judged.AtRunTime, CheckEventSource(source.Value)...)
	}
	for _, one := range tree.Sensors {
		reject(sensor.ValidateSensor(one.Value, tree.EventBuses[0].Value))
		found := CheckSensor(tree, one.Value)
		if len(tree.EventSources) == 0 {
			// A sample is as small as it can be: most sensors are without the event source that they listen to.
			found = slices.DeleteFunc(found, func(finding string) bool { return strings.Contains(finding, "no rendered EventSource") })
		}
		judged.AtRunTime = append(judged.AtRunTime, found...)
	}
	return judged
}

// readSample reads the documents of a sample, which may be several.
func readSample(t *testing.T, file string) *Tree {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tree := &Tree{}
	for _, document := range strings.Split("\n"+string(content), "\n---\n") {
		object := Object{Bytes: []byte(document)}
		object.Unstructured = unstructured.Unstructured{}
		if err := yaml.Unmarshal(object.Bytes, &object.Object); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		tree.Objects = append(tree.Objects, object)
	}
	for i := range tree.Objects {
		if err := tree.decode(&tree.Objects[i]); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}
