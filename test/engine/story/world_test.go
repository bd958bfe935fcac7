package story

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"
	"k8s.io/apimachinery/pkg/labels"
)

func text(value any, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(value)
}

// watching publishes ConfigMaps labelled app=x.
const watching = `
apiVersion: argoproj.io/v1alpha1
kind: EventSource
metadata: {name: objects, namespace: here}
spec:
  resource:
    maps:
      version: v1
      resource: configmaps
      namespace: there
      eventTypes: [ADD, UPDATE, DELETE]
      filter: {labels: [{key: app, operation: "==", value: x}]}
`

// copying writes what it sees of a ConfigMap to one named seen-<type>, and says so over HTTP when it cannot.
const copying = `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: {name: copying, namespace: here}
spec:
  dependencies: [{name: seen, eventSourceName: objects, eventName: maps}]
  triggers:
    - atLeastOnce: true
      retryStrategy: {steps: 3, duration: 1h}
      template:
        name: copy
        conditions: seen
        k8s:
          operation: patch
          source: {resource: {apiVersion: v1, kind: ConfigMap, metadata: {namespace: there}}}
          parameters:
            - {dest: metadata.name, src: {dependencyName: seen, dataTemplate: "seen-{{ .Input.type | lower }}"}}
            - {dest: data.now, src: {dependencyName: seen, dataKey: body.data.a, value: none}}
            - {dest: data.before, src: {dependencyName: seen, dataKey: oldBody.data.a, value: none}}
      dlqTrigger:
        atLeastOnce: true
        template: {name: complain, http: {url: https://example.com/complain}}
`

// tree is a rendered tree of these documents.
func tree(t *testing.T, documents ...string) *engine.Tree {
	t.Helper()
	folder := t.TempDir()
	for i, document := range documents {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.yaml", i)), []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := engine.LoadTree(folder)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func world(t *testing.T, tree *engine.Tree, seed uint64) *World {
	t.Helper()
	w, err := New(tree, seed)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the story, to its end:\n%s", w.Log())
		}
	})
	return w
}

func settle(t *testing.T, w *World) {
	t.Helper()
	if err := w.Settle(); err != nil {
		t.Fatal(err)
	}
}

func mapsThere(t *testing.T, w *World) string {
	t.Helper()
	var lines []string
	for _, object := range w.Store.List(configMaps, "there", labels.Everything()) {
		lines = append(lines, object.GetName()+" "+dataAfter(object, nil))
	}
	return strings.Join(lines, "; ")
}

func addMap(t *testing.T, w *World, text string) {
	t.Helper()
	if _, err := w.Store.Create(configMaps, "there", object(t, text)); err != nil {
		t.Fatal(err)
	}
}

func patchMap(t *testing.T, w *World, name, text string) {
	t.Helper()
	if _, err := w.Store.Patch(configMaps, "there", name, patch(t, text)); err != nil {
		t.Fatal(err)
	}
}

func TestWatch(t *testing.T) {
	w := world(t, tree(t, watching, copying), 1)
	for _, test := range []struct {
		does func()
		want string
	}{
		{func() { addMap(t, w, `{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {a: "1"}}`) }, "m map[a:1]"},
		{func() { patchMap(t, w, "m", `{metadata: {labels: {app: x}}}`) }, "m map[a:1]; seen-add map[before:none now:1]"},
		{func() { patchMap(t, w, "m", `{data: {a: "2"}}`) }, "m map[a:2]; seen-add map[before:none now:1]; seen-update map[before:1 now:2]"},
		{func() { patchMap(t, w, "m", `{metadata: {labels: {app: z}}}`) }, "m map[a:2]; seen-add map[before:none now:1]; seen-update map[before:1 now:2]; seen-delete map[before:none now:2]"},
	} {
		test.does()
		settle(t, w)
		if got := mapsThere(t, w); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

const mapOfX = `{apiVersion: v1, kind: ConfigMap, metadata: {name: m, labels: {app: x}}, data: {a: "1"}}`

func TestRetriesThenDeadLetter(t *testing.T) {
	for failures, want := range []string{"seen-add", "seen-add", "seen-add", "POST https://example.com/complain"} {
		t.Run(fmt.Sprintf("%d failures", failures), func(t *testing.T) {
			w := world(t, tree(t, watching, copying), 1)
			calls := 0
			w.Fail = func(trigger string, call Call) error {
				if calls++; calls <= failures {
					return errors.New("the server is not there")
				}
				return nil
			}
			addMap(t, w, mapOfX)
			settle(t, w)
			got := mapsThere(t, w)
			for _, request := range w.Web.Requests {
				got += " " + request.Method + " " + request.URL
			}
			if !strings.Contains(got, want) || strings.Contains(got, "seen") == (len(w.Web.Requests) == 1) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestLostEvent(t *testing.T) {
	w := world(t, tree(t, watching, copying), 1)
	w.Lose = func(number int) bool { return number == 0 }
	addMap(t, w, mapOfX)
	settle(t, w)
	if got, want := mapsThere(t, w), "m map[a:1]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	w.RestartEventSources()
	settle(t, w)
	if got, want := mapsThere(t, w), "m map[a:1]; seen-add map[before:none now:1]"; got != want {
		t.Errorf("after a restart got %s, want %s", got, want)
	}
}

// A killed sensor has the message that it was at again, and only that.
func TestRestartSensors(t *testing.T) {
	for at := range 4 {
		w := world(t, tree(t, watching, copying), 1)
		var calls []string
		w.Fail = func(_ string, call Call) error {
			calls = append(calls, call.Verb)
			return nil
		}
		addMap(t, w, mapOfX)
		for range at {
			w.Step()
		}
		w.RestartSensors()
		settle(t, w)
		if got, want := mapsThere(t, w), "m map[a:1]; seen-add map[before:none now:1]"; got != want {
			t.Errorf("killed at step %d: got %s, want %s", at, got, want)
		}
		if creates := len(slices.DeleteFunc(calls, func(verb string) bool { return verb != "create" })); creates != 1 {
			t.Errorf("killed at step %d: %d creates, want 1", at, creates)
		}
	}
}

func TestConditionOfTwo(t *testing.T) {
	both := strings.NewReplacer(
		"[{name: seen,", "[{name: changed, eventSourceName: objects, eventName: maps, filters: {data: [{path: type, type: string, value: [UPDATE]}]}}, {name: seen,",
		"conditions: seen", "conditions: seen && changed",
	).Replace(copying)
	w := world(t, tree(t, watching, both), 1)
	addMap(t, w, mapOfX)
	settle(t, w)
	if got, want := mapsThere(t, w), "m map[a:1]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	patchMap(t, w, "m", `{data: {a: "2"}}`)
	settle(t, w)
	if got, want := mapsThere(t, w), "m map[a:2]; seen-update map[before:1 now:2]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The same seed tells the same story, another one may not.
func TestSeed(t *testing.T) {
	twice := strings.NewReplacer("name: copying", "name: twice", "seen-", "twice-").Replace(copying)
	rendered := tree(t, watching, copying, twice)
	story := func(seed uint64) string {
		w := world(t, rendered, seed)
		addMap(t, w, mapOfX)
		settle(t, w)
		return w.Log()
	}
	if first, again := story(1), story(1); first != again {
		t.Errorf("seed 1 told\n%s\nand then\n%s", first, again)
	}
	told := map[string]bool{}
	for seed := range uint64(10) {
		told[story(seed)] = true
	}
	if len(told) < 2 {
		t.Error("ten seeds told one story, though either of two sensors may write first")
	}
}
