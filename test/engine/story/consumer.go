package story

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	cloudevents "github.com/cloudevents/sdk-go/v2"
)

// subject is what events are published under: the event of an event source, on one bus.
type subject struct{ bus, source, event string }

// consumer is one trigger of a sensor with what waits for it. The engine gives each trigger its own durable consumer a subject, handles
// one message at a time, and repeats one that was not acknowledged (pkg/eventbus/jetstream/sensor/trigger_conn.go).
type consumer struct {
	world     *World
	sensor    *v1alpha1.Sensor
	trigger   *v1alpha1.Trigger
	condition *engine.Condition
	waiting   map[subject][]cloudevents.Event
	kept      map[string]*v1alpha1.Event // the latest event of each dependency, for a condition with &&
	current   *work
}

// work is a message being handled. It stops before each call to the API server and after each attempt, so that others, or the end of
// the sensor, come between.
type work struct {
	subject subject
	resume  func() (struct{}, bool)
	kill    func()
	killed  bool
}

// errKilled is what a call meets when its sensor was killed before it.
var errKilled = errors.New("the sensor was killed")

func newConsumer(world *World, sensor *v1alpha1.Sensor, trigger *v1alpha1.Trigger) (*consumer, error) {
	condition, err := engine.NewCondition(sensor, trigger)
	return &consumer{
		world: world, sensor: sensor, trigger: trigger, condition: condition,
		waiting: map[subject][]cloudevents.Event{},
		kept:    map[string]*v1alpha1.Event{},
	}, err
}

// dependencies are those that an event is for, in the order of the trigger's condition.
func (c *consumer) dependencies(from subject) []*v1alpha1.EventDependency {
	if busOf(c.sensor.Namespace, c.sensor.Spec.EventBusName) != from.bus {
		return nil
	}
	var list []*v1alpha1.EventDependency
	for _, name := range c.condition.Dependencies {
		at := slices.IndexFunc(c.sensor.Spec.Dependencies, func(d v1alpha1.EventDependency) bool { return d.Name == name })
		dependency := &c.sensor.Spec.Dependencies[at]
		if dependency.EventSourceName == from.source && dependency.EventName == from.event {
			list = append(list, dependency)
		}
	}
	return list
}

func (c *consumer) receive(from subject, event cloudevents.Event) {
	if len(c.dependencies(from)) > 0 {
		c.waiting[from] = append(c.waiting[from], event)
	}
}

func (c *consumer) busy() bool {
	if c.current != nil {
		return true
	}
	for _, queue := range c.waiting {
		if len(queue) > 0 {
			return true
		}
	}
	return false
}

// step goes on with the message in hand, or takes the next one, until the next stop.
func (c *consumer) step() {
	if c.current == nil {
		c.take()
	}
	if _, more := c.current.resume(); !more {
		from := c.current.subject
		c.waiting[from] = c.waiting[from][1:] // acknowledged
		c.current = nil
	}
}

func (c *consumer) take() {
	from := c.pick()
	event := c.waiting[from][0]
	current := &work{subject: from}
	current.resume, current.kill = iter.Pull(func(yield func(struct{}) bool) {
		c.handle(from, event, func() error {
			if current.killed || !yield(struct{}{}) {
				current.killed = true
				return errKilled
			}
			return nil
		})
	})
	c.current = current
}

// pick draws one of the subjects that have something: between them there is no order.
func (c *consumer) pick() subject {
	var some []subject
	for from, queue := range c.waiting {
		if len(queue) > 0 {
			some = append(some, from)
		}
	}
	slices.SortFunc(some, func(a, b subject) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return some[c.world.random.IntN(len(some))]
}

// kill ends the sensor's process where it stands. The message in hand was not acknowledged and comes again.
func (c *consumer) kill() {
	if c.current != nil {
		c.current.kill()
		c.current = nil
	}
}

// handle does what a message leads to. It is left at once when pause says that the sensor is no more.
func (c *consumer) handle(from subject, event cloudevents.Event, pause func() error) {
	for _, dependency := range c.dependencies(from) {
		transformed := c.world.judge(dependency, event)
		if transformed == nil {
			continue
		}
		events := map[string]*v1alpha1.Event{dependency.Name: transformed}
		if c.condition.Collects() {
			c.kept[dependency.Name] = transformed
			holds, err := c.condition.Holds(func(name string) bool { return c.kept[name] != nil })
			if err != nil {
				c.world.note("%s: %v", c.trigger.Template.Name, err)
			}
			if !holds {
				continue
			}
			events = c.kept
		}
		if c.act(events, pause) != nil {
			return
		}
		if c.condition.Collects() {
			c.kept = map[string]*v1alpha1.Event{}
		}
	}
}

// act fires the trigger, with its retries, and its dlqTrigger when they are spent (actionFunc in pkg/sensors/listener.go). The
// error is errKilled or nil.
func (c *consumer) act(events map[string]*v1alpha1.Event, pause func() error) error {
	failed, killed := c.try(c.trigger, events, pause)
	if killed == nil && failed && c.trigger.DlqTrigger != nil {
		_, killed = c.try(c.trigger.DlqTrigger, events, pause)
	}
	return killed
}

// try acts until it succeeds or no attempt is left. Time does not pass: waiting is others having their turn.
func (c *consumer) try(trigger *v1alpha1.Trigger, events map[string]*v1alpha1.Event, pause func() error) (failed bool, killed error) {
	steps := 1
	if trigger.RetryStrategy != nil {
		backoff, err := sharedutil.Convert2WaitBackoff(trigger.RetryStrategy)
		if err != nil {
			c.world.note("%s: %v", trigger.Template.Name, err)
			return true, nil
		}
		steps = backoff.Steps
	}
	clients := engine.Clients{
		HTTP: &c.world.Web,
		Kubernetes: client{c.world.Store, func(call Call) error {
			if killed = pause(); killed != nil {
				return killed
			}
			return c.world.called(trigger, call)
		}},
	}
	for range steps {
		err := engine.Act(c.sensor, trigger, events, clients)
		if killed != nil {
			return false, killed
		}
		c.world.note("%s: %s", trigger.Template.Name, outcome(err))
		if killed = pause(); killed != nil {
			return false, killed
		}
		if err == nil || !trigger.AtLeastOnce { // without atLeastOnce the engine does not wait for the result
			return false, nil
		}
	}
	return true, nil
}

func outcome(err error) string {
	if err != nil {
		return err.Error()
	}
	return "done"
}
