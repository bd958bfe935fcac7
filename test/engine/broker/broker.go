// Package broker is the bus of the tests: a NATS with JetStream in this process, with the stream that the controller would configure,
// and the engine's own connection of an event source (pkg/eventbus/jetstream/eventsource).
package broker

import (
	"crypto/tls"
	"encoding/json"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	eventbuscommon "github.com/argoproj/argo-events/pkg/eventbus/common"
	jetstreamsource "github.com/argoproj/argo-events/pkg/eventbus/jetstream/eventsource"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"go.uber.org/zap"
)

const (
	// Patience is for what is to come.
	Patience = 10 * time.Second
	// Quiet is how long nothing comes that is not to: longer than the engine's Fetch, which is a second.
	Quiet = 1500 * time.Millisecond
)

// Nobody needs a password.
var Nobody = &eventbuscommon.Auth{Strategy: v1alpha1.AuthStrategyNone}

// Silent drops what the engine logs.
var Silent = zap.NewNop().Sugar()

// Bus is a bus, with a view of its own.
type Bus struct {
	URL       string
	Config    string // of the stream
	JetStream nats.JetStreamContext
	source    eventbuscommon.EventSourceConnection
}

// New has the stream of a bus that says nothing of it.
func New(t *testing.T) *Bus {
	t.Helper()
	config, err := ordinary()
	if err != nil {
		t.Fatal(err)
	}
	return NewOf(t, config)
}

// Spec is a JetStream that the controller runs, whose streams have these settings. NATS is one server here, so one replica is among
// them in any case, and not the controller's three.
func Spec(settings string) v1alpha1.EventBusSpec {
	settings = "replicas: 1\n" + settings
	return v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{Version: "latest", StreamConfig: &settings}}
}

// ordinary is the configuration of a stream of which the EventBus says nothing.
var ordinary = sync.OnceValues(func() (string, error) { return engine.Installed(Spec("")) })

// Serve starts a NATS with JetStream, as large a payload as the controller configures (JetStreamMaxPayload in
// pkg/apis/events/v1alpha1/const.go), and a certificate that nobody knows: the engine speaks TLS and takes any.
func Serve(t *testing.T) (url string) {
	t.Helper()
	web := httptest.NewTLSServer(nil)
	certificates := web.TLS.Certificates
	web.Close()
	bus, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), MaxPayload: 1 << 20,
		TLS: true, TLSConfig: &tls.Config{Certificates: certificates}, NoLog: true, NoSigs: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	go bus.Start()
	t.Cleanup(func() { bus.Shutdown(); bus.WaitForShutdown() })
	if !bus.ReadyForConnections(Patience) {
		t.Fatal("NATS does not start")
	}
	return bus.ClientURL()
}

// NewOf has a stream as this configuration of a bus says.
func NewOf(t *testing.T, config string) *Bus {
	t.Helper()
	url := Serve(t)
	connection, err := nats.Connect(url, nats.Secure(&tls.Config{InsecureSkipVerify: true}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(connection.Close)
	view, err := connection.JetStream()
	if err != nil {
		t.Fatal(err)
	}
	driver, err := jetstreamsource.NewSourceJetstream(url, "github", config, Nobody, Silent, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := driver.Initialize(); err != nil {
		t.Fatal(err)
	}
	source, err := driver.Connect("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	return &Bus{url, config, view, source}
}

// Publish puts an event on the bus, as its event source does.
func (b *Bus) Publish(t *testing.T, event cloudevents.Event) error {
	t.Helper()
	body, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	header := eventbuscommon.MsgHeader{EventSourceName: event.Source(), EventName: event.Subject(), ID: event.ID()}
	return b.source.Publish(t.Context(), eventbuscommon.Message{MsgHeader: header, Body: body})
}

// Eventually waits until it holds.
func Eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > Patience {
			t.Fatal("it does not come")
		}
	}
}
