package sources

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources"
	eventsourcecommon "github.com/argoproj/argo-events/pkg/eventsources/common"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/tidwall/gjson"
	"go.uber.org/zap"
	"sigs.k8s.io/yaml"
)

const (
	// patience is for what is to come.
	patience = 30 * time.Second
	// payload is what senders send, and broken what is no JSON.
	payload = `{"number":3}`
	broken  = `{"number"`
)

// The payload in base64: what json.Marshal makes of bytes that are in a field of any type.
var encoded = base64.StdEncoding.EncodeToString([]byte(payload))

// The metrics of the engine can be registered once in a process.
var engineMetrics = sync.OnceValue(func() *metrics.Metrics { return metrics.NewMetrics("events") })

// listener is an event source that runs.
type listener struct {
	published chan string
	ids       chan string
}

// start runs the one event of the spec of an EventSource, in YAML, as the pod of an event source does (run in
// pkg/eventsources/eventing.go): it validates, listens and filters. What would go to the bus is collected.
func start(t *testing.T, spec string) *listener {
	t.Helper()
	kind, server, filter := serverOf(t, spec)
	if err := server.ValidateEventSource(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(logging.WithLogger(context.Background(), zap.NewNop().Sugar()))
	l := &listener{published: make(chan string, 100), ids: make(chan string, 100)}
	failed := make(chan error, 1)
	go func() {
		if err := server.StartListening(ctx, func(data []byte, options ...eventsourcecommon.Option) error {
			checkKeys(t, kind, data)
			if filter != nil {
				if passes, err := filterEvent(data, filter); err != nil || !passes {
					return nil // and the sender is told of success
				}
			}
			event := cloudevents.NewEvent()
			for _, option := range options {
				if err := option(&event); err != nil {
					return err
				}
			}
			l.published <- string(data)
			l.ids <- event.ID()
			return nil
		}); err != nil && ctx.Err() == nil {
			failed <- err
		}
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-failed:
			t.Errorf("the event source ended: %v", err)
		default:
		}
	})
	return l
}

// serverOf makes the listener of the one event of a spec, as the pod does.
func serverOf(t *testing.T, spec string) (kind string, server eventsources.EventingServer, filter *v1alpha1.EventSourceFilter) {
	t.Helper()
	source := &v1alpha1.EventSource{}
	source.Name, source.Namespace = "source", "events"
	if err := yaml.UnmarshalStrict([]byte(spec), &source.Spec); err != nil {
		t.Fatal(err)
	}
	servers, filters := eventsources.GetEventingServers(source, engineMetrics())
	kind, _, _ = strings.Cut(spec, ":")
	for _, all := range servers {
		return kind, all[0], filters[all[0].GetEventName()]
	}
	t.Fatal("no event")
	return
}

// next is the next event that is published, after all that a test knows of.
func (l *listener) next(t *testing.T) string {
	t.Helper()
	select {
	case event := <-l.published:
		<-l.ids
		return event
	case <-time.After(patience):
		t.Fatal("no event is published")
		return ""
	}
}

// publishes expects exactly this event next.
func (l *listener) publishes(t *testing.T, want string) {
	t.Helper()
	is(t, "published", l.next(t), want)
}

// publishedNothing expects that no event is waiting. It is for kinds that publish before they answer.
func (l *listener) publishedNothing(t *testing.T) {
	t.Helper()
	select {
	case event := <-l.published:
		t.Errorf("published: %s", event)
	default:
	}
}

func is(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatal("it does not come")
		}
	}
}

// freePort is one that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = free.Close() }()
	_, port, err := net.SplitHostPort(free.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// The engine reads Secrets from here and nowhere else (GetSecretVolumePath in pkg/shared/util/util.go).
const secretsFolder = "/argo-events/secrets"

// secret lays a Secret where a pod has it, and gives the selector of its key `value`. A user who may not write there skips the test.
func secret(t *testing.T, value string) (selector string) {
	t.Helper()
	_ = os.MkdirAll(secretsFolder, 0o755)
	folder, err := os.MkdirTemp(secretsFolder, "test-")
	if err != nil {
		t.Skipf("the engine reads Secrets from %s, where this user may not write: %v", secretsFolder, err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.WriteFile(filepath.Join(folder, "value"), []byte(value), 0o600); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{name: %s, key: value}`, filepath.Base(folder))
}

func TestMain(m *testing.M) {
	code := m.Run()
	// Only while they are empty.
	_ = os.Remove(secretsFolder)
	_ = os.Remove(filepath.Dir(secretsFolder))
	os.Exit(code)
}

// formOf is in which form the payload stands in the body of an event.
func formOf(event string) string {
	body := gjson.Get(event, "body")
	switch {
	case !body.Exists():
		return "none"
	case body.Raw == payload:
		return "JSON"
	case body.Str == encoded:
		return "base64"
	case body.Str == payload:
		return "text"
	}
	return "unknown: " + body.Raw
}

// keysOf are the names at the top of an event.
func keysOf(data string) (keys []string) {
	gjson.Parse(data).ForEach(func(key, _ gjson.Result) bool {
		keys = append(keys, key.Str)
		return true
	})
	return keys
}

// checkKeys compares the names at the top of an event with those of the engine's type.
func checkKeys(t *testing.T, kind string, data []byte) {
	if kind == "slack" { // it publishes three types, at which runSlack looks
		return
	}
	keys := keysOf(string(data))
	always, optional := kinds[kind].keys()
	for _, key := range always {
		if !slices.Contains(keys, key) {
			t.Errorf("%s: no %s in %s", kind, key, data)
		}
	}
	for _, key := range keys {
		if !slices.Contains(always, key) && !slices.Contains(optional, key) {
			t.Errorf("%s: %s is not of [%s]: %s", kind, key, strings.Join(append(always, optional...), " "), data)
		}
	}
}
