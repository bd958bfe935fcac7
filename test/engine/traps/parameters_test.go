package traps

import (
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"sigs.k8s.io/yaml"
)

// resolved is the value of a parameter's source for the ordinary event, or the error.
func resolved(t *testing.T, source string) string {
	t.Helper()
	var src v1alpha1.TriggerParameterSource
	if err := yaml.UnmarshalStrict([]byte(source), &src); err != nil {
		t.Fatal(err)
	}
	value, _, err := triggers.ResolveParamValue(&src, from(event(t, "")))
	switch {
	case err != nil:
		return err.Error()
	case value == nil:
		return "(skipped)"
	}
	return *value
}
