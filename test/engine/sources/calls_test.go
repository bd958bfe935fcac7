package sources

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"cloud.google.com/go/pubsub/v2/pstest"
	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/eventsources/sources/generic"
	"github.com/tidwall/gjson"
	"google.golang.org/grpc"
)

// pkg/eventsources/sources/calendar/start.go
func runCalendar(t *testing.T) (plain, jsonBody string) {
	l := start(t, `calendar: {event: {interval: 1s, timezone: Asia/Tokyo, metadata: {team: shop}}}`)
	// What time.Time writes, and not RFC 3339: of a timer, in the time zone of the pod and with the reading of the monotonic clock; of a
	// time that is over already, without it and in the time zone of the spec.
	timer := regexp.MustCompile(`^\{"eventTime":"` + goTimeText + ` m=\+\d+\.\d+","metadata":\{"team":"shop"\}\}$`)
	over := regexp.MustCompile(`^\{"eventTime":"` + goTimeText + `","metadata":\{"team":"shop"\}\}$`)
	for {
		event := l.next(t)
		switch {
		case timer.MatchString(event) && !strings.Contains(event, "JST"):
			return formOf(event), ""
		case !over.MatchString(event) || !strings.Contains(event, "JST"):
			t.Fatalf("published: %s", event)
		}
	}
}

// eventing is a server of the interface that the engine calls, generic.proto.
type eventing struct {
	asked    chan string
	payloads []string
}

func (e *eventing) StartEventSource(source *generic.EventSource, stream generic.Eventing_StartEventSourceServer) error {
	e.asked <- source.Name + " " + string(source.Config)
	for _, payload := range e.payloads {
		if err := stream.Send(&generic.Event{Name: source.Name, Payload: []byte(payload)}); err != nil {
			return err
		}
	}
	<-stream.Context().Done()
	return nil
}

// pkg/eventsources/sources/generic/start.go
func runGeneric(t *testing.T) (plain, jsonBody string) {
	service := &eventing{make(chan string, 10), []string{broken, payload}}
	server := grpc.NewServer()
	generic.RegisterEventingServer(server, service)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	spec := `generic: {event: {url: "` + listener.Addr().String() + `", config: "a: 1", insecure: %t, jsonBody: %t, metadata: {team: shop}}}`
	bytes, document := start(t, fmt.Sprintf(spec, true, false)), start(t, fmt.Sprintf(spec, true, true))
	// There is no way to give the client a certificate: without `insecure` it does not connect.
	secure := start(t, fmt.Sprintf(spec, false, false))
	bytes.publishes(t, `{"body":"eyJudW1iZXIi","metadata":{"team":"shop"}}`)
	plain, jsonBody = bytes.next(t), document.next(t)
	is(t, "bytes", plain, `{"body":"eyJudW1iZXIiOjN9","metadata":{"team":"shop"}}`)
	is(t, "JSON", jsonBody, `{"body":{"number":3},"metadata":{"team":"shop"}}`)
	is(t, "asked", <-service.asked, "event a: 1")
	secure.publishedNothing(t)
	return formOf(plain), formOf(jsonBody)
}

const order = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"order","namespace":"shop","resourceVersion":"%d"}}`

// kubeconfig serves a stand-in of an API server, which has one ConfigMap that is changed and deleted, and says where it is.
func kubeconfig(t *testing.T) (file string) {
	t.Helper()
	// StartListening never returns, so this server stays for as long as the process.
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		writer.Header().Set("Content-Type", jsonType)
		if request.URL.Query().Get("watch") == "" {
			_, _ = fmt.Fprintf(writer, `{"apiVersion":"v1","kind":"ConfigMapList","metadata":{"resourceVersion":"1"},"items":[`+order+`]}`, 1)
			return
		}
		_, _ = fmt.Fprintf(writer, `{"type":"MODIFIED","object":`+order+`}{"type":"DELETED","object":`+order+`}`, 2, 3)
		writer.(http.Flusher).Flush()
		<-request.Context().Done()
	}))
	content, err := json.Marshal(map[string]any{
		"apiVersion": "v1", "kind": "Config", "current-context": "it",
		"contexts": []any{map[string]any{"name": "it", "context": map[string]any{"cluster": "it", "user": "it"}}},
		"clusters": []any{map[string]any{"name": "it", "cluster": map[string]any{"server": server.URL}}},
		"users":    []any{map[string]any{"name": "it", "user": map[string]any{}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "kubeconfig")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// pkg/eventsources/sources/resource/start.go
func runResource(t *testing.T) (plain, jsonBody string) {
	l := start(t, `resource: {event: {namespace: shop, version: v1, resource: configmaps, eventTypes: [ADD, UPDATE, DELETE], metadata: {team: shop}}}`)
	// The object that is there already is an ADD, too.
	rest := `"group":"","version":"v1","resource":"configmaps","metadata":{"team":"shop"}}`
	l.publishes(t, `{"type":"ADD","body":`+fmt.Sprintf(order, 1)+`,"oldBody":null,`+rest)
	l.publishes(t, `{"type":"UPDATE","body":`+fmt.Sprintf(order, 2)+`,"oldBody":`+fmt.Sprintf(order, 1)+`,`+rest)
	l.publishes(t, `{"type":"DELETE","body":`+fmt.Sprintf(order, 3)+`,"oldBody":null,`+rest)
	return "JSON", ""
}

var googlePubSub *pstest.Server

// environment sets the variables that the engine reads. They are set for all tests, because one cannot set them while others run.
func environment(t *testing.T) {
	t.Helper()
	t.Setenv(v1alpha1.EnvVarKubeConfig, kubeconfig(t))
	googlePubSub = pstest.NewServer()
	t.Cleanup(func() { _ = googlePubSub.Close() })
	t.Setenv("PUBSUB_EMULATOR_HOST", googlePubSub.Addr)
}

// pkg/eventsources/sources/gcppubsub/start.go
func runPubSub(t *testing.T) (plain, jsonBody string) {
	// The engine makes a topic that is not there; here two would make it at the same time.
	if _, err := googlePubSub.GServer.CreateTopic(t.Context(), &pubsubpb.Topic{Name: "projects/shop/topics/orders"}); err != nil {
		t.Fatal(err)
	}
	spec := `pubSub: {event: {projectID: shop, topic: orders, subscriptionID: %s, jsonBody: %t, metadata: {team: shop}}}`
	bytes, document := start(t, fmt.Sprintf(spec, "plain", false)), start(t, fmt.Sprintf(spec, "json", true))
	eventually(t, func() bool {
		for _, name := range []string{"plain", "json"} {
			asked := &pubsubpb.GetSubscriptionRequest{Subscription: "projects/shop/subscriptions/" + name}
			if _, err := googlePubSub.GServer.GetSubscription(t.Context(), asked); err != nil {
				return false
			}
		}
		return true
	})
	first := googlePubSub.Publish("projects/shop/topics/orders", []byte(payload), map[string]string{"a": "1"})
	plain, jsonBody = bytes.next(t), document.next(t)
	at := gjson.Get(plain, "publishTime").Str
	if !goTime.MatchString(at) {
		t.Errorf("publishTime: %s", at)
	}
	rest := fmt.Sprintf(`"attributes":{"a":"1"},"publishTime":%q,"metadata":{"team":"shop"}}`, at)
	is(t, "bytes", plain, `{"id":"`+first+`","body":"eyJudW1iZXIiOjN9",`+rest)
	is(t, "JSON", jsonBody, `{"id":"`+first+`","body":{"number":3},`+rest)
	googlePubSub.Publish("projects/shop/topics/orders", []byte(payload), nil)
	is(t, "no attributes", gjson.Get(bytes.next(t), "attributes").Raw, "null")
	return formOf(plain), formOf(jsonBody)
}

// pkg/eventsources/sources/minio/start.go
func runMinio(t *testing.T) (plain, jsonBody string) {
	asked := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		if !request.URL.Query().Has("events") { // where the bucket is
			_, _ = writer.Write([]byte(`<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>`))
			return
		}
		asked <- request.URL.Path + " " + request.URL.Query().Get("prefix")
		_, _ = writer.Write([]byte(`{"Records":[{"eventName":"s3:ObjectCreated:Put","s3":{"bucket":{"name":"shop"},"object":{"key":"images%2Fa.png","size":5}}}]}` + "\n"))
		writer.(http.Flusher).Flush()
		<-request.Context().Done()
	}))
	t.Cleanup(server.Close)
	l := start(t, `minio: {event: {endpoint: "`+server.Listener.Addr().String()+`", insecure: true, bucket: {name: shop}, events: ["s3:ObjectCreated:Put"],
		filter: {prefix: images/, suffix: ""}, accessKey: `+secret(t, "id")+`, secretKey: `+secret(t, "key")+`, metadata: {team: shop}}}`)
	is(t, "asked", <-asked, "/shop/ images/")
	event := l.next(t)
	is(t, "metadata", gjson.Get(event, "metadata.team").Str, "shop")
	is(t, "event", gjson.Get(event, "notification.#.[eventName,s3.bucket.name,s3.object.key]").Raw, `[["s3:ObjectCreated:Put","shop","images%2Fa.png"]]`)
	return formOf(event), ""
}
