package story

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

// Call is one request to the API server.
type Call struct {
	Verb            string
	Resource        schema.GroupResource
	Namespace, Name string
}

func (c Call) String() string {
	return fmt.Sprintf("%s %s %s/%s", c.Verb, c.Resource, c.Namespace, c.Name)
}

// client is the store as a sensor reaches it. Before each call it asks, which is where others get their turn and calls can fail.
type client struct {
	store  *Store
	before func(Call) error
}

// Resource implements dynamic.Interface.
func (c client) Resource(resource schema.GroupVersionResource) dynamic.NamespaceableResourceInterface {
	return endpoint{client: c, resource: resource.GroupResource()}
}

// endpoint is the client at one resource and namespace. Calls that the engine does not make fall through to the nil interface and
// panic.
type endpoint struct {
	dynamic.NamespaceableResourceInterface
	client    client
	resource  schema.GroupResource
	namespace string
}

func (e endpoint) Namespace(namespace string) dynamic.ResourceInterface {
	e.namespace = namespace
	return e
}

func (e endpoint) ask(verb, name string) error {
	return e.client.before(Call{verb, e.resource, e.namespace, name})
}

func (e endpoint) Get(_ context.Context, name string, _ metav1.GetOptions, _ ...string) (*unstructured.Unstructured, error) {
	if err := e.ask("get", name); err != nil {
		return nil, err
	}
	return e.client.store.Get(e.resource, e.namespace, name)
}

func (e endpoint) Create(_ context.Context, object *unstructured.Unstructured, _ metav1.CreateOptions, _ ...string) (*unstructured.Unstructured, error) {
	if err := e.ask("create", object.GetName()); err != nil {
		return nil, err
	}
	return e.client.store.Create(e.resource, e.namespace, object)
}

func (e endpoint) Update(_ context.Context, object *unstructured.Unstructured, _ metav1.UpdateOptions, _ ...string) (*unstructured.Unstructured, error) {
	if err := e.ask("update", object.GetName()); err != nil {
		return nil, err
	}
	return e.client.store.Update(e.resource, e.namespace, object)
}

func (e endpoint) Patch(_ context.Context, name string, kind types.PatchType, data []byte, _ metav1.PatchOptions, _ ...string) (*unstructured.Unstructured, error) {
	if err := e.ask("patch", name); err != nil {
		return nil, err
	}
	if kind != types.MergePatchType {
		return nil, apierrors.NewBadRequest(fmt.Sprintf("this store knows merge patches only, not %s", kind))
	}
	return e.client.store.Patch(e.resource, e.namespace, name, data)
}

func (e endpoint) Delete(_ context.Context, name string, _ metav1.DeleteOptions, _ ...string) error {
	if err := e.ask("delete", name); err != nil {
		return err
	}
	return e.client.store.Delete(e.resource, e.namespace, name)
}
