package engine

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/client-go/dynamic"
)

// Recorder stands in for the API server: whatever a trigger asks for exists, and what it writes is kept. That every object
// exists makes the one write of each operation the one that it is named after (a `patch` of what is absent would be a create).
type Recorder struct {
	Writes []Write
}

// Write is one changing call.
type Write struct {
	Verb, Namespace, Name string
	Resource              schema.GroupVersionResource
	Object                map[string]any // as sent
}

// Heading names a write in one line.
func (w Write) Heading() string {
	kind, _ := w.Object["kind"].(string)
	if kind == "" {
		kind = w.Resource.Resource
	}
	place := w.Name
	if w.Namespace != "" {
		place = w.Namespace + "/" + w.Name
	}
	return fmt.Sprintf("%s %s %s", w.Verb, kind, place)
}

// Resource implements dynamic.Interface.
func (r *Recorder) Resource(resource schema.GroupVersionResource) dynamic.NamespaceableResourceInterface {
	return recording{recorder: r, resource: resource}
}

// recording is the recorder at one resource and namespace. Calls that the engine does not make fall through to the nil
// interface and panic.
type recording struct {
	dynamic.NamespaceableResourceInterface
	recorder  *Recorder
	resource  schema.GroupVersionResource
	namespace string
}

func (r recording) Namespace(namespace string) dynamic.ResourceInterface {
	r.namespace = namespace
	return r
}

func (r recording) record(verb, name string, object map[string]any) {
	r.recorder.Writes = append(r.recorder.Writes, Write{verb, r.namespace, name, r.resource, object})
}

func (r recording) Get(_ context.Context, name string, _ metav1.GetOptions, _ ...string) (*unstructured.Unstructured, error) {
	existing := &unstructured.Unstructured{Object: map[string]any{}}
	existing.SetName(name)
	return existing, nil
}

func (r recording) Create(_ context.Context, object *unstructured.Unstructured, _ metav1.CreateOptions, _ ...string) (*unstructured.Unstructured, error) {
	labels := object.GetLabels()
	if _, set := labels["events.argoproj.io/action-timestamp"]; set {
		labels["events.argoproj.io/action-timestamp"] = "(the time of the call)"
		object.SetLabels(labels)
	}
	name := object.GetName()
	if name == "" {
		name = object.GetGenerateName() + "*"
	}
	r.record("create", name, object.Object)
	return object, nil
}

func (r recording) Update(_ context.Context, object *unstructured.Unstructured, _ metav1.UpdateOptions, _ ...string) (*unstructured.Unstructured, error) {
	r.record("update", object.GetName(), object.Object)
	return object, nil
}

func (r recording) Patch(_ context.Context, name string, kind types.PatchType, data []byte, _ metav1.PatchOptions, _ ...string) (*unstructured.Unstructured, error) {
	object := &unstructured.Unstructured{}
	if err := json.Unmarshal(data, &object.Object); err != nil {
		return nil, err
	}
	verb := "patch"
	if kind != types.MergePatchType {
		verb = fmt.Sprintf("patch (%s)", kind)
	}
	r.record(verb, name, object.Object)
	return object, nil
}

func (r recording) Delete(_ context.Context, name string, _ metav1.DeleteOptions, _ ...string) error {
	r.record("delete", name, nil)
	return nil
}

// HTTPRecorder stands in for every web server.
type HTTPRecorder struct {
	Requests []Request
	Status   func(Request) int // what to answer; 200 when nil
}

// Request is one HTTP request as the engine made it.
type Request struct {
	Method, URL string
	Headers     map[string]string
	Body        any // decoded when it is JSON, else the text; nil when empty
}

// RoundTrip implements http.RoundTripper.
func (r *HTTPRecorder) RoundTrip(sent *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(sent.Body)
	if err != nil {
		return nil, err
	}
	request := Request{Method: sent.Method, URL: sent.URL.String(), Headers: map[string]string{}}
	for name, values := range sent.Header {
		request.Headers[name] = strings.Join(values, ", ")
	}
	if len(body) > 0 && json.Unmarshal(body, &request.Body) != nil {
		request.Body = string(body)
	}
	r.Requests = append(r.Requests, request)
	status := http.StatusOK
	if r.Status != nil {
		status = r.Status(request)
	}
	return &http.Response{StatusCode: status, Body: http.NoBody, Request: sent}, nil
}
