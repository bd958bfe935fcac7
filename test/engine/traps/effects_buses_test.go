package traps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	eventbuscommon "github.com/argoproj/argo-events/pkg/eventbus/common"
	jetstreambase "github.com/argoproj/argo-events/pkg/eventbus/jetstream/base"
	jetstreamsource "github.com/argoproj/argo-events/pkg/eventbus/jetstream/eventsource"
	jetstream "github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor"
	"go.uber.org/zap"
)

// What the samples ask of their bus.
var busEffects = map[string]effect{
	"consumer-collision": {onConsumers, "one consumer for 2 triggers", "2 consumers for 2 triggers"},
	// The stream holds default.*.*: nothing else is kept.
	"event-subject": {onSubjects, "publishes default.github.com.issue_comment; the stream holds default.*.*", "publishes default.github-com.issue_comment; the stream holds default.*.*"},
	"sensor-name":   {onBucket, "no bucket remediation.loop", "a bucket remediation-loop"},
	// One server refuses a stream of more than one replica, see TestOneServer in the package bus.
	"stream-replicas": {onReplicasOfStream, "a stream of 3, 1 server(s)", "a stream of 1, 1 server(s)"},
	"trigger-name":    {onKeys, "nats: invalid key", "the sensor starts"},
	// The sensor subscribes all the same, and waits.
	"unknown-event":        {onSubjects, "publishes default.github.issue_comment; waits for default.github.issue_comments", "publishes default.github.issue_comment; waits for default.github.issue_comment"},
	"unknown-event-source": {onSubjects, "publishes default.github.issue_comment; waits for default.gihub.issue_comment", "publishes default.github.issue_comment; waits for default.github.issue_comment"},
	"stan-duplicate-event": {
		rejected,
		"event 'issue_comment' from EventSource 'github' is referenced for more than one dependency in this Sensor object",
		accepted,
	},
	// What is said to be ignored works all the same, see TestStan.
	"stan-at-least-once": {onStan, "1 warning(s); 3 attempt(s), failed after retries: " + refusal, "3 attempt(s), failed after retries: " + refusal},
}

// subscriptions are subject and consumer of each dependency that the triggers of a sensor wait for.
func subscriptions(t *testing.T, sensor *v1alpha1.Sensor) []string {
	t.Helper()
	dependencies, err := start(sensor)
	if err != nil {
		t.Fatal(err)
	}
	bus := newBus()
	for _, dependency := range dependencies {
		one := []eventbuscommon.Dependency{{Name: dependency.Name, EventSourceName: dependency.EventSourceName, EventName: dependency.EventName}}
		connection, err := jetstream.NewJetstreamTriggerConn(bus.connection(), sensor.Name, sensor.Spec.Triggers[0].Template.Name, dependency.Name, one)
		if err != nil {
			t.Fatal(err)
		}
		if err := connection.Subscribe(t.Context(), nil, nil, time.Time{}, nil, nil, nil, nil); !errors.Is(err, errEnough) {
			t.Fatal(err)
		}
	}
	return bus.subscribed
}

func onConsumers(t *testing.T, s *sample) string {
	var consumers []string
	for _, sensor := range s.Sensors {
		for _, subscription := range subscriptions(t, sensor) {
			_, consumer, _ := strings.Cut(subscription, " ")
			consumers = append(consumers, consumer)
		}
	}
	triggers := len(consumers)
	slices.Sort(consumers)
	if different := len(slices.Compact(consumers)); different > 1 {
		return fmt.Sprintf("%d consumers for %d triggers", different, triggers)
	}
	return fmt.Sprintf("one consumer for %d triggers", triggers)
}

// onSubjects is where the event sources publish, and what the sensor waits for; without a sensor, what the stream holds.
func onSubjects(t *testing.T, s *sample) string {
	bus := newBus()
	for _, source := range s.Sources {
		connection := jetstreamsource.CreateJetstreamSourceConn(bus.connection(), source.Name)
		for name := range source.Spec.Github {
			message := eventbuscommon.Message{MsgHeader: eventbuscommon.MsgHeader{EventSourceName: source.Name, EventName: name, ID: "1"}}
			if err := connection.Publish(context.Background(), message); err != nil {
				t.Fatal(err)
			}
		}
	}
	all := "publishes " + strings.Join(bus.published, ", ")
	if len(s.Sensors) > 0 {
		subject, _, _ := strings.Cut(subscriptions(t, s.sensor())[0], " ")
		return all + "; waits for " + subject
	}
	driver, err := jetstreambase.NewJetstream("", "", nil, zap.NewNop().Sugar(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := driver.CreateStream(bus.connection()); err != nil {
		t.Fatal(err)
	}
	return all + "; the stream holds " + strings.Join(bus.streams[0].Subjects, ", ")
}

// onReplicasOfStream is what the engine asks the servers of the bus for.
func onReplicasOfStream(t *testing.T, s *sample) string {
	spec := s.Buses[0].Spec
	config, err := engine.Installed(spec)
	if err != nil {
		t.Fatal(err)
	}
	driver, err := jetstreambase.NewJetstream("", config, nil, zap.NewNop().Sugar(), nil)
	if err != nil {
		t.Fatal(err)
	}
	bus := newBus()
	if err := driver.CreateStream(bus.connection()); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("a stream of %d, %d server(s)", bus.streams[0].Replicas, spec.JetStream.GetReplicas())
}

// onBucket is whether NATS takes the bucket that the sensor wants to keep its state in (Initialize, which needs a server, is read).
func onBucket(t *testing.T, s *sample) string {
	says(t, "pkg/eventbus/jetstream/sensor/sensor_jetstream.go", `CreateKeyValue(&nats.KeyValueConfig{Bucket: stream.sensorName})
		if err != nil {
			return fmt.Errorf(`)
	if bucketValid(s.sensor().Name) {
		return "a bucket " + s.sensor().Name
	}
	return "no bucket " + s.sensor().Name
}

// onKeys is why the sensor does not start: what keeps it from saving its state.
func onKeys(t *testing.T, s *sample) string {
	err := newBus().start(t, s.sensor())
	if err == nil {
		return "the sensor starts"
	}
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err.Error()
}

// onStan is what becomes of a failing action, and, on a STAN bus, how often the sensor says that it does not retry it.
func onStan(t *testing.T, s *sample) string {
	if s.Buses[0].Spec.NATS == nil {
		return onSampleFailure(t, s)
	}
	return fmt.Sprintf("%d warning(s); %s", withoutAtLeastOnce(s.sensor()), onSampleFailure(t, s))
}
