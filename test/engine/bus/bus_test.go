package bus

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/nats-io/nats.go"
)

// nothing is what a trigger does that is done at once.
func nothing(context.Context, string, string) {}

// wait is what a trigger does that is done when it is let, or at the end of its sensor.
func wait(ctx context.Context, let <-chan struct{}) {
	select {
	case <-let:
	case <-ctx.Done():
	}
}

// Each trigger has a consumer of its own and takes one event after the other: one that takes long holds up those behind it, and no
// other trigger.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	let := make(chan struct{})
	sensor := w.run(t, "sensor", func(ctx context.Context, trigger, event string) {
		if trigger == "slow" && event == "1" {
			wait(ctx, let)
		}
	}, "slow", "quick")
	w.publish(t, "1", "2", "3")
	broker.Eventually(t, func() bool { return len(sensor.Done()) == 3 })
	time.Sleep(broker.Quiet)
	is(t, "while the slow one is at its first event", sensor.Done(), "quick 1", "quick 2", "quick 3")
	close(let)
	broker.Eventually(t, func() bool { return len(sensor.Done()) == 6 })
	is(t, "afterwards", sensor.Done()[3:], "slow 1", "slow 2", "slow 3")
}

// While an action lasts, the engine says that it is at it: the event is not delivered again, however long that is. When the action
// returns, whatever has come of it, the event is acknowledged.
func TestLongAction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sensor := w.run(t, "sensor", func(context.Context, string, string) { time.Sleep(4 * time.Second) }, "act")
	config := w.consumer(t).Config
	config.AckWait = 2 * time.Second // the default is 30
	if _, err := w.JetStream.UpdateConsumer(v1alpha1.JetStreamStreamName, &config); err != nil {
		t.Fatal(err)
	}
	w.publish(t, "1")
	broker.Eventually(t, func() bool { return len(sensor.Done()) == 1 })
	broker.Eventually(t, func() bool { return w.consumer(t).NumAckPending == 0 })
	if consumer := w.consumer(t); consumer.NumRedelivered > 0 || consumer.Delivered.Consumer != 1 || consumer.AckFloor.Stream != 1 {
		t.Errorf("%d redelivered, %d delivered in all, acknowledged up to %d", consumer.NumRedelivered, consumer.Delivered.Consumer, consumer.AckFloor.Stream)
	}
}

// What was there before the first start of a sensor is not for it.
func TestNewConsumer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(t, "before")
	sensor := w.run(t, "sensor", nothing, "act")
	w.publish(t, "after")
	sensor.doesJust(t, "act after")
}

// A consumer outlives its sensor: started again under its old name, a sensor works through all that has come meanwhile. Under another
// name it sees nothing of that.
func TestOldName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(t, "old", nothing, "act").Stop()
	w.publish(t, "1", "2")
	other := w.run(t, "other", nothing, "act")
	time.Sleep(broker.Quiet)
	is(t, "under another name", other.Done())
	old := w.run(t, "old", nothing, "act")
	broker.Eventually(t, func() bool { return len(old.Done()) == 2 })
	is(t, "under the old name", old.Done(), "act 1", "act 2")
}

// Two pods that act at once share the consumer: each event goes to one of them, and order is gone. The election is to keep them from
// that, see TestLeadAtDeploy.
func TestOverlap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	let := make(chan struct{})
	act := func(ctx context.Context, _, event string) {
		if event == "1" {
			wait(ctx, let)
		}
	}
	pods := []*pod{w.run(t, "sensor", act, "act"), w.run(t, "sensor", act, "act")}
	done := func() []string { return slices.Concat(pods[0].Done(), pods[1].Done()) }
	w.publish(t, "1", "2")
	broker.Eventually(t, func() bool { return len(done()) == 1 })
	is(t, "while the first event is not done", done(), "act 2")
	close(let)
	broker.Eventually(t, func() bool { return len(done()) == 2 })
	time.Sleep(broker.Quiet)
	if both := done(); len(both) != 2 {
		t.Errorf("done: %q", both)
	}
}

// A trigger that is asked to end waits for its action, whose calls are cancelled. With no retry left the action has then failed, and
// its event is acknowledged: it does not come again, if the process lives as long as that, see TestEndWhileLeading.
func TestStop(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acting := make(chan struct{})
	sensor := w.run(t, "sensor", func(ctx context.Context, _, _ string) {
		close(acting)
		<-ctx.Done() // the call in flight
	}, "act")
	w.publish(t, "1")
	<-acting
	sensor.Stop()
	again := w.run(t, "sensor", nothing, "act")
	w.publish(t, "2")
	broker.Eventually(t, func() bool { return len(again.Done()) > 0 })
	time.Sleep(broker.Quiet)
	is(t, "done after the next start", again.Done(), "act 2")
	if consumer := w.consumer(t); consumer.NumAckPending > 0 || consumer.NumRedelivered > 0 {
		t.Errorf("%d not acknowledged, %d redelivered", consumer.NumAckPending, consumer.NumRedelivered)
	}
}

// The bus takes no message of more than 1 MB. An update of an object has the object twice, and an event has its data in base64, so
// what goes through is an object of less than 393 kB.
func TestLargest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	update := func(size int) string {
		object := `{"data":{"feedback":"` + strings.Repeat("x", size) + `"}}`
		return `{"type":"UPDATE","body":` + object + `,"oldBody":` + object + `}`
	}
	if err := w.send(t, "fits", update(393_000)); err != nil {
		t.Error(err)
	}
	if err := w.send(t, "does not", update(393_200)); !errors.Is(err, nats.ErrMaxPayload) {
		t.Errorf("an object of more: %v", err)
	}
}

func is(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s\n got: %q\nwant: %q", what, got, want)
	}
}
