package bench

import (
	"fmt"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/suite"
)

// oneByOne is what comments take that come when nothing else does.
type oneByOne struct {
	sent        int
	stored, run spans
}

func (r *rig) oneByOne(number int) oneByOne {
	result := oneByOne{sent: number}
	for range number {
		c := r.comments(1, 1)
		r.through(time.Minute, c)
		result.stored = append(result.stored, c[0].stored.Sub(c[0].sent))
		result.run = append(result.run, c[0].made.Sub(c[0].sent))
		// The calls of one comment are back in the bucket after two seconds.
		time.Sleep(2 * time.Second)
	}
	return result
}

// burst is what comments take that come at once.
type burst struct {
	lastStored, lastRun time.Duration
	oneMore             time.Duration // from sending a comment, while all the others wait, until it is stored
	calls, messages     string
	use                 []any
}

func (r *rig) burst(number, tasks int) burst {
	r.drained()
	comments := r.comments(number, tasks)
	messages, _ := r.bus()
	begun := time.Now()
	before := r.used()
	from := r.send(comments)
	oneMore := r.comments(1, 1)
	r.send(oneMore)
	r.await(20*time.Minute, from, append(comments, oneMore...))
	took := time.Since(begun)
	after, _ := r.bus()
	number++
	result := burst{oneMore: oneMore[0].stored.Sub(oneMore[0].sent), messages: fmt.Sprintf("%.1f", float64(after-messages)/float64(number)), use: r.used().since(before, took)}
	for _, c := range comments {
		result.lastStored = max(result.lastStored, c.stored.Sub(begun))
		result.lastRun = max(result.lastRun, c.made.Sub(begun))
	}
	// Jobs end and are collected after their comment is through.
	time.Sleep(3 * time.Second)
	result.calls = r.calls(begun, number)
	return result
}

// calls counts the requests of the loop's accounts since a time, a comment: those of the sensors, which are limited, and those of the
// Jobs that cancel agents.
func (r *rig) calls(since time.Time, comments int) string {
	audit, err := r.Audit()
	if err != nil {
		r.b.Fatal(err)
	}
	sensor, cancel := 0, 0
	for _, call := range audit.Calls {
		if call.Time.Before(since) {
			continue
		}
		switch call.User {
		// The engine's own controller has an account of the same name, in another namespace.
		case fmt.Sprintf("system:serviceaccount:%s:%s", suite.SensorNamespace, r.loop.Account):
			sensor++
		case fmt.Sprintf("system:serviceaccount:%s:%s", r.loop.AgentNamespace, r.loop.Name.Cancel()):
			cancel++
		}
	}
	return fmt.Sprintf("%.1f (Jobs: %.1f)", float64(sensor)/float64(comments), float64(cancel)/float64(comments))
}

// usage is what pods have used, by name.
type usage struct {
	sensors, sources map[string]use
}

type use struct {
	peak int64
	cpu  time.Duration
}

func (r *rig) used() usage {
	of := func(selectors ...string) map[string]use {
		found := map[string]use{}
		for _, text := range selectors {
			for _, name := range r.Kubelet.Running(suite.SensorNamespace, selector(r.b, text)) {
				if u, err := r.Kubelet.Usage(suite.SensorNamespace, name); err == nil {
					found[name] = use{u.PeakRSS, u.CPU}
				}
			}
		}
		return found
	}
	return usage{of(r.loop.SensorPods()), of("eventsource-name=github", "eventsource-name="+r.loop.Name.StateEventSource())}
}

// since tells the most that one pod of each kind has had of memory, and has used of CPU in a span.
func (u usage) since(before usage, span time.Duration) []any {
	most := func(now, before map[string]use) (memory, cpu string) {
		var peak int64
		var busiest float64
		for name, used := range now {
			peak = max(peak, used.peak)
			busiest = max(busiest, (used.cpu-before[name].cpu).Seconds()/span.Seconds())
		}
		return fmt.Sprintf("%d MiB", peak>>20), fmt.Sprintf("%.0fm", busiest*1000)
	}
	sensorMemory, sensorCPU := most(u.sensors, before.sensors)
	sourceMemory, sourceCPU := most(u.sources, before.sources)
	return []any{sensorMemory, sensorCPU, sourceMemory, sourceCPU}
}
