package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	strictjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// goTypes are the Go types of all kinds that Kubernetes and Argo Events decode objects with.
var goTypes = func() *runtime.Scheme {
	all := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{scheme.AddToScheme, apiextensions.AddToScheme, v1alpha1.AddToScheme} {
		if err := add(all); err != nil {
			panic(err)
		}
	}
	return all
}()

// withoutTypes names the API groups whose Go types are not in the engine's module graph. The API server stores such objects as they
// come, without a rewrite through Go types, so nothing can change on the way.
var withoutTypes = map[string]string{
	"cto.5dlabs.com":        "the platform's own custom resources",
	"monitoring.coreos.com": "Prometheus operator",
}

// Difference is one place where an object is not what its Go type writes.
type Difference struct {
	Path             []string
	Rendered, Engine any // missing where one side has nothing
}

func (d Difference) String() string {
	return fmt.Sprintf("%s: rendered %s, the Go type writes %s", strings.Join(d.Path, "."), show(d.Rendered), show(d.Engine))
}

// missing is the value of a path that is not there, which JSON's null is not.
type missing struct{}

func show(value any) string {
	if value == (missing{}) {
		return "nothing"
	}
	out, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// Canonical decodes an object strictly through its Go type, as the controller and the API server do, writes it again, and returns
// what is not the same. skipped says why an object has no such type here.
func Canonical(object *Object) (differences []Difference, skipped string, err error) {
	kind := object.GroupVersionKind()
	if reason, ok := withoutTypes[kind.Group]; ok {
		return nil, reason, nil
	}
	written, err := rewrite(kind, object.Bytes)
	if err != nil {
		return nil, "", err
	}
	var rendered, engine any
	if err := yaml.UnmarshalStrict(object.Bytes, &rendered); err != nil {
		return nil, "", err
	}
	if err := json.Unmarshal(written, &engine); err != nil {
		return nil, "", err
	}
	for _, difference := range compareValues(nil, rendered, engine) {
		if !isNoise(difference) {
			differences = append(differences, difference)
		}
	}
	return differences, "", nil
}

func rewrite(kind schema.GroupVersionKind, document []byte) ([]byte, error) {
	typed, err := goTypes.New(kind)
	if err != nil {
		return nil, fmt.Errorf("%w: name its API group in withoutTypes, with the reason", err)
	}
	data, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return nil, err
	}
	strict, err := strictjson.UnmarshalStrict(data, typed)
	if err != nil {
		return nil, err
	}
	if len(strict) > 0 {
		return nil, fmt.Errorf("%s has no such fields: %v", kind.Kind, strict)
	}
	return json.Marshal(typed)
}

// noise is what Go types write though nobody asked: zero values of fields without omitempty. To a reader of the object each of them
// is nothing, and neither kubectl apply nor Argo CD reports fields of maps that only the cluster has. Inside lists they do, so none of these
// is inside one. The list is closed: whatever else appears is a
// difference. `*` stands for one key, `**` for any number of them.
var noise = []struct{ path, value string }{
	{"**.metadata.creationTimestamp", "null"},
	{"**.template.metadata", `{"creationTimestamp":null}`}, // pods and Jobs without metadata of their own
	{"**.jobTemplate.metadata", `{"creationTimestamp":null}`},
	{"**.containers.*.resources", "{}"},
	{"**.container.resources", "{}"},
	{"**.initContainers.*.resources", "{}"},
	{"spec", "{}"},          // Namespace
	{"spec.strategy", "{}"}, // Deployment
	{"status", "{}"},
	{"status", `{"loadBalancer":{}}`}, // Service
	{"status", `{"currentHealthy":0,"desiredHealthy":0,"disruptionsAllowed":0,"expectedPods":0}`},   // PodDisruptionBudget
	{"status", `{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":null}`}, // CustomResourceDefinition
	{"status", `{"config":{}}`},    // EventBus
	{"spec.loggingFields", "null"}, // Sensor
	{"spec.github.*.id", "0"},
	{"spec.github.*.owner", `""`},
	{"spec.github.*.repository", `""`},
	{"spec.resource.*.filter.createdBy", "null"},
}

func isNoise(difference Difference) bool {
	if difference.Rendered != (missing{}) {
		return false
	}
	written, err := json.Marshal(difference.Engine)
	if err != nil {
		return false
	}
	for _, allowed := range noise {
		if sameJSON(allowed.value, written) && matches(strings.Split(allowed.path, "."), difference.Path) {
			return true
		}
	}
	return false
}

func sameJSON(text string, other []byte) bool {
	var left, right any
	return json.Unmarshal([]byte(text), &left) == nil && json.Unmarshal(other, &right) == nil && reflect.DeepEqual(left, right)
}

func matches(pattern, path []string) bool {
	switch {
	case len(pattern) == 0:
		return len(path) == 0
	case pattern[0] == "**":
		return matches(pattern[1:], path) || len(path) > 0 && matches(pattern, path[1:])
	case len(path) == 0 || pattern[0] != "*" && pattern[0] != path[0]:
		return false
	}
	return matches(pattern[1:], path[1:])
}

func compareValues(path []string, rendered, engine any) []Difference {
	switch left := rendered.(type) {
	case map[string]any:
		if right, ok := engine.(map[string]any); ok {
			return compareMaps(path, left, right)
		}
	case []any:
		if right, ok := engine.([]any); ok && len(left) == len(right) {
			var all []Difference
			for i := range left {
				all = append(all, compareValues(append(slices.Clip(path), strconv.Itoa(i)), left[i], right[i])...)
			}
			return all
		}
	}
	if reflect.DeepEqual(rendered, engine) {
		return nil
	}
	return []Difference{{path, rendered, engine}}
}

func compareMaps(path []string, rendered, engine map[string]any) []Difference {
	keys := map[string]bool{}
	for key := range rendered {
		keys[key] = true
	}
	for key := range engine {
		keys[key] = true
	}
	var all []Difference
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		at := append(slices.Clip(path), key)
		left, inRendered := rendered[key]
		right, inEngine := engine[key]
		switch {
		case !inRendered:
			all = append(all, Difference{at, missing{}, right})
		case !inEngine:
			all = append(all, Difference{at, left, missing{}})
		default:
			all = append(all, compareValues(at, left, right)...)
		}
	}
	return all
}
