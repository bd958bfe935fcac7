package bus

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	engine "github.com/cdk8s-argo-events/test/engine"
	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	eventbuscommon "github.com/argoproj/argo-events/pkg/eventbus/common"
	jetstream "github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/nats-io/nats.go"
)

// world is a bus with the sensors of the tests.
type world struct{ *broker.Bus }

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{broker.New(t)}
}

// publish puts events of these names on the bus, as an event source does.
func (w *world) publish(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := w.send(t, name, `{}`); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) send(t *testing.T, name, data string) error {
	t.Helper()
	event, err := engine.NewEvent(name, string(v1alpha1.GithubEvent), "github", "issue_comment", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return w.Publish(t, event)
}

// consumer is the only consumer of the stream.
func (w *world) consumer(t *testing.T) *nats.ConsumerInfo {
	t.Helper()
	var all []*nats.ConsumerInfo
	for one := range w.JetStream.Consumers(v1alpha1.JetStreamStreamName) {
		all = append(all, one)
	}
	if len(all) != 1 {
		t.Fatalf("%d consumers", len(all))
	}
	return all[0]
}

// pod is a running sensor.
type pod struct {
	// Stop ends it as SIGTERM does: its context is cancelled, and it is waited for.
	Stop func()

	lock sync.Mutex
	done []string
}

// driver is what a sensor with these triggers has to reach the bus. Each waits for the one dependency.
func (w *world) driver(t *testing.T, name string, triggers ...string) eventbuscommon.SensorDriver {
	t.Helper()
	sensor := &v1alpha1.Sensor{}
	sensor.Name, sensor.Namespace = name, "events"
	sensor.Spec.Dependencies = []v1alpha1.EventDependency{{Name: "comment", EventSourceName: "github", EventName: "issue_comment"}}
	for _, trigger := range triggers {
		sensor.Spec.Triggers = append(sensor.Spec.Triggers, v1alpha1.Trigger{Template: &v1alpha1.TriggerTemplate{Name: trigger, Conditions: "comment"}})
	}
	driver, err := jetstream.NewSensorJetstream(w.URL, sensor, w.Config, broker.Nobody, broker.Silent, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := driver.Initialize(); err != nil {
		t.Fatal(err)
	}
	return driver
}

// connect is what a trigger has to take its events with.
func connect(ctx context.Context, driver eventbuscommon.SensorDriver, trigger string) (eventbuscommon.TriggerConnection, error) {
	dependencies := []eventbuscommon.Dependency{{Name: "comment", EventSourceName: "github", EventName: "issue_comment"}}
	return driver.Connect(ctx, trigger, "comment", dependencies, true)
}

// listen takes the events of a trigger, until its sensor or the subscription is to end.
func listen(ctx context.Context, connection eventbuscommon.TriggerConnection, end <-chan struct{}, act func(event string)) error {
	return connection.Subscribe(ctx, end, nil, time.Time{},
		func(_ string, event cloudevents.Event) (*cloudevents.Event, error) { return &event, nil },
		func(string, cloudevents.Event) bool { return true },
		func(events map[string]cloudevents.Event) { act(events["comment"].ID()) }, nil)
}

// run starts a sensor and its triggers. For each event, act does what the trigger does; the event counts as done when it returns.
func (w *world) run(t *testing.T, name string, act func(ctx context.Context, trigger, event string), triggers ...string) *pod {
	t.Helper()
	driver := w.driver(t, name, triggers...)
	ctx, cancel := context.WithCancel(context.Background())
	running := &pod{}
	var ended sync.WaitGroup
	for _, trigger := range triggers {
		connection, err := connect(ctx, driver, trigger)
		if err != nil {
			t.Fatal(err)
		}
		before := w.waiting(t)
		ended.Go(func() {
			err := listen(ctx, connection, nil, func(event string) {
				act(ctx, trigger, event)
				running.lock.Lock()
				defer running.lock.Unlock()
				running.done = append(running.done, trigger+" "+event)
			})
			if err != nil {
				t.Error(err)
			}
		})
		broker.Eventually(t, func() bool { return w.waiting(t) > before })
	}
	running.Stop = sync.OnceFunc(func() { cancel(); ended.Wait() })
	t.Cleanup(running.Stop)
	return running
}

// waiting are the requests for events that the consumers have from sensors: none before one has subscribed.
func (w *world) waiting(t *testing.T) (count int) {
	t.Helper()
	for one := range w.JetStream.Consumers(v1alpha1.JetStreamStreamName) {
		count += one.NumWaiting + one.NumAckPending
	}
	return count
}

// Done are the triggers and their events, in the order in which they were done.
func (p *pod) Done() []string {
	p.lock.Lock()
	defer p.lock.Unlock()
	return slices.Clone(p.done)
}

// doesJust waits for this one event, and a while for others.
func (p *pod) doesJust(t *testing.T, event string) {
	t.Helper()
	broker.Eventually(t, func() bool { return len(p.Done()) > 0 })
	time.Sleep(broker.Quiet)
	is(t, "done", p.Done(), event)
}
