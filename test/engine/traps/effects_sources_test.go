package traps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources"
	eventsourcecommon "github.com/argoproj/argo-events/pkg/eventsources/common"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	"go.uber.org/zap"
)

// What the event sources of the samples do.
var sourceEffects = map[string]effect{
	"duplicate-event":    {rejected, `more than one "configmaps" found in the spec`, accepted},
	"event-source-kinds": {rejected, "event sources with rolling update and recreate update strategy can not be put together", accepted},
	// The controller does not read the names of events. It is GitHub that refuses one.
	"github-event":        {rejected, accepted, accepted},
	"event-filter-syntax": {onCalendar, `not published: unable to evaluate expression 'metadata.weekday = "1"': unexpected token Operator("=") (1:18)`, "published"},
	// With a token asked for, a request fails here, where no Secret is mounted.
	"unverified-webhook": {onRequests(asWritten, ""), "/deploy: 200, deploy", "/deploy: 500"},
	"webhook-endpoint":   {onRequests(withoutSecrets, ""), "/hook: 200, deploy; /hook: 200, deploy", "/deploy: 200, deploy; /release: 200, release"},
	"webhook-port":       {onRequests(withoutSecrets, ""), "/webhook: 200, issue_comment; /deploy: 404", "/webhook: 200, issue_comment; /deploy: 200, deploy"},
	// The certificate is not at hand, so that the server with TLS does not start.
	"webhook-tls": {onRequests(asWritten, "/health"), "/health: 200", "/health: connection refused"},
}

// onCalendar is whether the event of a calendar is published, and the first line of why not.
func onCalendar(t *testing.T, s *sample) string {
	passes, err := filterEvent([]byte(`{"eventTime": "2026-01-02T03:00:00Z"}`), s.Sources[0].Spec.Calendar["nightly"].Filter)
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n")
		return "not published: " + text
	}
	if !passes {
		return "not published"
	}
	return "published"
}

func asWritten(*v1alpha1.EventSource) {}

// withoutSecrets lets in requests that carry no token, where another thing is to be shown.
func withoutSecrets(source *v1alpha1.EventSource) {
	for name, event := range source.Spec.Webhook {
		event.AuthSecret = nil
		source.Spec.Webhook[name] = event
	}
	for name, event := range source.Spec.Github {
		event.WebhookSecret = nil
		source.Spec.Github[name] = event
	}
}

// onRequests starts the servers of the event source, the kinds and their events in the order of their names, and posts to each event,
// at its own endpoint or at this one: the answer, and which event is published.
func onRequests(change func(*v1alpha1.EventSource), endpoint string) func(*testing.T, *sample) string {
	return func(t *testing.T, s *sample) string {
		source := s.Sources[0]
		change(source)
		webhooks := onFreePorts(t, source)
		ctx, cancel := context.WithCancel(logging.WithLogger(t.Context(), zap.NewNop().Sugar()))
		t.Cleanup(cancel)
		published := make(chan string, 1)
		servers, _ := eventsources.GetEventingServers(source, metrics.NewMetrics("events"))
		for _, server := range inOrder(servers) {
			go func() {
				_ = server.StartListening(ctx, func([]byte, ...eventsourcecommon.Option) error {
					published <- server.GetEventName()
					return nil
				})
			}()
			time.Sleep(100 * time.Millisecond) // until it listens, if it does
		}
		var all []string
		for _, server := range inOrder(servers) {
			webhook := webhooks[server.GetEventName()]
			path := cmp.Or(endpoint, webhook.Endpoint)
			answer := path + ": " + posted(t, "http://127.0.0.1:"+webhook.Port+path)
			select { // an event is published before the answer
			case event := <-published:
				answer += ", " + event
			default:
			}
			all = append(all, answer)
		}
		return strings.Join(all, "; ")
	}
}

func inOrder(servers map[v1alpha1.EventSourceType][]eventsources.EventingServer) []eventsources.EventingServer {
	var all []eventsources.EventingServer
	for _, some := range servers {
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b eventsources.EventingServer) int {
		key := func(one eventsources.EventingServer) string {
			return string(one.GetEventSourceType()) + "/" + one.GetEventName()
		}
		return strings.Compare(key(a), key(b))
	})
	return all
}

// onFreePorts puts a free port in the place of each of the spec, and gives where each event listens.
func onFreePorts(t *testing.T, source *v1alpha1.EventSource) map[string]*v1alpha1.WebhookContext {
	t.Helper()
	webhooks := map[string]*v1alpha1.WebhookContext{}
	for name, event := range source.Spec.Github {
		webhooks[name] = event.Webhook
	}
	for name, event := range source.Spec.Webhook {
		webhooks[name] = &event.WebhookContext
	}
	free := map[string]string{}
	for _, webhook := range webhooks {
		if _, found := free[webhook.Port]; !found {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			_, free[webhook.Port], _ = net.SplitHostPort(listener.Addr().String())
			_ = listener.Close()
		}
		webhook.Port = free[webhook.Port]
	}
	for name, event := range source.Spec.Webhook {
		event.WebhookContext = *webhooks[name]
		source.Spec.Webhook[name] = event
	}
	return webhooks
}

// posted is the status of the answer to a request, or why there is none.
func posted(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-GitHub-Event", "issue_comment")
	answer, err := http.DefaultClient.Do(request)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return "connection refused"
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return fmt.Sprint(answer.StatusCode)
}
