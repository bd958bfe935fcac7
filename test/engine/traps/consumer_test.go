package traps

import (
	"errors"
	"fmt"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	eventbuscommon "github.com/argoproj/argo-events/pkg/eventbus/common"
	jetstreambase "github.com/argoproj/argo-events/pkg/eventbus/jetstream/base"
	jetstream "github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor"
	"github.com/argoproj/argo-events/pkg/sensors/dependencies"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/nats-io/nats.go"
	"go.uber.org/zap"
)

// bus is what the engine asks of JetStream in these tests: a store of keys, and what it does about consumers and messages.
type bus struct {
	values     map[string][]byte
	deleted    []string // consumers
	subscribed []string // subject, and name of the consumer
	published  []string // subjects
	streams    []nats.StreamConfig
}

func newBus() *bus { return &bus{values: map[string][]byte{}} }

type entry struct {
	nats.KeyValueEntry
	value []byte
}

func (e entry) Value() []byte { return e.value }

// store and api are the bus in the engine's eyes. Calls that it does not make here panic.
type store struct {
	nats.KeyValue
	bus *bus
}

type api struct {
	nats.JetStreamContext
	bus *bus
}

func (a api) KeyValue(string) (nats.KeyValue, error) { return store{bus: a.bus}, nil }
func (a api) DeleteConsumer(_, name string, _ ...nats.JSOpt) error {
	a.bus.deleted = append(a.bus.deleted, name)
	return nil
}

// PullSubscribe ends the subscription at once: nothing is to come.
func (a api) PullSubscribe(subject, durable string, _ ...nats.SubOpt) (*nats.Subscription, error) {
	a.bus.subscribed = append(a.bus.subscribed, subject+" "+durable)
	return nil, errEnough
}

var errEnough = errors.New("enough is known")

func (a api) Publish(subject string, _ []byte, _ ...nats.PubOpt) (*nats.PubAck, error) {
	a.bus.published = append(a.bus.published, subject)
	return &nats.PubAck{}, nil
}

func (a api) StreamInfo(string, ...nats.JSOpt) (*nats.StreamInfo, error) {
	return nil, nats.ErrStreamNotFound
}

func (a api) AddStream(config *nats.StreamConfig, _ ...nats.JSOpt) (*nats.StreamInfo, error) {
	a.bus.streams = append(a.bus.streams, *config)
	return &nats.StreamInfo{}, nil
}

func (s store) Get(key string) (nats.KeyValueEntry, error) {
	value, found := s.bus.values[key]
	if !found {
		return nil, nats.ErrKeyNotFound
	}
	return entry{value: value}, nil
}

func (s store) Put(key string, value []byte) (uint64, error) {
	if !keyValid(key) {
		return 0, nats.ErrInvalidKey // as its own client does
	}
	s.bus.values[key] = value
	return 1, nil
}

func (s store) PutString(key, value string) (uint64, error) { return s.Put(key, []byte(value)) }

func (s store) Delete(key string, _ ...nats.DeleteOpt) error {
	delete(s.bus.values, key)
	return nil
}

func (b *bus) connection() *jetstreambase.JetstreamConnection {
	return &jetstreambase.JetstreamConnection{JSContext: api{bus: b}, Logger: zap.NewNop().Sugar()}
}

// started is a sensor's start, as far as its consumers are concerned.
func (b *bus) started(t *testing.T, sensor *v1alpha1.Sensor) {
	t.Helper()
	if err := b.start(t, sensor); err != nil {
		t.Fatal(err)
	}
}

func (b *bus) start(t *testing.T, sensor *v1alpha1.Sensor) error {
	t.Helper()
	driver, err := jetstream.NewSensorJetstream("", sensor, "", nil, zap.NewNop().Sugar(), nil)
	if err != nil {
		t.Fatal(err)
	}
	driver.MgmtConnection = *b.connection()
	field := reflect.ValueOf(driver).Elem().FieldByName("keyValueStore")
	reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Set(reflect.ValueOf(store{bus: b}))
	return setStateToSpec(driver, sensor)
}

// pkg/eventbus/jetstream/sensor/sensor_jetstream.go. A consumer that is made anew starts with new events: DeliverNew in
// trigger_conn.go, see TestRetold.
func TestConsumers(t *testing.T) {
	const before = `trigger: {template: {conditions: comment}}`
	for _, test := range []struct {
		name, before, after string
		deleted             []string // trigger/dependency
	}{
		{"nothing", before, before, nil},
		{"a trigger's parameters, retries, template", before,
			`trigger: {atLeastOnce: true, retryStrategy: {steps: 3}, template: {conditions: comment, k8s: {operation: patch}}}`, nil},
		{"a filter", before, `{dependency: {filters: {data: [{path: a, type: string, value: [b]}]}}, trigger: {template: {conditions: comment}}}`,
			[]string{"act/comment"}},
		{"a transform", before, `{dependency: {transform: {jq: "."}}, trigger: {template: {conditions: comment}}}`, []string{"act/comment"}},
		{"conditions", before, `trigger: {template: {conditions: "(comment)"}}`, []string{"act/comment"}},
		{"conditions left out", before, ``, []string{"act/comment"}},
		{"conditions added", ``, before, nil}, // same consumer, same condition
		{"a trigger's name", before, `trigger: {template: {name: other, conditions: comment}}`, []string{"act/comment"}},
		{"a trigger's name, without conditions", ``, `trigger: {template: {name: other}}`, nil}, // the old consumer stays
		{"a dependency's name", before, `{dependency: {name: other}, trigger: {template: {conditions: other}}}`, []string{"act/comment"}},
		{"a dependency's name, without conditions", ``, `dependency: {name: other}`, []string{"act/comment"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			bus := newBus()
			bus.started(t, given(t, test.before))
			expect(t, "deleted at the first start", bus.deleted, nil)
			bus.started(t, given(t, test.after))
			var want []string
			for _, consumer := range test.deleted {
				trigger, dependency, _ := strings.Cut(consumer, "/")
				want = append(want, getDurableName("sensor", trigger, dependency))
			}
			expect(t, "deleted", slices.Compact(bus.deleted), want)
		})
	}
}

// The name of a consumer is a hash of 32 bits over names joined by dashes.
func TestDurableName(t *testing.T) {
	expect(t, "name", getDurableName("a", "b", "c"), "group-1486065419")
	expect(t, "dashes in different places", getDurableName("loop", "label-pr", "run"), getDurableName("loop-label", "pr", "run"))
	if getDurableName("loop", "label", "run") == getDurableName("loop", "label", "runs") {
		t.Error("different names give the same consumer")
	}
}

// subscribed is the connection of the ordinary sensor's trigger.
func subscribed(t *testing.T, bus *bus, expression string, names ...string) *jetstream.JetstreamTriggerConn {
	t.Helper()
	var all []eventbuscommon.Dependency
	for _, name := range names {
		all = append(all, eventbuscommon.Dependency{Name: name, EventSourceName: "github", EventName: name})
	}
	connection, err := jetstream.NewJetstreamTriggerConn(bus.connection(), "sensor", "act", expression, all)
	if err != nil {
		t.Fatal(err)
	}
	return connection
}

func cloudEvent(t *testing.T, data string) *cloudevents.Event {
	t.Helper()
	event, err := engine.NewEvent("1", "github", "github", "issue_comment", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return &event
}

// received is a message of JetStream, as far as its place in the stream is read.
func received() *nats.Msg {
	return &nats.Msg{Reply: "$JS.ACK.default.group.1.1.1.1577836800000000000.0", Sub: &nats.Subscription{}}
}

// pkg/eventbus/jetstream/sensor/trigger_conn.go
func TestTransformBeforeFilters(t *testing.T) {
	dependency := given(t, `dependency: {transform: {jq: "{made: 1}"}, filters: {data: [{path: made, type: number, value: ["1"]}]}}`).Spec.Dependencies[0]
	var acted []string
	processDependency(subscribed(t, newBus(), "comment", "comment"), received(), cloudEvent(t, `{}`), "comment",
		func(_ string, event cloudevents.Event) (*cloudevents.Event, error) {
			return dependencies.ApplyTransform(&event, dependency.Transform)
		},
		func(_ string, event cloudevents.Event) bool {
			passes, err := dependencies.Filter(&v1alpha1.Event{Context: &v1alpha1.EventContext{}, Data: event.Data()}, dependency.Filters, dependency.FiltersLogicalOperator)
			return passes && err == nil
		},
		func(events map[string]cloudevents.Event) {
			event := events["comment"]
			acted = append(acted, string(event.Data()))
		})
	expect(t, "actions", acted, []string{`{"made":1}`})
}

// An AND keeps the latest event of each dependency, whatever pull request it is of.
func TestAnd(t *testing.T) {
	connection := subscribed(t, newBus(), "run&&comment", "run", "comment")
	var acted []string
	receive := func(dependency, data string) {
		processDependency(connection, received(), cloudEvent(t, data), dependency,
			func(_ string, event cloudevents.Event) (*cloudevents.Event, error) { return &event, nil },
			func(string, cloudevents.Event) bool { return true },
			func(events map[string]cloudevents.Event) {
				run, comment := events["run"], events["comment"]
				acted = append(acted, fmt.Sprintf("%s with %s", run.Data(), comment.Data()))
			})
	}
	receive("run", `{"pr":7}`)
	receive("run", `{"pr":8}`)
	expect(t, "actions before the other dependency", acted, nil)
	receive("comment", `{"pr":7}`)
	receive("comment", `{"pr":8}`)
	expect(t, "actions", acted, []string{`{"pr":8} with {"pr":7}`})
}

// pkg/eventbus/jetstream/base/jetstream.go
func TestTLS(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = connection.Write([]byte("INFO {\"server_id\": \"plain\", \"version\": \"2.10.0\", \"max_payload\": 1048576}\r\n"))
		}
	}()
	plain, err := jetstreambase.NewJetstream("nats://"+listener.Addr().String(), "", &eventbuscommon.Auth{Strategy: v1alpha1.AuthStrategyNone}, zap.NewNop().Sugar(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = plain.MakeConnection()
	expect(t, "a server without TLS", err, nats.ErrSecureConnWanted)
}
