package history

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/samples"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// The engine's own verdicts on the sample states say what reconcile-state writes: what is derived here has to be the same.
func TestDerivedFieldsAreThoseOfTheEngine(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(samples.Folder(), "state-*.json"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d sample states, %v", len(files), err)
	}
	patched := 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			var payload struct{ Body map[string]any }
			data, err := samples.Data(name)
			if err == nil {
				err = json.Unmarshal(data, &payload)
			}
			if err != nil {
				t.Fatal(err)
			}
			object := &unstructured.Unstructured{Object: payload.Body}
			loop := Default()
			task := loop.stateTask(loop.names(), configMaps, loop.AgentNamespace, object.GetName())
			s := readState(object, loop)
			want := s.derive(s.next())
			patch := reconciled(t, name)
			if stale := task != "" && len(s.differences(want)) > 0; stale != (patch != nil) {
				t.Fatalf("stale is %t here, the engine writes %v; differences: %q", stale, patch, s.differences(want))
			}
			if patch == nil {
				return
			}
			patched++
			var removed []string
			for key, value := range patch.Data {
				if value == nil {
					removed = append(removed, key)
				} else if got := want[key]; got != *value && !(key == "feedback_history" && sameJSON(got, *value)) {
					t.Errorf("%s is %q, the engine writes %q", key, got, *value)
				}
			}
			slices.Sort(removed)
			_, touchGoes := patch.Metadata.Annotations[vocabulary.ResyncAnnotation]
			if len(patch.Data) != len(want)+len(removed) || !slices.Equal(removed, s.outdated()) || touchGoes != s.touchedAtRest() {
				t.Errorf("derived %v, removed %v, the touch removed: %t; the engine writes %v and removes %v, %v",
					want, s.outdated(), s.touchedAtRest(), patch.Data, removed, patch.Metadata.Annotations)
			}
		})
	}
	if patched < 5 {
		t.Errorf("only %d of the samples are written to", patched)
	}
}

type configMapPatch struct {
	Data     map[string]*string // null removes a key
	Metadata struct{ Annotations map[string]*string }
}

// reconciled is what reconcile-state writes according to the verdict on a sample, nil when it does not.
func reconciled(t *testing.T, name string) *configMapPatch {
	t.Helper()
	var verdict struct {
		Triggers []struct {
			Trigger string
			Does    map[string]configMapPatch
		}
	}
	readFile(t, "../../engine/verdicts/pr-comment-remediation/"+name+".yaml", &verdict)
	for _, trigger := range verdict.Triggers {
		for _, patch := range trigger.Does {
			if trigger.Trigger == "reconcile-state" {
				return &patch
			}
		}
	}
	return nil
}

func readFile(t *testing.T, path string, into any) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if content, err = yaml.YAMLToJSON(content); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}
