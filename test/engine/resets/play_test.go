package resets

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	engine "github.com/cdk8s-argo-events/test/engine"
	"github.com/cdk8s-argo-events/test/engine/broker"
	"github.com/cdk8s-argo-events/test/engine/running"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/nats-io/nats.go"
)

// place is a consumer on a bus, by its name there.
type place struct{ bus, durable string }

// subject is what events of a dependency are published under.
type subject struct{ source, event string }

// play is a case that is played.
type play struct {
	change
	sensors []*v1alpha1.Sensor
	buses   map[string]*broker.Bus
	pairs   map[place]string // trigger/dependency
	half    string           // the id of the event that has come
	pod     *running.Sensor
	before  map[place]*nats.ConsumerInfo // when the new sensor starts
}

func newPlay(t *testing.T, c change) *play {
	t.Helper()
	p := &play{change: c, sensors: c.sensors(t), buses: map[string]*broker.Bus{}, pairs: map[place]string{}}
	for _, sensor := range p.sensors {
		if at := busOf(sensor); p.buses[at] == nil {
			p.buses[at] = broker.New(t)
		}
		for at, pair := range pairsOf(sensor) {
			p.pairs[at] = pair
		}
	}
	return p
}

// busOf names a bus by its namespace, since each namespace has its own.
func busOf(sensor *v1alpha1.Sensor) string {
	return sensor.Namespace + "/" + engine.BusName(sensor.Spec.EventBusName)
}

// pairsOf are the consumers that a sensor may have.
func pairsOf(sensor *v1alpha1.Sensor) map[place]string {
	pairs := map[place]string{}
	for _, trigger := range sensor.Spec.Triggers {
		for _, dependency := range sensor.Spec.Dependencies {
			durable := running.DurableName(sensor.Name, trigger.Template.Name, dependency.Name)
			pairs[place{busOf(sensor), durable}] = trigger.Template.Name + "/" + dependency.Name
		}
	}
	return pairs
}

// old is the sensor before the new one.
func (p *play) old() *v1alpha1.Sensor { return p.sensors[len(p.sensors)-2] }

// last is the new sensor.
func (p *play) last() *v1alpha1.Sensor { return p.sensors[len(p.sensors)-1] }

// subjects are those of all dependencies of the case.
func (p *play) subjects() []subject {
	var all []subject
	for _, sensor := range p.sensors {
		for _, dependency := range sensor.Spec.Dependencies {
			if from := (subject{dependency.EventSourceName, dependency.EventName}); !slices.Contains(all, from) {
				all = append(all, from)
			}
		}
	}
	return all
}

// halfSubject is that of the event that has come.
func (p *play) halfSubject() (from subject) {
	_, name, _ := strings.Cut(p.Half, "/")
	for _, dependency := range p.sensors[0].Spec.Dependencies {
		if dependency.Name == name {
			from = subject{dependency.EventSourceName, dependency.EventName}
		}
	}
	return from
}

// publish puts an event on every bus, and gives its id.
func (p *play) publish(t *testing.T, when string, from subject) string {
	t.Helper()
	id := fmt.Sprintf("%s %s/%s", when, from.source, from.event)
	event, err := engine.NewEvent(id, "webhook", from.source, from.event, []byte(`{"body":{"action":"created"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, bus := range p.buses {
		if err := bus.Publish(t, event); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

// start runs one of the sensors.
func (p *play) start(ctx context.Context, t *testing.T, sensor *v1alpha1.Sensor) {
	t.Helper()
	p.pod = running.Start(ctx, t, p.buses[busOf(sensor)], sensor, &engine.Recorder{})
}

// halfCome has one of the events of the condition come, and waits until it is kept.
func (p *play) halfCome(t *testing.T) {
	t.Helper()
	p.half = p.publish(t, "half", p.halfSubject())
	store, err := p.buses[busOf(p.sensors[0])].JetStream.KeyValue(p.sensors[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	broker.Eventually(t, func() bool {
		entry, err := store.Get(p.Half)
		return err == nil && strings.Contains(string(entry.Value()), p.half)
	})
	broker.Eventually(t, func() bool { return p.settled(p.sensors[0]) })
}

// consumers are those that are on the buses.
func (p *play) consumers() map[place]*nats.ConsumerInfo {
	all := map[place]*nats.ConsumerInfo{}
	for name, bus := range p.buses {
		for one := range bus.JetStream.Consumers(v1alpha1.JetStreamStreamName) {
			all[place{name, one.Name}] = one
		}
	}
	return all
}

// reads are the consumers that the running sensor has subscribed to.
func (p *play) reads(sensor *v1alpha1.Sensor) []place {
	var all []place
	for _, trigger := range sensor.Spec.Triggers {
		for _, durable := range p.pod.Reads(trigger.Template.Name) {
			all = append(all, place{busOf(sensor), durable})
		}
	}
	return all
}

// settled: all that has come for a sensor is handled and acknowledged.
func (p *play) settled(sensor *v1alpha1.Sensor) bool {
	consumers := p.consumers()
	for _, at := range p.reads(sensor) {
		one := consumers[at]
		if one == nil {
			return false
		}
		last, err := p.buses[at.bus].JetStream.GetLastMsg(v1alpha1.JetStreamStreamName, one.Config.FilterSubject)
		if err == nil && last.Time.After(one.Created) && one.AckFloor.Stream < last.Sequence {
			return false
		}
	}
	return true
}

// created is when a consumer was made.
func created(one *nats.ConsumerInfo) time.Time {
	if one == nil {
		return time.Time{}
	}
	return one.Created
}

// turn has events wait for the old sensor, and then starts the new one, which gets fresh ones as well.
func (p *play) turn(ctx context.Context, t *testing.T) {
	t.Helper()
	for _, from := range p.subjects() {
		if p.Half == "" {
			p.publish(t, "waiting", from)
		}
	}
	p.before = p.consumers()
	p.start(ctx, t, p.last())
	for _, from := range p.subjects() {
		if p.Half == "" || from != p.halfSubject() {
			p.publish(t, "fresh", from)
		}
	}
	broker.Eventually(t, func() bool { return p.settled(p.last()) })
}
