package kinds

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources"
	eventsourcecommon "github.com/argoproj/argo-events/pkg/eventsources/common"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	"go.uber.org/zap"
)

// Kinds that receive requests and need no service of anybody else to start, once their hook is not to be registered.
var hooks = map[string]struct{ body, keys string }{
	"bitbucket":       {`{"actor":{}}`, "body headers metadata"},
	"bitbucketserver": {`{"eventKey":"pr:opened"}`, "body headers metadata"},
	"gerrit":          {`{"type":"patchset-created"}`, "body headers metadata"},
	"gitlab":          {`{"object_kind":"push"}`, "body headers metadata"},
	"stripe":          {`{"id":"evt_1","object":"event","type":"invoice.paid","data":{"object":{"id":"in_1"}}}`, "event metadata"},
}

// A request without token and signature is taken, though the sample has a secret: without a hook to register, the engine reads none.
// What is published has the keys of the type of the data.
func TestHooks(t *testing.T) {
	for kind, hook := range hooks {
		t.Run(kind, func(t *testing.T) {
			status, published := post(t, kind, hook.body, func(event map[string]any) { event["metadata"] = map[string]string{"a": "b"} })
			if status != http.StatusOK {
				t.Errorf("status %d", status)
			}
			if keys := strings.Join(slices.Sorted(maps.Keys(published)), " "); keys != hook.keys {
				t.Errorf("published %s, not %s", keys, hook.keys)
			}
			if hook.keys == "body headers metadata" && string(published["body"]) != hook.body {
				t.Errorf("published %s", published["body"])
			}
		})
	}
}

// The engine keeps what its client knows.
func TestStripeData(t *testing.T) {
	_, published := post(t, "stripe", hooks["stripe"].body, func(map[string]any) {})
	want := `{"account":"","created":0,"data":{"previous_attributes":null,"object":{"id":"in_1"}},"id":"evt_1","livemode":false,` +
		`"pending_webhooks":0,"request":null,"type":"invoice.paid"}`
	if string(published["event"]) != want {
		t.Errorf("published %s", published["event"])
	}
}

// stripeEvent refuses such a name.
func TestStripeWildcard(t *testing.T) {
	status, published := post(t, "stripe", hooks["stripe"].body, func(event map[string]any) { event["eventFilter"] = []string{"*"} })
	if status != http.StatusBadRequest || published != nil {
		t.Errorf("status %d, published %v", status, published)
	}
}

// post starts the sample of a kind without a hook to register, posts to it, and gives the answer and what is published.
func post(t *testing.T, kind, body string, change func(map[string]any)) (int, map[string]json.RawMessage) {
	t.Helper()
	source, port := sampleOf(t, kind, change)
	servers, _ := eventsources.GetEventingServers(source, metrics.NewMetrics("events"))
	ctx, cancel := context.WithCancel(logging.WithLogger(t.Context(), zap.NewNop().Sugar()))
	t.Cleanup(cancel)
	published := make(chan []byte, 1)
	for _, some := range servers {
		go func() {
			_ = some[0].StartListening(ctx, func(data []byte, _ ...eventsourcecommon.Option) error {
				published <- data
				return nil
			})
		}()
	}
	time.Sleep(200 * time.Millisecond) // until it listens
	response, err := http.Post("http://127.0.0.1:"+port+"/hook", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	select { // an event is published before the answer
	case data := <-published:
		var event map[string]json.RawMessage
		if err := json.Unmarshal(data, &event); err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, event
	default:
		return response.StatusCode, nil
	}
}

// sampleOf gives the event source of a kind, on a free port.
func sampleOf(t *testing.T, kind string, change func(map[string]any)) (*v1alpha1.EventSource, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	_ = listener.Close()
	var all struct{ EventSources []map[string]any }
	if err := json.Unmarshal(content(t), &all); err != nil {
		t.Fatal(err)
	}
	for _, one := range all.EventSources {
		events, found := one["spec"].(map[string]any)[kind].(map[string]any)
		if !found {
			continue
		}
		event := events["order"].(map[string]any)
		event["webhook"] = map[string]string{"endpoint": "/hook", "port": port}
		delete(event, "accessToken") // Bitbucket Server reads it in any case
		change(event)
		var source v1alpha1.EventSource
		if err := json.Unmarshal(encode(t, one), &source); err != nil {
			t.Fatal(err)
		}
		return &source, port
	}
	t.Fatal(fmt.Errorf("no sample of %s", kind))
	return nil, ""
}
