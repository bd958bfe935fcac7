package policies

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// A rule holds however an object is written.
func TestEveryWayToWrite(t *testing.T) {
	c := newCluster(t)
	const refused = "remediation-state.agent-platform: An iteration is given to a comment once"
	state := c.add(t, configMaps, platform, without(filled(t, map[string]any{"N": numbers.Add(1)}, all(handledState))))
	states := c.mighty(sensor).Resource(configMaps).Namespace(platform)
	changed := func() *unstructured.Unstructured {
		changed := state.DeepCopy()
		if err := unstructured.SetNestedField(changed.Object, "2", "data", "iteration-1"); err != nil {
			t.Fatal(err)
		}
		return changed
	}
	patch := func(kind types.PatchType, content string) error {
		_, err := states.Patch(t.Context(), state.GetName(), kind, []byte(content), metav1.PatchOptions{})
		return err
	}
	for name, write := range map[string]func() error{
		"update": func() error {
			_, err := states.Update(t.Context(), changed(), metav1.UpdateOptions{})
			return err
		},
		"merge patch":           func() error { return patch(types.MergePatchType, `{"data": {"iteration-1": "2"}}`) },
		"strategic merge patch": func() error { return patch(types.StrategicMergePatchType, `{"data": {"iteration-1": "2"}}`) },
		"JSON patch": func() error {
			return patch(types.JSONPatchType, `[{"op": "replace", "path": "/data/iteration-1", "value": "2"}]`)
		},
		"server-side apply": func() error {
			applied := changed()
			applied.SetManagedFields(nil)
			applied.SetResourceVersion("")
			_, err := states.Apply(t.Context(), state.GetName(), applied, metav1.ApplyOptions{FieldManager: "test", Force: true})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if err := write(); refusal(err) != refused {
				t.Errorf("got %v, want %q", err, refused)
			}
		})
	}

	t.Run("a status, under an account of the loop's own", func(t *testing.T) {
		run := c.add(t, codeRuns, platform, object(`{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: verbs}, spec: {}}`))
		run.Object["status"] = map[string]any{"phase": "Running"}
		_, err := c.mighty(canceller).Resource(codeRuns).Namespace(platform).UpdateStatus(t.Context(), run, metav1.UpdateOptions{})
		if got, want := refusal(err), "remediation-accounts.agent-platform: "+otherKinds; got != want {
			t.Errorf("got %v, want %q", err, want)
		}
	})
}
