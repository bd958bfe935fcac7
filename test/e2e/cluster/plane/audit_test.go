package plane

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
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

// testAuditIsFirst looks into the log the moment that the API server has answered.
func testAuditIsFirst(t *testing.T, w world) {
	for i := range 30 {
		object := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("at-once-%d", i)}}
		if _, err := w.client.CoreV1().ConfigMaps("default").Create(t.Context(), object, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
		if !contains(t, w.AuditLog(), fmt.Sprintf(`"name":%q`, object.Name)) {
			t.Fatalf("%s is answered and not in the log", object.Name)
		}
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
