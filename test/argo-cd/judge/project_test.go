package judge

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/glob"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

func noClusters(string) ([]*v1alpha1.Cluster, error) { return nil, nil }

func TestTheProjectAllowsTheTreeAndNoMore(t *testing.T) {
	w := open(t)
	cluster := &v1alpha1.Cluster{Server: w.app.Spec.Destination.Server}
	allows := func(group, kind, name, namespace string) bool {
		t.Helper()
		permitted, err := w.project.IsResourcePermitted(schema.GroupKind{Group: group, Kind: kind}, name, namespace, cluster, noClusters)
		if err != nil {
			t.Fatal(err)
		}
		return permitted
	}
	for path, object := range w.objects {
		kind := object.GroupVersionKind()
		if !allows(kind.Group, kind.Kind, object.GetName(), object.GetNamespace()) {
			t.Errorf("%s is not allowed", path)
		}
	}
	sensors := w.app.Spec.Destination.Namespace
	for _, refused := range []struct{ group, kind, name, namespace string }{
		{"", "Secret", "github-token", sensors},
		{"", "ConfigMap", "argocd-cm", "argocd"},
		{"", "Namespace", "kube-system", ""},
		{"rbac.authorization.k8s.io", "ClusterRole", "admin", ""},
		{"rbac.authorization.k8s.io", "ClusterRoleBinding", "admin", ""},
		{"cto.5dlabs.com", "CodeRun", "a", "waves-agents"},
		{"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "of-others", ""},
		{"argoproj.io", "Sensor", "a", "default"},
	} {
		if allows(refused.group, refused.kind, refused.name, refused.namespace) {
			t.Errorf("%v is allowed", refused)
		}
	}
}

func TestTheApplicationIsAllowed(t *testing.T) {
	w := open(t)
	cluster := &v1alpha1.Cluster{Server: w.app.Spec.Destination.Server}
	if permitted, err := w.project.IsDestinationPermitted(cluster, w.app.Spec.Destination.Namespace, noClusters); err != nil || !permitted {
		t.Errorf("the project does not allow the destination: %v", err)
	}
	// So a destination without a namespace is no choice.
	if permitted, _ := w.project.IsDestinationPermitted(cluster, "", noClusters); permitted {
		t.Error("the project allows a destination without a namespace")
	}
	if !w.project.IsSourcePermitted(*w.app.Spec.Source) {
		t.Error("the project does not allow the source")
	}
	if w.app.Spec.Project != w.project.Name {
		t.Errorf("the Application is of the project %q", w.app.Spec.Project)
	}
}

// getPotentiallyValidManifestFile in reposerver/repository/repository.go of Argo CD matches the path from the one of the source.
func TestTheApplicationTakesTheFilesOfItsFolders(t *testing.T) {
	w := open(t)
	inside, found := strings.CutPrefix(w.app.Spec.Source.Path, "dist/")
	if !found || !w.app.Spec.Source.Directory.Recurse {
		t.Fatalf("the source is %v", w.app.Spec.Source)
	}
	takes := func(path string) bool {
		t.Helper()
		relative, err := filepath.Rel(filepath.Join(w.folder, inside), path)
		if err != nil {
			t.Fatal(err)
		}
		return glob.Match(w.app.Spec.Source.Directory.Include, relative)
	}
	for path := range w.objects {
		if !takes(path) {
			t.Errorf("%s is not taken by %s", path, w.app.Spec.Source.Directory.Include)
		}
	}
	if own := filepath.Join(w.folder, inside, "argo-cd/argocd/a.yaml"); takes(own) {
		t.Error("the Application takes its own files")
	}
}
