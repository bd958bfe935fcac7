package story

import (
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

var (
	configMaps = schema.GroupResource{Resource: "configmaps"}
	eventKind  = schema.GroupResource{Resource: "events"}
	widgets    = schema.GroupResource{Group: "example.com", Resource: "widgets"}
)

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	value := &unstructured.Unstructured{}
	if err := value.UnmarshalJSON(patch(t, text)); err != nil {
		t.Fatal(err)
	}
	return value
}

func patch(t *testing.T, text string) []byte {
	t.Helper()
	content, err := yaml.YAMLToJSONStrict([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func created(t *testing.T, store *Store, resource schema.GroupResource, text string) *unstructured.Unstructured {
	t.Helper()
	stored, err := store.Create(resource, "here", object(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func TestStorePatch(t *testing.T) {
	for name, test := range map[string]struct {
		patch   string
		want    string // data, or the reason of the refusal
		changed bool
	}{
		"adds":                         {`{data: {b: "2"}}`, `map[a:1 b:2]`, true},
		"removes":                      {`{data: {a: null}}`, `map[]`, true},
		"changes nothing":              {`{apiVersion: v1, data: {a: "1"}, metadata: {name: x}}`, `map[a:1]`, false},
		"of the version that is there": {`{data: {a: "2"}, metadata: {resourceVersion: "1"}}`, `map[a:2]`, true},
		"of another version":           {`{data: {a: "2"}, metadata: {resourceVersion: "7"}}`, `Conflict`, false},
		"of another object":            {`{data: {a: "2"}, metadata: {uid: other}}`, `Conflict`, false},
		"a number for a text":          {`{data: {a: 1}}`, `BadRequest`, false},
		"a key that cannot be":         {`{data: {a/b: "1"}}`, `Invalid`, false},
		"a label that cannot be":       {`{metadata: {labels: {a: "b c"}}}`, `Invalid`, false},
	} {
		t.Run(name, func(t *testing.T) {
			var changes []Change
			store := NewStore(func(change Change) { changes = append(changes, change) })
			created(t, store, configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: "1"}}`)
			if got := dataAfter(store.Patch(configMaps, "here", "x", patch(t, test.patch))); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if changed := len(changes) == 2; changed != test.changed {
				t.Errorf("told of a change: %v, want %v", changed, test.changed)
			}
		})
	}
}

func dataAfter(stored *unstructured.Unstructured, err error) string {
	if err != nil {
		return string(apierrors.ReasonForError(err))
	}
	data, _, err := unstructured.NestedStringMap(stored.Object, "data")
	return text(data, err)
}

func TestStoreCreateRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		resource schema.GroupResource
		object   string
		want     metav1.StatusReason
	}{
		"what is there":                 {configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {name: there}}`, metav1.StatusReasonAlreadyExists},
		"a resourceVersion":             {configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {name: x, resourceVersion: "1"}}`, metav1.StatusReasonBadRequest},
		"another namespace":             {configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: elsewhere}}`, metav1.StatusReasonBadRequest},
		"a name that cannot be":         {configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {name: X}}`, metav1.StatusReasonInvalid},
		"an Event of another namespace": {eventKind, `{apiVersion: v1, kind: Event, metadata: {name: x}, involvedObject: {namespace: elsewhere}}`, metav1.StatusReasonInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			store := NewStore(func(Change) {})
			created(t, store, configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {name: there}}`)
			_, err := store.Create(test.resource, "here", object(t, test.object))
			if got := apierrors.ReasonForError(err); got != test.want {
				t.Errorf("got %q (%v), want %q", got, err, test.want)
			}
		})
	}
}

func TestStoreGeneration(t *testing.T) {
	store := NewStore(func(Change) {})
	created(t, store, widgets, `{apiVersion: example.com/v1, kind: Widget, metadata: {name: x}, spec: {a: 1}}`)
	for _, test := range []struct {
		patch string
		want  int64
	}{
		{`{metadata: {labels: {b: c}}}`, 1},
		{`{status: {done: true}}`, 1},
		{`{spec: {a: 2}}`, 2},
	} {
		stored, err := store.Patch(widgets, "here", "x", patch(t, test.patch))
		if err != nil {
			t.Fatal(err)
		}
		if got := stored.GetGeneration(); got != test.want {
			t.Errorf("after %s generation %d, want %d", test.patch, got, test.want)
		}
	}
}

func TestStoreGeneratesNames(t *testing.T) {
	store := NewStore(func(Change) {})
	for range 2 {
		created(t, store, configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {generateName: x-}}`)
	}
	if list := store.List(configMaps, "here", labels.Everything()); len(list) != 2 {
		t.Errorf("got %d objects, want 2", len(list))
	}
}

func TestStoreDeletesWhatIsOwned(t *testing.T) {
	store := NewStore(func(Change) {})
	owner := created(t, store, configMaps, `{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}`)
	owned := object(t, `{apiVersion: example.com/v1, kind: Widget, metadata: {name: x, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: x}]}}`)
	owned.SetOwnerReferences([]metav1.OwnerReference{{APIVersion: "v1", Kind: "ConfigMap", Name: "x", UID: owner.GetUID()}})
	if _, err := store.Create(widgets, "here", owned); err != nil {
		t.Fatal(err)
	}
	if err := store.Delete(configMaps, "here", "x"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Get(widgets, "here", "x"); !apierrors.IsNotFound(err) {
		t.Errorf("the owned object is still there: %v", err)
	}
}
