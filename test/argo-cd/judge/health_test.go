package judge

import (
	"strings"
	"testing"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// overrides are the health checks as Argo CD reads them from argocd-cm.
func (w *world) overrides() lua.ResourceHealthOverrides {
	overrides := lua.ResourceHealthOverrides{}
	for key, script := range w.checks.Data {
		kind := strings.TrimPrefix(key, "resource.customizations.health.")
		overrides[strings.Replace(kind, "_", "/", 1)] = v1alpha1.ResourceOverride{HealthLua: script}
	}
	return overrides
}

func TestEverythingIsHealthyAfterASync(t *testing.T) {
	w := open(t)
	checked := map[string]int{}
	for _, object := range w.deployed() {
		status, err := health.GetResourceHealth(w.live(t, object), w.overrides())
		if err != nil {
			t.Fatal(err)
		}
		if status == nil {
			continue // Argo CD has no check for the kind.
		}
		checked[object.GetKind()]++
		if status.Status != health.HealthStatusHealthy {
			t.Errorf("%s %s is %s: %s", object.GetKind(), object.GetName(), status.Status, status.Message)
		}
	}
	if checked["Sensor"] == 0 || checked["EventSource"] == 0 {
		t.Errorf("checked: %v", checked)
	}
}

// A bus that nobody has configured yet, and what the controller makes of a wrong one: Argo CD's own check waits for ever.
func TestAWrongBusIsDegraded(t *testing.T) {
	w := open(t)
	bus := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "argoproj.io/v1alpha1", "kind": "EventBus",
		"metadata": map[string]any{"name": "default", "namespace": "a"},
		"status": map[string]any{"conditions": []any{
			map[string]any{"type": "Configured", "status": "False", "reason": "InvalidSpec", "message": "invalid spec"},
			map[string]any{"type": "Deployed", "status": "Unknown"},
		}},
	}}
	for name, test := range map[string]struct {
		overrides lua.ResourceHealthOverrides
		want      health.HealthStatusCode
	}{"ours": {w.overrides(), health.HealthStatusDegraded}, "Argo CD's own": {nil, health.HealthStatusProgressing}} {
		status, err := health.GetResourceHealth(bus, test.overrides)
		if err != nil {
			t.Fatal(err)
		}
		if status.Status != test.want {
			t.Errorf("%s: %s, want %s", name, status.Status, test.want)
		}
	}
}
