package policies

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	admission "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
)

// The controller manager checks the types of every policy against the schemas of what it is about, and writes into its status what
// does not fit.
func TestTypes(t *testing.T) {
	c := newCluster(t)
	const wrong = `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: wrong}, spec: {
		matchConstraints: {resourceRules: [{apiGroups: [cto.5dlabs.com], apiVersions: [v1alpha1], operations: [CREATE], resources: [coderuns]}]},
		validations: [{expression: "object.metadata.nam == 'a'"}]}}`
	if err := c.apply(t.Context(), []byte(wrong)); err != nil {
		t.Fatal(err)
	}
	list, err := c.admin.Resource(policies).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range list.Items {
		warnings := c.warnings(t, item.GetName())
		if item.GetName() == "wrong" {
			if len(warnings) != 1 {
				t.Errorf("a wrong type is not found: %v", warnings)
			}
			continue
		}
		for _, warning := range warnings {
			t.Errorf("%s, %s: %s", item.GetName(), warning.FieldRef, warning.Warning)
		}
	}
}

// The policies of dist/, which may have other props than the task's, are taken and fit the types too. Without a binding they refuse nothing.
func TestDist(t *testing.T) {
	c := newCluster(t)
	files, err := filepath.Glob(filepath.Join(root(), "dist/*/*/*/cluster/*-validatingadmissionpolicy.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		policy := object(string(content))
		policy.SetName("dist-" + policy.GetName())
		c.add(t, policies, "", policy)
		for _, warning := range c.warnings(t, policy.GetName()) {
			t.Errorf("%s, %s: %s", file, warning.FieldRef, warning.Warning)
		}
	}
}

// warnings waits until a policy has been checked.
func (c *cluster) warnings(t *testing.T, name string) []admission.ExpressionWarning {
	t.Helper()
	policy := &admission.ValidatingAdmissionPolicy{}
	err := wait.PollUntilContextTimeout(t.Context(), 50*time.Millisecond, 30*time.Second, true, func(ctx context.Context) (bool, error) {
		item, err := c.admin.Resource(policies).Get(ctx, name, metav1.GetOptions{})
		if err == nil {
			err = runtime.DefaultUnstructuredConverter.FromUnstructured(item.Object, policy)
		}
		return err == nil && policy.Status.ObservedGeneration == policy.Generation, err
	})
	if err != nil {
		t.Fatalf("%s is not checked: %v", name, err)
	}
	if policy.Status.TypeChecking == nil {
		return nil
	}
	return policy.Status.TypeChecking.ExpressionWarnings
}
