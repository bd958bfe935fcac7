package bus

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

// When a sensor has lost the bus it connects again and tells the old subscription of each trigger to end. One that is at work, with the
// next event fetched already, may never do so: processMsgs takes the event or ends, by chance, and if it ends, pullSubscribe stands
// there with the event for ever (shutdownSubscriptions in pkg/eventbus/jetstream/sensor/trigger_conn.go). The daemon in
// pkg/sensors/listener.go subscribes again only when the old one has ended, so the trigger takes no event any more.
func TestEndWhileAtWork(t *testing.T) {
	t.Parallel()
	const triggers = 20 // that none of them hangs is as likely as one in a million
	w := newWorld(t)
	driver := w.driver(t, "sensor")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	let := make(chan struct{})
	var atWork, ended atomic.Int32
	var ends []chan struct{}
	for i := range triggers {
		connection, err := connect(ctx, driver, fmt.Sprint("act-", i))
		if err != nil {
			t.Fatal(err)
		}
		end := make(chan struct{})
		ends = append(ends, end)
		go func() {
			_ = listen(ctx, connection, end, func(string) {
				atWork.Add(1)
				<-let
			})
			ended.Add(1)
		}()
	}
	broker.Eventually(t, func() bool { return w.waiting(t) == triggers })
	w.publish(t, "1", "2")
	// Each is at the first event, and has fetched the second.
	broker.Eventually(t, func() bool { return atWork.Load() == triggers && w.pending(t) == 0 })
	for _, end := range ends {
		end <- struct{}{}
	}
	close(let)
	time.Sleep(2 * broker.Quiet)
	if hang := triggers - ended.Load(); hang == 0 || hang == triggers {
		t.Errorf("%d of %d subscriptions do not end, some would have been expected to", hang, triggers)
	}
}

// pending are the events that consumers have not been given yet.
func (w *world) pending(t *testing.T) (count uint64) {
	t.Helper()
	for one := range w.JetStream.Consumers(v1alpha1.JetStreamStreamName) {
		count += one.NumPending
	}
	return count
}
