package plane

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	auditv1 "k8s.io/apiserver/pkg/apis/audit/v1"
)

func testAudit(t *testing.T, w world) {
	configMaps := w.client.CoreV1().ConfigMaps("default")
	object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "audited"}, Data: map[string]string{"key": "value"}}
	if _, err := configMaps.Create(t.Context(), object, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := configMaps.Get(t.Context(), object.Name, metav1.GetOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.client.CoreV1().RESTClient().Get().AbsPath("/readyz").DoRaw(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What the API server has answered is in its log: nothing to wait for.
	var levels []auditv1.Level
	for _, event := range readAudit(t, w) {
		if event.Stage == auditv1.StageRequestReceived || slices.Contains([]string{"/readyz", "/livez", "/healthz"}, event.RequestURI) {
			t.Errorf("of no use: %s %s %s", event.Stage, event.Verb, event.RequestURI)
		}
		if event.ObjectRef == nil || event.ObjectRef.Resource != "configmaps" || event.ObjectRef.Name != object.Name {
			continue
		}
		levels = append(levels, event.Level)
		if event.User.Username != "admin" {
			t.Errorf("%s by %q", event.Verb, event.User.Username)
		}
		if event.Verb != "create" {
			continue
		}
		var stored struct {
			Metadata struct{ ManagedFields []any }
			Data     map[string]string
		}
		if err := json.Unmarshal(event.ResponseObject.Raw, &stored); err != nil {
			t.Fatal(err)
		}
		if stored.Data["key"] != "value" || len(stored.Metadata.ManagedFields) != 0 {
			t.Errorf("as stored: %s", event.ResponseObject.Raw)
		}
	}
	if want := []auditv1.Level{auditv1.LevelRequestResponse, auditv1.LevelMetadata}; !slices.Equal(levels, want) {
		t.Errorf("levels of the create and the get: %q, want %q", levels, want)
	}
}

func readAudit(t *testing.T, w world) []auditv1.Event {
	t.Helper()
	content, err := os.ReadFile(w.AuditLog())
	if err != nil {
		t.Fatal(err)
	}
	var events []auditv1.Event
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, len(content))
	for lines.Scan() {
		var event auditv1.Event
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		events = append(events, event)
	}
	return events
}
