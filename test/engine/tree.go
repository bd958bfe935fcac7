package engine

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

const argoEvents = "argoproj.io/v1alpha1"

// Object is one rendered file.
type Object struct {
	unstructured.Unstructured
	Path  string // inside the tree, with slashes
	Bytes []byte // of the file, comment included
}

// Tree is the rendered GitOps tree.
type Tree struct {
	Objects      []Object
	Sensors      []Rendered[v1alpha1.Sensor]
	EventSources []Rendered[v1alpha1.EventSource]
	EventBuses   []Rendered[v1alpha1.EventBus]
}

// Rendered is an object decoded through its Go type, with the file that it came from.
type Rendered[T any] struct {
	*Object
	Value *T
}

// LoadTree reads every YAML file below root. A tree without a Sensor is an error: a test over nothing must not pass.
func LoadTree(root string) (*Tree, error) {
	tree := &Tree{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		object, err := readObject(root, path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		tree.Objects = append(tree.Objects, *object)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range tree.Objects {
		if err := tree.decode(&tree.Objects[i]); err != nil {
			return nil, err
		}
	}
	if len(tree.Sensors) == 0 {
		return nil, fmt.Errorf("no Sensor below %q: run `npm run synth` first, or name the rendered tree in DIST", root)
	}
	return tree, nil
}

func readObject(root, path string) (*Object, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if bytes.Contains(content, []byte("\n---")) {
		return nil, fmt.Errorf("more than one document, a rendered file holds one object")
	}
	object := &Object{Bytes: content}
	if err := yaml.UnmarshalStrict(content, &object.Object); err != nil {
		return nil, err
	}
	if object.GetAPIVersion() == "" || object.GetKind() == "" || object.GetName() == "" {
		return nil, fmt.Errorf("apiVersion, kind or metadata.name is missing")
	}
	relative, err := filepath.Rel(root, path)
	if err != nil {
		return nil, err
	}
	object.Path = filepath.ToSlash(relative)
	return object, nil
}

func (t *Tree) decode(object *Object) error {
	if object.GetAPIVersion() != argoEvents {
		return nil
	}
	switch object.GetKind() {
	case "Sensor":
		return add(&t.Sensors, object)
	case "EventSource":
		return add(&t.EventSources, object)
	case "EventBus":
		return add(&t.EventBuses, object)
	}
	return nil
}

func add[T any](list *[]Rendered[T], object *Object) error {
	value := new(T)
	if err := yaml.Unmarshal(object.Bytes, value); err != nil {
		return fmt.Errorf("%s: %w", object.Path, err)
	}
	*list = append(*list, Rendered[T]{object, value})
	return nil
}

// EventBus returns the bus that objects of a namespace reach under a name; an empty name is "default", as in the engine.
func (t *Tree) EventBus(namespace, name string) *v1alpha1.EventBus {
	for _, bus := range t.EventBuses {
		if bus.GetNamespace() == namespace && bus.GetName() == BusName(name) {
			return bus.Value
		}
	}
	return nil
}

// BusName is the name that the engine takes for spec.eventBusName.
func BusName(name string) string {
	if name == "" {
		return v1alpha1.DefaultEventBusName
	}
	return name
}

// EventType says of which type the events are that a rendered EventSource publishes under a name, "" when there is none.
func (t *Tree) EventType(namespace, source, event string) v1alpha1.EventSourceType {
	for _, es := range t.EventSources {
		if es.GetNamespace() != namespace || es.GetName() != source {
			continue
		}
		servers, _ := eventsources.GetEventingServers(es.Value, nil)
		for kind, list := range servers {
			for _, server := range list {
				if server.GetEventName() == event {
					return kind
				}
			}
		}
	}
	return ""
}
