package bus

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/shared/leaderelection"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// election is longer than what pods without a leader wait before they vote, which is a second at most.
const election = 3 * time.Second

// mortal ends what logs a fatal error, and not the process with all other pods.
var mortal = zap.New(zapcore.NewNopCore(), zap.WithFatalHook(zapcore.WriteThenGoexit)).Sugar()

// replica is one pod of a sensor: it stands for the lead, and takes events while it has it.
type replica struct {
	// Kill ends it. The others see no more of that than that they hear nothing any more.
	Kill func()

	leads atomic.Bool
	lock  sync.Mutex
	done  []string
}

// replica starts a pod of a sensor with so many replicas as Start does in pkg/sensors/listener.go, with an action of its own:
// TestText in the package traps reads Start. All of them are in one process and so share what graft remembers of votes
// (/tmp/graft.log), which it reads at the start only.
func (w *world) replica(t *testing.T, of int, act func(event string)) *replica {
	t.Helper()
	driver := w.driver(t, "sensor", "act")
	ctx, cancel := context.WithCancel(logging.WithLogger(context.Background(), mortal))
	config := v1alpha1.BusConfig{JetStream: &v1alpha1.JetStreamConfig{URL: w.URL}}
	elector, err := leaderelection.NewElector(ctx, config, "events-sensor-sensor", of, "events", "sensor-sensor", "pod")
	if err != nil {
		t.Fatal(err)
	}
	one := &replica{}
	var ended sync.WaitGroup
	ended.Go(func() {
		defer one.leads.Store(false)
		elector.RunOrDie(ctx, leaderelection.LeaderCallbacks{
			OnStartedLeading: func(ctx context.Context) {
				one.leads.Store(true)
				connection, err := connect(ctx, driver, "act")
				if err != nil {
					return
				}
				context.AfterFunc(ctx, func() { _ = connection.Close() }) // it dies with the process
				_ = listen(ctx, connection, nil, func(event string) {
					act(event)
					one.lock.Lock()
					defer one.lock.Unlock()
					one.done = append(one.done, event)
				})
			},
			OnStoppedLeading: func() {},
		})
	})
	one.Kill = sync.OnceFunc(func() { cancel(); ended.Wait() })
	t.Cleanup(one.Kill)
	return one
}

// Done are the events of this pod, in the order in which they were done.
func (r *replica) Done() []string {
	r.lock.Lock()
	defer r.lock.Unlock()
	return slices.Clone(r.done)
}

// split gives the leader, once there is one that takes events, and the others.
func (w *world) split(t *testing.T, pods ...*replica) (leader *replica, others []*replica) {
	t.Helper()
	leads := func(pod *replica) bool { return pod.leads.Load() }
	broker.Eventually(t, func() bool { return slices.ContainsFunc(pods, leads) && w.waiting(t) > 0 })
	i := slices.IndexFunc(pods, leads)
	return pods[i], slices.Delete(slices.Clone(pods), i, i+1)
}

// takes is that this pod does an event, and none of the others.
func (w *world) takes(t *testing.T, event string, leader *replica, others ...*replica) {
	t.Helper()
	w.publish(t, event)
	broker.Eventually(t, func() bool { return slices.Contains(leader.Done(), event) })
	time.Sleep(broker.Quiet)
	for _, other := range others {
		if slices.Contains(other.Done(), event) {
			t.Errorf("%s is done by two", event)
		}
	}
}

// nobodyTakes is that none of the pods leads, and so none does an event.
func (w *world) nobodyTakes(t *testing.T, event string, pods ...*replica) {
	t.Helper()
	w.publish(t, event)
	time.Sleep(election)
	for _, pod := range pods {
		if pod.leads.Load() || slices.Contains(pod.Done(), event) {
			t.Errorf("somebody takes %s", event)
		}
	}
}

func nothingElse(string) {}

// It takes more than half of spec.replicas to elect a leader, of two pods both. When the leader of two dies, the other one stands by
// until there are two again; events wait on the bus. When the other one dies, the leader goes on.
func TestLeadOfTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.replica(t, 2, nothingElse)
	w.nobodyTakes(t, "before there were two", first)
	leader, others := w.split(t, first, w.replica(t, 2, nothingElse))
	w.takes(t, "1", leader, others...)
	leader.Kill()
	w.nobodyTakes(t, "2", others...)
	leader, others = w.split(t, others[0], w.replica(t, 2, nothingElse))
	w.takes(t, "3", leader, others...)
	is(t, "done", leader.Done(), "2", "3")
	others[0].Kill()
	w.takes(t, "4", leader, others...)
}

// Of three pods one may die, and another one takes over. Two may not.
func TestLeadOfThree(t *testing.T) {
	t.Parallel()
	oneMayDie(t, 3)
}

// Of four pods three are needed, so one may die, as of three.
func TestLeadOfFour(t *testing.T) {
	t.Parallel()
	oneMayDie(t, 4)
}

func oneMayDie(t *testing.T, of int) {
	t.Helper()
	w := newWorld(t)
	var pods []*replica
	for range of {
		pods = append(pods, w.replica(t, of, nothingElse))
	}
	leader, others := w.split(t, pods...)
	w.takes(t, "1", leader, others...)
	leader.Kill()
	leader, others = w.split(t, others...)
	w.takes(t, "2", leader, others...)
	leader.Kill()
	w.nobodyTakes(t, "3", others...)
}

// At a deploy there are two pods of a sensor with one replica. The new one stands by as long as it hears the old one, though it would
// be a majority alone; so they do not act at the same time.
func TestLeadAtDeploy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := w.replica(t, 1, nothingElse)
	w.split(t, old)
	following := w.replica(t, 1, nothingElse)
	time.Sleep(election)
	w.takes(t, "1", old, following)
	old.Kill()
	leader, _ := w.split(t, following)
	w.takes(t, "2", leader, old)
}

// A pod that is asked to end does not wait for its action, for the one who waits for the lead returns at once (RunOrDie in
// pkg/shared/leaderelection/leaderelection.go) and the process with it. So the event need not have been acknowledged: it comes again,
// after those behind it.
func TestEndWhileLeading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	acting, let := make(chan struct{}), make(chan struct{})
	defer close(let)
	old := w.replica(t, 1, func(string) {
		close(acting)
		<-let
	})
	w.split(t, old)
	w.publish(t, "1")
	<-acting
	old.Kill()
	following := w.replica(t, 1, nothingElse)
	w.publish(t, "2")
	broker.Eventually(t, func() bool { return len(following.Done()) > 0 })
	// What is not acknowledged comes again after 30 seconds, however long the election took; here, now.
	config := w.consumer(t).Config
	config.AckWait = 100 * time.Millisecond
	if _, err := w.JetStream.UpdateConsumer(v1alpha1.JetStreamStreamName, &config); err != nil {
		t.Fatal(err)
	}
	broker.Eventually(t, func() bool { return len(following.Done()) == 2 })
	is(t, "done by the next pod", following.Done(), "2", "1")
}
