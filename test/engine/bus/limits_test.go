package bus

import (
	"strings"
	"testing"
	"time"

	engine "github.com/cdk8s-argo-events/test/engine"
	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	jetstreamsource "github.com/argoproj/argo-events/pkg/eventbus/jetstream/eventsource"
	"github.com/nats-io/nats.go"
)

func (w *world) stream(t *testing.T) *nats.StreamInfo {
	t.Helper()
	info, err := w.JetStream.StreamInfo(v1alpha1.JetStreamStreamName)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// A JetStream that the controller runs keeps what the controller's configuration says, unless the EventBus says otherwise. One that
// somebody else runs keeps everything for ever, unless the EventBus says something.
func TestLimits(t *testing.T) {
	t.Parallel()
	const week = 7 * 24 * time.Hour
	exotic := func(settings string) v1alpha1.EventBusSpec {
		return v1alpha1.EventBusSpec{JetStreamExotic: &v1alpha1.JetStreamConfig{URL: "nats://nats:4222", StreamConfig: settings}}
	}
	for name, test := range map[string]struct {
		spec   v1alpha1.EventBusSpec
		events int64
		age    time.Duration
	}{
		"jetstream":                              {broker.Spec(""), 50_000, week},
		"jetstream with an age of its own":       {broker.Spec("maxAge: 72h"), 50_000, 3 * 24 * time.Hour},
		"jetstreamExotic":                        {exotic(""), -1, 0},
		"jetstreamExotic with an age of its own": {exotic("maxAge: 72h"), -1, 3 * 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings, err := engine.Installed(test.spec)
			if err != nil {
				t.Fatal(err)
			}
			config := (&world{broker.NewOf(t, settings)}).stream(t).Config
			if config.MaxMsgs != test.events || config.MaxAge != test.age {
				t.Errorf("%d events for %s, want %d for %s", config.MaxMsgs, config.MaxAge, test.events, test.age)
			}
			if config.MaxBytes != -1 || config.Retention != nats.LimitsPolicy || config.Discard != nats.DiscardOld {
				t.Errorf("%d bytes, %s, %s", config.MaxBytes, config.Retention, config.Discard)
			}
		})
	}
}

// The limits are of all events of the bus together. At the limit the oldest go, whether a trigger has seen them or not; nobody is told.
func TestLimitReached(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sensor := w.run(t, "sensor", nothing, "act")
	w.publish(t, "seen")
	broker.Eventually(t, func() bool { return len(sensor.Done()) == 1 })
	sensor.Stop()
	w.publish(t, "lost", "kept")
	for range 49_999 { // of another event source
		if _, err := w.JetStream.PublishAsync("default.other.event", nil, nats.StallWait(broker.Patience)); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-w.JetStream.PublishAsyncComplete():
	case <-time.After(time.Minute):
		t.Fatal("the bus does not take it all")
	}
	if state := w.stream(t).State; state.Msgs != 50_000 || state.FirstSeq != 3 {
		t.Errorf("%d events from %d on", state.Msgs, state.FirstSeq)
	}
	again := w.run(t, "sensor", nothing, "act")
	again.doesJust(t, "act kept")
}

// What is too old goes too.
func TestAgeReached(t *testing.T) {
	t.Parallel()
	settings, err := engine.Installed(broker.Spec("maxAge: 2s\nduplicates: 1s"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{broker.NewOf(t, settings)}
	w.run(t, "sensor", nothing, "act").Stop()
	w.publish(t, "old")
	time.Sleep(4 * time.Second)
	w.publish(t, "new")
	sensor := w.run(t, "sensor", nothing, "act")
	sensor.doesJust(t, "act new")
}

// A stream that is there stays as it is, whatever the EventBus says later.
func TestStreamStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.stream(t).Config
	w.Config = "maxAge: 72h\nmaxMsgs: 10\nreplicas: 1"
	w.run(t, "sensor", nothing, "act")
	if after := w.stream(t).Config; after.MaxAge != before.MaxAge || after.MaxMsgs != before.MaxMsgs {
		t.Errorf("%d events for %s", after.MaxMsgs, after.MaxAge)
	}
}

// A bus of one server has no stream, unless its EventBus says that one replica is enough: the controller's configuration asks for three,
// which one server refuses.
func TestOneServer(t *testing.T) {
	t.Parallel()
	one := int32(1)
	spec := v1alpha1.EventBusSpec{JetStream: &v1alpha1.JetStreamBus{Version: "latest", Replicas: &one}}
	for settings, refusal := range map[string]string{"": "replicas > 1 not supported in non-clustered mode", "replicas: 1": ""} {
		spec.JetStream.StreamConfig = &settings
		config, err := engine.Installed(spec)
		if err != nil {
			t.Fatal(err)
		}
		driver, err := jetstreamsource.NewSourceJetstream(broker.Serve(t), "github", config, broker.Nobody, broker.Silent, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = driver.Initialize()
		if (err == nil) != (refusal == "") || err != nil && !strings.Contains(err.Error(), refusal) {
			t.Errorf("with %q: %v", settings, err)
		}
	}
}
