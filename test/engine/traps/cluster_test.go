package traps

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// cluster stands in for an API server, on the loopback interface: the engine's triggers reach it with client-go's own client. It
// keeps what is created, and knows no more of a patch than its content type.
type cluster struct {
	Calls []call

	// Looked is called at each GET, before the answer; it may change the objects.
	Looked func(objects map[string][]byte)

	url     string
	lock    sync.Mutex
	objects map[string][]byte // by path
}

// call is one request.
type call struct {
	Method, Path, ContentType, Body string
}

func newCluster(t *testing.T) *cluster {
	c := &cluster{objects: map[string][]byte{}}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// client has no limit of requests, unlike that of a sensor.
func (c *cluster) client(t *testing.T) dynamic.Interface {
	t.Helper()
	client, err := dynamic.NewForConfig(&rest.Config{Host: c.url, QPS: -1})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// kubeconfig is a file that leads to a server.
func kubeconfig(t *testing.T, url string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kubeconfig")
	content := fmt.Sprintf(`{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: c}}],
clusters: [{name: c, cluster: {server: %q}}]}`, url)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// requests are method and path of each call.
func (c *cluster) requests() []string {
	var list []string
	for _, call := range c.Calls {
		list = append(list, call.Method+" "+call.Path)
	}
	return list
}

// last is the body of the last call, decoded.
func (c *cluster) last(t *testing.T) map[string]any {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(c.Calls[len(c.Calls)-1].Body), &body); err != nil {
		t.Fatal(err)
	}
	return body
}

// ServeHTTP implements http.Handler.
func (c *cluster) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	c.lock.Lock()
	defer c.lock.Unlock()
	body, _ := io.ReadAll(request.Body)
	c.Calls = append(c.Calls, call{request.Method, request.URL.Path, request.Header.Get("Content-Type"), string(body)})
	if request.Method == http.MethodGet && c.Looked != nil {
		c.Looked(c.objects)
	}
	existing, exists := c.objects[request.URL.Path]
	switch {
	case request.Method == http.MethodPost:
		var created struct{ Metadata metav1.ObjectMeta }
		_ = json.Unmarshal(body, &created)
		c.objects[path.Join(request.URL.Path, created.Metadata.Name)] = body
		answer(writer, http.StatusCreated, body)
	case !exists:
		failure(writer, http.StatusNotFound, metav1.StatusReasonNotFound)
	case request.Method == http.MethodGet:
		answer(writer, http.StatusOK, existing)
	case request.Method == http.MethodPatch && !slices.Contains(patches, types.PatchType(request.Header.Get("Content-Type"))):
		failure(writer, http.StatusUnsupportedMediaType, metav1.StatusReasonUnsupportedMediaType)
	case request.Method == http.MethodDelete:
		delete(c.objects, request.URL.Path)
		answer(writer, http.StatusOK, []byte(`{"kind": "Status", "apiVersion": "v1", "status": "Success"}`))
	default:
		answer(writer, http.StatusOK, body)
	}
}

// patches are the content types that an API server takes a patch in.
var patches = []types.PatchType{types.JSONPatchType, types.MergePatchType, types.StrategicMergePatchType, types.ApplyPatchType}

func failure(writer http.ResponseWriter, code int, reason metav1.StatusReason) {
	answer(writer, code, fmt.Appendf(nil,
		`{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "reason": %q, "message": %q}`, code, reason, reason))
}

func answer(writer http.ResponseWriter, code int, body []byte) {
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(code)
	_, _ = writer.Write(body)
}
