package judge

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/yaml"
)

// world is a rendered tree, what is in it for Argo CD, and the cluster that it was applied to.
type world struct {
	folder  string
	project v1alpha1.AppProject
	app     v1alpha1.Application
	checks  corev1.ConfigMap
	objects map[string]*unstructured.Unstructured // by path, what the Application applies
	config  *rest.Config
	client  dynamic.Interface
	mapper  *restmapper.DeferredDiscoveryRESTMapper
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{folder: os.Getenv("TREE"), objects: map[string]*unstructured.Unstructured{}}
	if w.folder == "" {
		t.Fatal("TREE names no rendered tree: run npm run test:argocd")
	}
	err := filepath.WalkDir(w.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch {
		case strings.HasSuffix(path, "-appproject.yaml"):
			return yaml.UnmarshalStrict(content, &w.project)
		case strings.HasSuffix(path, "-application.yaml"):
			return yaml.UnmarshalStrict(content, &w.app)
		case strings.HasSuffix(path, "/argocd-cm-configmap.yaml"):
			return yaml.UnmarshalStrict(content, &w.checks)
		}
		object := &unstructured.Unstructured{}
		if err := yaml.Unmarshal(content, &object.Object); err != nil {
			return err
		}
		w.objects[path] = object
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if w.config, err = clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG")); err != nil {
		t.Fatal(err)
	}
	w.config.QPS, w.config.Burst = 100, 100
	if w.client, err = dynamic.NewForConfig(w.config); err != nil {
		t.Fatal(err)
	}
	discovery, err := discovery.NewDiscoveryClientForConfig(w.config)
	if err != nil {
		t.Fatal(err)
	}
	w.mapper = restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(discovery))
	return w
}

// deployed are the objects that the suite applies: all but the bus, for which a server of its own stands in.
func (w *world) deployed() []*unstructured.Unstructured {
	var objects []*unstructured.Unstructured
	for _, object := range w.objects {
		if object.GetKind() != "EventBus" {
			objects = append(objects, object)
		}
	}
	return objects
}

// live is an object as the API server has it.
func (w *world) live(t *testing.T, object *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	live, err := w.resource(t, object).Get(t.Context(), object.GetName(), metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return live
}

func (w *world) resource(t *testing.T, object *unstructured.Unstructured) dynamic.ResourceInterface {
	t.Helper()
	kind := object.GroupVersionKind()
	mapping, err := w.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		t.Fatal(err)
	}
	return w.client.Resource(mapping.Resource).Namespace(object.GetNamespace())
}
