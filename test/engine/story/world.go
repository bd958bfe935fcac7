package story

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	cloudevents "github.com/cloudevents/sdk-go/v2"
)

// World is a store, the event sources that watch it, and the sensors that act on it.
type World struct {
	Store *Store
	Web   engine.HTTPRecorder // what was requested, and what is answered

	// Changes are all that was written, in order.
	Changes []Change

	// Dropped are the transforms that failed. The engine drops the event then, and says so in its log only.
	Dropped []string

	// Lose is asked for each event of a resource event source, by its number from 0: true loses it between the API server and
	// the bus, as a failed publish does.
	Lose func(number int) bool

	// Fail is asked before each call that a trigger makes to the API server; an error is what the trigger gets instead.
	Fail func(trigger string, call Call) error

	// Published counts the events of resource event sources, Steps what sensors did between two stops.
	Published, Steps int

	sources   []*source
	consumers []*consumer
	random    *rand.Rand
	sent      int // events of any kind
	log       []string
	broken    error
}

// mostSteps ends a world that never comes to rest. The longest story here takes a few thousand.
const mostSteps = 100_000

// New builds the world of a rendered tree. The seed decides who acts when several could.
func New(tree *engine.Tree, seed uint64) (*World, error) {
	world := &World{random: rand.New(rand.NewPCG(seed, 0))}
	world.Store = NewStore(world.changed)
	for _, es := range tree.EventSources {
		for _, event := range slices.Sorted(maps.Keys(es.Value.Spec.Resource)) {
			watch, err := newSource(es.Value, event)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", es.Path, err)
			}
			world.sources = append(world.sources, watch)
		}
	}
	for _, sensor := range tree.Sensors {
		for i := range sensor.Value.Spec.Triggers {
			next, err := newConsumer(world, sensor.Value, &sensor.Value.Spec.Triggers[i])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", sensor.Path, err)
			}
			world.consumers = append(world.consumers, next)
		}
	}
	return world, nil
}

// Deliver publishes a sample event, as GitHub's webhook does. It reaches the sensors of every namespace.
func (w *World) Deliver(payload engine.Payload) {
	buses := map[string]bool{}
	for _, c := range w.consumers {
		bus := busOf(c.sensor.Namespace, c.sensor.Spec.EventBusName)
		if !buses[bus] {
			buses[bus] = true
			w.publish(subject{bus, payload.EventSource, payload.Event}, payload.Data)
		}
	}
}

// Settle lets the sensors work until nothing waits any more.
func (w *World) Settle() error {
	for w.Step() {
		if w.Steps > mostSteps {
			return fmt.Errorf("still not quiet after %d steps", w.Steps)
		}
	}
	return w.broken
}

// Step lets one sensor do a piece of work; false when none has any.
func (w *World) Step() bool {
	var busy []*consumer
	for _, c := range w.consumers {
		if c.busy() {
			busy = append(busy, c)
		}
	}
	if len(busy) == 0 || w.broken != nil {
		return false
	}
	w.Steps++
	busy[w.random.IntN(len(busy))].step()
	return true
}

// RestartSensors kills every sensor at this moment and starts it again: what it had in hand comes once more.
func (w *World) RestartSensors() {
	w.note("sensors restarted")
	for _, c := range w.consumers {
		c.kill()
	}
}

// RestartEventSources starts the event sources again: each lists what there is, and publishes it as ADD.
func (w *World) RestartEventSources() {
	w.note("event sources restarted")
	for _, watch := range w.sources {
		for _, object := range w.Store.List(watch.resource(), watch.spec.Namespace, watch.selector) {
			w.tell(watch, Change{Resource: watch.resource(), New: object})
		}
	}
}

// Log tells the end of the story, for a test that fails. What is tried again and again is told once.
func (w *World) Log() string {
	const most = 80
	lines := slices.Compact(slices.Clone(w.log))
	if len(lines) > most {
		lines = append([]string{"…"}, lines[len(lines)-most:]...)
	}
	return strings.Join(lines, "\n")
}

func (w *World) changed(change Change) {
	w.Changes = append(w.Changes, change)
	switch {
	case change.Old == nil:
		w.note("  created %s/%s", change.Resource, change.New.GetName())
	case change.New == nil:
		w.note("  deleted %s/%s", change.Resource, change.Old.GetName())
	default:
		w.note("  changed %s/%s", change.Resource, change.New.GetName())
	}
	for _, watch := range w.sources {
		w.tell(watch, change)
	}
}

func (w *World) tell(watch *source, change Change) {
	data, err := watch.event(change)
	if err != nil {
		w.broken = err
	}
	if data == nil {
		return
	}
	number := w.Published
	w.Published++
	if w.Lose != nil && w.Lose(number) {
		w.note("  lost event %d, %s / %s", number, watch.subject.source, watch.subject.event)
		return
	}
	w.publish(watch.subject, data)
}

func (w *World) publish(to subject, data []byte) {
	w.sent++
	event, err := engine.NewEvent(fmt.Sprintf("event-%d", w.sent), "", to.source, to.event, data)
	if err != nil {
		w.broken = err
		return
	}
	for _, c := range w.consumers {
		c.receive(to, event)
	}
}

// question is all that decides how a dependency takes an event, and answer how it does.
type (
	question struct {
		dependency *v1alpha1.EventDependency
		data       string
	}
	answer struct {
		event *v1alpha1.Event // nil when it does not pass
		err   error           // of the transform
	}
)

// answers are kept: transforms and filters are pure, and the same event comes to several triggers of a sensor and to the many worlds
// that begin alike.
var answers sync.Map

// judge transforms and filters an event; nil when it does not pass.
func (w *World) judge(dependency *v1alpha1.EventDependency, event cloudevents.Event) *v1alpha1.Event {
	key := question{dependency, string(event.Data())}
	known, ok := answers.Load(key)
	if !ok {
		transformed, err := engine.Transform(dependency, event)
		if err == nil {
			var passes bool
			if passes, err = engine.Passes(dependency, transformed); !passes {
				transformed = nil
			}
		}
		known = answer{transformed, err}
		answers.Store(key, known)
	}
	result := known.(answer)
	if result.err != nil {
		failure := fmt.Sprintf("%s: %v", dependency.Name, result.err)
		w.Dropped = append(w.Dropped, failure)
		w.note("%s", failure)
	}
	own := result.event.DeepCopy()
	if own != nil {
		own.Context.ID = event.ID()
	}
	return own
}

func (w *World) called(trigger *v1alpha1.Trigger, call Call) error {
	if w.Fail == nil {
		return nil
	}
	return w.Fail(trigger.Template.Name, call)
}

func (w *World) note(format string, values ...any) {
	w.log = append(w.log, fmt.Sprintf(format, values...))
}

// busOf names a bus by its namespace, since each namespace has its own.
func busOf(namespace, name string) string { return namespace + "/" + engine.BusName(name) }
