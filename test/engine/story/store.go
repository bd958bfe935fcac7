package story

import (
	"fmt"
	"reflect"
	"time"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// Store keeps objects as an API server does, as far as a sensor can tell.
type Store struct {
	objects map[place]*unstructured.Unstructured
	order   []place // of creation
	serial  int64   // the last resourceVersion, uid and generated name
	watch   func(Change)
}

// place is where an object lives.
type place struct {
	resource        schema.GroupResource
	namespace, name string
}

// Change is one write that changed something. Old is nil when the object was created, New when it was deleted.
type Change struct {
	Resource schema.GroupResource
	Old, New *unstructured.Unstructured
}

// NewStore is empty, and tells every change.
func NewStore(watch func(Change)) *Store {
	return &Store{objects: map[place]*unstructured.Unstructured{}, watch: watch}
}

// Get returns a copy, or NotFound.
func (s *Store) Get(resource schema.GroupResource, namespace, name string) (*unstructured.Unstructured, error) {
	stored, ok := s.objects[place{resource, namespace, name}]
	if !ok {
		return nil, apierrors.NewNotFound(resource, name)
	}
	return stored.DeepCopy(), nil
}

// List returns copies of the objects of a namespace that a selector takes, in the order of their creation.
func (s *Store) List(resource schema.GroupResource, namespace string, selector labels.Selector) []*unstructured.Unstructured {
	var list []*unstructured.Unstructured
	for _, at := range s.order {
		if at.resource == resource && at.namespace == namespace && selector.Matches(labels.Set(s.objects[at].GetLabels())) {
			list = append(list, s.objects[at].DeepCopy())
		}
	}
	return list
}

// Create stores a new object and returns it as stored.
func (s *Store) Create(resource schema.GroupResource, namespace string, sent *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	object := sent.DeepCopy()
	if object.GetResourceVersion() != "" {
		return nil, apierrors.NewBadRequest("resourceVersion should not be set on objects to be created")
	}
	if object.GetName() == "" && object.GetGenerateName() != "" {
		object.SetName(fmt.Sprintf("%s%05d", object.GetGenerateName(), s.serial))
	}
	at := place{resource, namespace, object.GetName()}
	if _, exists := s.objects[at]; exists {
		return nil, apierrors.NewAlreadyExists(resource, object.GetName())
	}
	object, err := admit(resource, namespace, object)
	if err != nil {
		return nil, err
	}
	s.serial++
	object.SetUID(types.UID(fmt.Sprintf("00000000-0000-4000-8000-%012d", s.serial)))
	object.SetCreationTimestamp(metav1.Time{Time: time.Now().UTC().Add(time.Duration(s.serial) * time.Second)})
	object.SetResourceVersion(fmt.Sprint(s.serial))
	if isCustom(resource) {
		object.SetGeneration(1)
	}
	s.objects[at] = object
	s.order = append(s.order, at)
	s.tell(Change{Resource: resource, New: object})
	return object.DeepCopy(), nil
}

// Patch applies a JSON merge patch to an object that exists.
func (s *Store) Patch(resource schema.GroupResource, namespace, name string, patch []byte) (*unstructured.Unstructured, error) {
	stored, err := s.Get(resource, namespace, name)
	if err != nil {
		return nil, err
	}
	before, err := stored.MarshalJSON()
	if err != nil {
		return nil, err
	}
	after, err := jsonpatch.MergePatch(before, patch)
	if err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	patched := &unstructured.Unstructured{}
	if err := patched.UnmarshalJSON(after); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	return s.Update(resource, namespace, patched)
}

// Update replaces an object. Nothing is written, and nobody told, when that changes nothing.
func (s *Store) Update(resource schema.GroupResource, namespace string, sent *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	old, err := s.Get(resource, namespace, sent.GetName())
	if err != nil {
		return nil, err
	}
	object := sent.DeepCopy()
	if version := object.GetResourceVersion(); version != "" && version != old.GetResourceVersion() {
		return nil, apierrors.NewConflict(resource, object.GetName(), fmt.Errorf("the object has been modified, version %s is not %s", version, old.GetResourceVersion()))
	}
	if uid := object.GetUID(); uid != "" && uid != old.GetUID() {
		return nil, apierrors.NewConflict(resource, object.GetName(), fmt.Errorf("uid %s is not %s", uid, old.GetUID()))
	}
	if object, err = admit(resource, namespace, object); err != nil {
		return nil, err
	}
	object.SetUID(old.GetUID())
	object.SetCreationTimestamp(old.GetCreationTimestamp())
	object.SetResourceVersion(old.GetResourceVersion())
	object.SetGeneration(old.GetGeneration())
	if reflect.DeepEqual(old.Object, object.Object) {
		return old, nil
	}
	if isCustom(resource) && !reflect.DeepEqual(desired(old), desired(object)) {
		object.SetGeneration(old.GetGeneration() + 1)
	}
	s.serial++
	object.SetResourceVersion(fmt.Sprint(s.serial))
	s.objects[place{resource, namespace, object.GetName()}] = object
	s.tell(Change{resource, old, object})
	return object.DeepCopy(), nil
}

// Delete removes an object and, as the garbage collector does a little later, what it owns.
func (s *Store) Delete(resource schema.GroupResource, namespace, name string) error {
	old, err := s.Get(resource, namespace, name)
	if err != nil {
		return err
	}
	gone := place{resource, namespace, name}
	delete(s.objects, gone)
	var left, owned []place
	for _, at := range s.order {
		if at == gone {
			continue
		}
		left = append(left, at)
		for _, owner := range s.objects[at].GetOwnerReferences() {
			if owner.UID == old.GetUID() && at.namespace == namespace {
				owned = append(owned, at)
			}
		}
	}
	s.order = left
	s.serial++
	s.tell(Change{Resource: resource, Old: old})
	for _, at := range owned {
		if err := s.Delete(at.resource, at.namespace, at.name); err != nil && !apierrors.IsNotFound(err) {
			return err
		}
	}
	return nil
}

func (s *Store) tell(change Change) {
	if change.New != nil {
		change.New = change.New.DeepCopy()
	}
	s.watch(change)
}

// desired is what counts for metadata.generation: everything but metadata and status.
func desired(object *unstructured.Unstructured) map[string]any {
	part := map[string]any{}
	for key, value := range object.Object {
		if key != "metadata" && key != "status" {
			part[key] = value
		}
	}
	return part
}
