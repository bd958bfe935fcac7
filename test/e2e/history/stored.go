package history

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

// groups are those of Kubernetes' own resources that can be watched. The keys of etcd do not tell them.
var groups = map[string]string{
	"configmaps": "", "events": "", "pods": "", "resourcequotas": "",
	"jobs": "batch", "cronjobs": "batch",
	"deployments": "apps", "replicasets": "apps",
}

// resourceOf tells what is stored under a key, such as /registry/pods/here/x, or /registry/argoproj.io/sensors/here/x for a custom resource.
func resourceOf(prefix, key string) (schema.GroupResource, bool) {
	parts := strings.Split(strings.TrimPrefix(key, prefix), "/")
	if group, own := groups[parts[0]]; own {
		return schema.GroupResource{Group: group, Resource: parts[0]}, true
	}
	if len(parts) < 3 || !strings.Contains(parts[0], ".") {
		return schema.GroupResource{}, false
	}
	return schema.GroupResource{Group: parts[0], Resource: parts[1]}, true
}

// keysOf is where a resource is stored: /registry/pods/, /registry/argoproj.io/sensors/.
func keysOf(prefix string, resource schema.GroupResource) (string, error) {
	if group, own := groups[resource.Resource]; own && group == resource.Group {
		return prefix + resource.Resource + "/", nil
	}
	if !strings.Contains(resource.Group, ".") || strings.HasSuffix(resource.Group, ".k8s.io") {
		return "", fmt.Errorf("resource %q cannot be watched, allowed: custom resources, and of Kubernetes' own %v", resource, slices.Sorted(maps.Keys(groups)))
	}
	return prefix + resource.Group + "/" + resource.Resource + "/", nil
}

// decode reads a value of etcd: protobuf for Kubernetes' own kinds, JSON for custom resources. Neither has a resourceVersion; that is the
// revision of the key.
func decode(value []byte, revision int64) (*unstructured.Unstructured, error) {
	object := &unstructured.Unstructured{}
	if len(value) > 0 && value[0] == '{' {
		if err := object.UnmarshalJSON(value); err != nil {
			return nil, err
		}
	} else {
		typed, kind, err := scheme.Codecs.UniversalDeserializer().Decode(value, nil, nil)
		if err != nil {
			return nil, err
		}
		content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(typed)
		if err != nil {
			return nil, err
		}
		object.Object = content
		object.SetGroupVersionKind(*kind)
	}
	object.SetManagedFields(nil)
	object.SetResourceVersion(fmt.Sprint(revision))
	return object, nil
}
