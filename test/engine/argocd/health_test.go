package argocd

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

const checksFile = "infra/gitops/argo-cd/argocd/argocd-cm-configmap.yaml"

// checks are the rendered health checks, by group and kind.
func checks(t *testing.T) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(os.Getenv("DIST"), checksFile))
	if err != nil {
		t.Fatalf("render with the prop argoCd, and name the folder in DIST: %v", err)
	}
	var configMap struct{ Data map[string]string }
	if err := yaml.Unmarshal(content, &configMap); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for key, script := range configMap.Data {
		found[strings.TrimPrefix(key, "resource.customizations.health.")] = script
	}
	return found
}

// What Argo CD shows of an object, from the moment of its sync to what its controller makes of it.
func TestArgoCdHealth(t *testing.T) {
	scripts := checks(t)
	tree, err := engine.LoadTree(os.Getenv("DIST"))
	if err != nil {
		t.Fatal(err)
	}
	of := func(t *testing.T, object client.Object) health {
		t.Helper()
		kind := reflect.TypeOf(object).Elem().Name()
		return check(t, scripts["argoproj.io_"+kind], object)
	}
	want := func(t *testing.T, object client.Object, status, message string) {
		t.Helper()
		if got := of(t, object); got.Status != status || !strings.Contains(got.Message, message) {
			t.Errorf("%s: %s, %q; want %s, %q", object.GetName(), got.Status, got.Message, status, message)
		}
	}
	bus := func() *v1alpha1.EventBus { return tree.EventBuses[0].Value.DeepCopy() }
	sensor := func() *v1alpha1.Sensor { return tree.Sensors[0].Value.DeepCopy() }
	source := func() *v1alpha1.EventSource { return tree.EventSources[0].Value.DeepCopy() }

	t.Run("the tree, in the order of the waves", func(t *testing.T) {
		w := newWorld(t)
		objects := []client.Object{bus()}
		for _, sensor := range tree.Sensors {
			objects = append(objects, sensor.Value.DeepCopy())
		}
		for _, source := range tree.EventSources {
			objects = append(objects, source.Value.DeepCopy())
		}
		for _, object := range objects {
			w.apply(t, object)
			want(t, object, "Progressing", "the controller has not looked at it yet")
			w.look(t, object)
			want(t, object, "Healthy", "the controller has made its pods")
		}
	})

	t.Run("a bus that does not exist", func(t *testing.T) {
		w := newWorld(t)
		for _, object := range []client.Object{sensor(), source()} {
			w.apply(t, object)
			w.look(t, object)
			want(t, object, "Degraded", "Deployed: EventBus not found.")
		}
	})

	t.Run("a bus that is not ready: the sync waits", func(t *testing.T) {
		w := newWorld(t)
		waiting := bus()
		w.apply(t, waiting)
		for _, object := range []client.Object{sensor(), source()} {
			w.apply(t, object)
			w.look(t, object)
			want(t, object, "Progressing", "Deployed: EventBus not ready.")
		}
		w.look(t, waiting)
		for _, object := range []client.Object{sensor(), source()} {
			w.look(t, object)
			want(t, object, "Healthy", "")
		}
	})

	t.Run("a bus of a version that the controller does not know", func(t *testing.T) {
		w := newWorld(t)
		unknown := bus()
		unknown.Spec.JetStream.Version = "0.1"
		w.apply(t, unknown)
		w.look(t, unknown)
		want(t, unknown, "Degraded", `Deployed: failed to get jetstream version, err: unsupported version "0.1"`)
	})

	// Argo CD's own check looks at Deployed alone, which nobody sets then: the bus would be in progress for ever.
	t.Run("a bus with a wrong spec", func(t *testing.T) {
		w := newWorld(t)
		wrong := bus()
		wrong.Spec.JetStream = nil
		w.apply(t, wrong)
		w.look(t, wrong)
		want(t, wrong, "Degraded", "Configured: ")
	})

	t.Run("a sensor that the controller refuses, new and changed", func(t *testing.T) {
		w := newWorld(t)
		ready := bus()
		w.apply(t, ready)
		w.look(t, ready)
		good := sensor()
		w.apply(t, good)
		w.look(t, good)
		want(t, good, "Healthy", "")
		good.Spec.Dependencies = nil
		w.apply(t, good)
		w.look(t, good)
		want(t, good, "Degraded", "DependenciesProvided: no event dependencies found")
		noTrigger := sensor()
		noTrigger.Name, noTrigger.Spec.Triggers = "no-trigger", nil
		w.apply(t, noTrigger)
		w.look(t, noTrigger)
		want(t, noTrigger, "Degraded", "TriggersProvided: ")
	})

	t.Run("an event source that the controller refuses", func(t *testing.T) {
		w := newWorld(t)
		ready := bus()
		w.apply(t, ready)
		w.look(t, ready)
		wrong := source()
		wrong.Spec.Calendar = map[string]v1alpha1.CalendarEventSource{"clock": {}}
		w.apply(t, wrong)
		w.look(t, wrong)
		want(t, wrong, "Degraded", "SourcesProvided: ")
	})
}

// No controller of CodeRuns is here, and the CRD says nothing of the status: these are what one may write.
func TestArgoCdHealthOfCodeRuns(t *testing.T) {
	script := checks(t)["cto.5dlabs.com_CodeRun"]
	for name, test := range map[string]struct {
		status any
		want   health
	}{
		"new":                  {nil, health{"Progressing", "status.phase has no value yet"}},
		"no phase":             {map[string]any{"message": "queued"}, health{"Progressing", "status.phase has no value yet"}},
		"a status in one word": {"Running", health{"Progressing", "status.phase has no value yet"}},
		"running":              {map[string]any{"phase": "Running"}, health{"Progressing", "status.phase: Running"}},
		"succeeded":            {map[string]any{"phase": "Succeeded"}, health{"Healthy", "status.phase: Succeeded"}},
		"failed":               {map[string]any{"phase": "Failed"}, health{"Degraded", "status.phase: Failed"}},
	} {
		t.Run(name, func(t *testing.T) {
			object := map[string]any{"kind": "CodeRun", "status": test.status}
			if got := check(t, script, object); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
