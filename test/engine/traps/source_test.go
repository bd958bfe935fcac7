package traps

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	eventsourcecommon "github.com/argoproj/argo-events/pkg/eventsources/common"
	"github.com/argoproj/argo-events/pkg/eventsources/common/webhook"
	"github.com/argoproj/argo-events/pkg/eventsources/events"
	"github.com/argoproj/argo-events/pkg/eventsources/sources/resource"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	"github.com/tidwall/gjson"
	"go.uber.org/zap"
)

const configMap = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"agents","name":%q,"resourceVersion":%q}}`

// watched answers one list, then one watch: an update that changes nothing, one that does, and a deletion.
func watched(writer http.ResponseWriter, request *http.Request) {
	writer.Header().Set("Content-Type", "application/json")
	if request.URL.Query().Get("watch") == "" {
		_, _ = fmt.Fprintf(writer, `{"apiVersion":"v1","kind":"ConfigMapList","metadata":{"resourceVersion":"10"},"items":[`+configMap+","+configMap+`]}`, "a", "1", "b", "2")
		return
	}
	for _, change := range []struct{ what, name, version string }{{"MODIFIED", "a", "1"}, {"MODIFIED", "a", "11"}, {"DELETED", "b", "12"}} {
		_, _ = fmt.Fprintf(writer, `{"type":%q,"object":`+configMap+"}\n", change.what, change.name, change.version)
		writer.(http.Flusher).Flush()
	}
	<-request.Context().Done()
}

// pkg/eventsources/sources/resource/start.go
func TestResourceSource(t *testing.T) {
	// StartListening never returns, so this server stays for as long as the process.
	t.Setenv(v1alpha1.EnvVarKubeConfig, kubeconfig(t, httptest.NewServer(http.HandlerFunc(watched)).URL))
	source := resource.EventListener{EventSourceName: "state", EventName: "changed", Metrics: metrics.NewMetrics("events")}
	source.ResourceEventSource.Namespace = "agents"
	source.ResourceEventSource.Version = "v1"
	source.ResourceEventSource.Resource = "configmaps"
	source.ResourceEventSource.EventTypes = []v1alpha1.ResourceEventType{v1alpha1.ADD, v1alpha1.UPDATE, v1alpha1.DELETE}
	published := make(chan string, 10)
	go func() {
		_ = source.StartListening(logging.WithLogger(context.Background(), zap.NewNop().Sugar()), func(data []byte, _ ...eventsourcecommon.Option) error {
			event := gjson.ParseBytes(data)
			published <- fmt.Sprintf("%s %s %s was %s", event.Get("type"), event.Get("body.metadata.name"),
				event.Get("body.metadata.resourceVersion"), event.Get("oldBody.metadata.resourceVersion"))
			if event.Get("type").Str == "UPDATE" {
				return errors.New("the bus is away")
			}
			return nil
		})
	}()
	var got []string
	for len(got) < 4 {
		select {
		case event := <-published:
			got = append(got, event)
		case <-time.After(5 * time.Second):
			t.Fatalf("got %q only", got)
		}
	}
	// In order for each object: an informer hands out the changes of one together.
	slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(strings.Fields(a)[1], strings.Fields(b)[1]) })
	expect(t, "events", got, []string{"ADD a 1 was ", "UPDATE a 11 was 1", "ADD b 2 was ", "DELETE b 12 was "})
	select {
	case event := <-published:
		t.Errorf("one more event, %s: what could not be published was not to come again", event)
	case <-time.After(200 * time.Millisecond):
	}
}

const payload = `{"action":"created"}`

func delivery(headers map[string]string) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/push", strings.NewReader(payload))
	request.Header.Set("content-type", "application/json")
	request.Header.Set("x-gITHUB-event", "issue_comment")
	request.Header.Set("X-GitHub-Delivery", "1-2")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	return request
}

// pkg/eventsources/sources/github/start.go
func TestSignature(t *testing.T) {
	sign := func(of func() hash.Hash, key string) string {
		mac := hmac.New(of, []byte(key))
		_, _ = mac.Write([]byte(payload))
		return hex.EncodeToString(mac.Sum(nil))
	}
	for _, test := range []struct {
		name, secret string
		headers      map[string]string
		want         string
	}{
		{"no secret, no signature", "", nil, ""},
		{"no secret, wrong signature", "", map[string]string{"X-Hub-Signature-256": "sha256=00"}, ""},
		{"no signature", "key", nil, "missing signature"},
		{"wrong key", "key", map[string]string{"X-Hub-Signature-256": "sha256=" + sign(sha256.New, "other")}, "payload signature check failed"},
		{"right key", "key", map[string]string{"X-Hub-Signature-256": "sha256=" + sign(sha256.New, "key")}, ""},
		{"the older header", "key", map[string]string{"X-Hub-Signature": "sha1=" + sign(sha1.New, "key")}, ""},
	} {
		body, err := parseValidateRequest(delivery(test.headers), []byte(test.secret))
		expect(t, test.name, message(err), test.want)
		if err == nil {
			expect(t, "body", string(body), `{"X-GitHub-Delivery":"1-2","X-GitHub-Event":"issue_comment","action":"created"}`)
		}
	}
}

func TestHeaders(t *testing.T) {
	data := asJSON(t, events.GithubEventData{Headers: delivery(nil).Header, Body: (*json.RawMessage)(new([]byte))})
	for path, want := range map[string]string{"headers.X-Github-Event.0": "issue_comment", "headers.X-GitHub-Event.0": "", "headers.X-Github-Event": `["issue_comment"]`} {
		expect(t, path, gjson.Get(data, path).String(), want)
	}
}

func TestHooks(t *testing.T) {
	var source v1alpha1.GithubEventSource
	expect(t, "hooks without a token", source.NeedToCreateHooks(), false)
}

// A delivery is answered when the event is on the bus (pkg/eventsources/common/webhook/webhook.go).
func TestAnswer(t *testing.T) {
	for published, want := range map[bool]int{true: http.StatusOK, false: http.StatusInternalServerError} {
		route := webhook.NewRoute(&v1alpha1.WebhookContext{}, zap.NewNop().Sugar(), "github", "issue_comment", nil)
		answer := httptest.NewRecorder()
		answered := make(chan struct{})
		go func() {
			webhook.DispatchEvent(route, []byte(payload), route.Logger, answer)
			close(answered)
		}()
		event := <-route.DispatchChan
		select {
		case <-answered:
			t.Error("answered before the event was published")
		case <-time.After(20 * time.Millisecond):
		}
		event.SuccessChan <- published
		<-answered
		expect(t, fmt.Sprint("published: ", published), answer.Code, want)
	}
}
