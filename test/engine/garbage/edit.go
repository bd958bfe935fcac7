package garbage

import (
	"encoding/json"
	"strconv"

	"k8s.io/apimachinery/pkg/runtime"
)

// gone as a value removes the field.
type gone struct{}

// edit is one place of an event with what is put there. Parents that are missing are made.
type edit struct {
	path  []string
	value any
}

func (e edit) apply(event any) any {
	value := e.value
	if value != (gone{}) {
		value = runtime.DeepCopyJSONValue(value) // a later edit may go into it
	}
	return put(event, e.path, value)
}

func put(at any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	key := path[0]
	if list, ok := at.([]any); ok {
		if index, err := strconv.Atoi(key); err == nil && index >= 0 && index < len(list) {
			list[index] = put(list[index], path[1:], value)
			return list
		}
	}
	object, ok := at.(map[string]any)
	if !ok {
		object = map[string]any{}
	}
	if next := put(object[key], path[1:], value); next == (gone{}) {
		delete(object, key)
	} else {
		object[key] = next
	}
	return object
}

// read is what stands at a path, nil where nothing does.
func read(at any, path ...string) any {
	for _, key := range path {
		switch parent := at.(type) {
		case map[string]any:
			at = parent[key]
		case []any:
			index, err := strconv.Atoi(key)
			if err != nil || index < 0 || index >= len(parent) {
				return nil
			}
			at = parent[index]
		default:
			return nil
		}
	}
	return at
}

func decode(data []byte) (event map[string]any, err error) {
	err = json.Unmarshal(data, &event)
	return event, err
}
