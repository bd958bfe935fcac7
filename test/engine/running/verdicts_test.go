package running

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"
	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"go.yaml.in/yaml/v3"
)

// The verdicts say what the functions of the engine do with each sample, called one by one, natively and as WebAssembly. Here the
// sensors of the tree run, and each sample comes over the bus: what they do is what its verdict says.
func TestVerdictsOfRunningSensors(t *testing.T) {
	eachSample(t, func(group engine.Group, _ *engine.Tree, payload engine.Payload) (*engine.Verdict, error) {
		return recorded(group.Name, payload.Name)
	})
}

// The same with the functions themselves, for a tree that has other verdicts than those that are committed.
func TestRunningSensors(t *testing.T) {
	eachSample(t, engine.Group.Judge)
}

// eachSample has all samples come for which there is a verdict.
func eachSample(t *testing.T, judge func(engine.Group, *engine.Tree, engine.Payload) (*engine.Verdict, error)) {
	t.Helper()
	tree, err := engine.OpenTree()
	if err != nil {
		t.Fatal(err)
	}
	payloads, err := engine.OpenPayloads()
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, group := range tree.Groups() {
		live := run(t, tree, group)
		for _, payload := range payloads {
			want, err := judge(group, tree, payload)
			if err != nil {
				t.Fatal(err)
			}
			if want == nil {
				continue
			}
			compared++
			t.Run(group.Name+"/"+payload.Name, func(t *testing.T) {
				live.take(t, payload)
				compare(t, "what is written and sent", live.outside.done(t), done(t, want))
				compare(t, "triggers that act", live.acts(payload.Name), acting(want))
			})
		}
	}
	if compared == 0 {
		t.Error("no sample has a verdict: run `npm run verdicts`")
	}
}

// live are the sensors of a group, all of them running.
type live struct {
	tree    *engine.Tree
	sensors []*v1alpha1.Sensor
	pods    []*Sensor
	bus     *broker.Bus
	outside *outside
}

func run(t *testing.T, tree *engine.Tree, group engine.Group) *live {
	t.Helper()
	l := &live{tree: tree, bus: broker.New(t), outside: &outside{}}
	for _, sensor := range group.Sensors {
		l.sensors = append(l.sensors, withoutSecrets(sensor.Value))
	}
	status := answer(t, l.sensors)
	l.outside.web.Status = func(engine.Request) int { return status }
	// The client of an HTTP trigger has no transport of its own (pkg/sensors/triggers/http/http.go).
	before := http.DefaultTransport
	http.DefaultTransport = l.outside
	t.Cleanup(func() { http.DefaultTransport = before })
	for _, sensor := range l.sensors {
		pod := Start(context.Background(), t, l.bus, sensor, l.outside)
		for _, trigger := range sensor.Spec.Triggers {
			if reason := pod.Stuck(trigger.Template.Name); reason != "" {
				t.Fatalf("trigger %q: %s", trigger.Template.Name, reason)
			}
			if !trigger.AtLeastOnce {
				t.Fatalf("trigger %q: without atLeastOnce nobody knows when it has acted", trigger.Template.Name)
			}
		}
		l.pods = append(l.pods, pod)
	}
	return l
}

// take has a sample come over the bus, and waits until each consumer for it has acknowledged it.
func (l *live) take(t *testing.T, payload engine.Payload) {
	t.Helper()
	kind := l.tree.EventType(l.sensors[0].Namespace, payload.EventSource, payload.Event)
	event, err := engine.NewEvent(payload.Name, string(kind), payload.EventSource, payload.Event, payload.Data)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.bus.Publish(t, event); err != nil {
		t.Fatal(err)
	}
	subject := strings.Join([]string{v1alpha1.JetStreamStreamName, payload.EventSource, payload.Event}, ".")
	last, err := l.bus.JetStream.GetLastMsg(v1alpha1.JetStreamStreamName, subject)
	if err != nil {
		t.Fatal(err)
	}
	broker.Eventually(t, func() bool {
		consumers := 0
		for one := range l.bus.JetStream.Consumers(v1alpha1.JetStreamStreamName) {
			if one.Config.FilterSubject != subject {
				continue
			}
			consumers++
			if one.AckFloor.Stream < last.Sequence {
				return false
			}
		}
		return consumers > 0
	})
}

// acts are the triggers that have acted on an event, once for each time, and with what has failed.
func (l *live) acts(event string) (lines []string) {
	for _, pod := range l.pods {
		for _, act := range pod.Acts() {
			if slices.Contains(act.Events, event) {
				lines = append(lines, strings.TrimSpace(act.Trigger+" "+act.Failure))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// recorded is the verdict that is committed, nil when there is none.
func recorded(group, payload string) (*engine.Verdict, error) {
	folder, err := engine.Place("VERDICTS", "verdicts")
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(folder, group, payload+".yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	verdict := &engine.Verdict{}
	return verdict, yaml.Unmarshal(content, verdict)
}

// done is what the triggers write and send by the verdict.
func done(t *testing.T, verdict *engine.Verdict) (lines []string) {
	t.Helper()
	for _, firing := range verdict.Triggers {
		for heading, sent := range firing.Does {
			if request, ok := sent.(map[string]any); ok {
				delete(request, "allow") // of a request, which answers are a success
			}
			lines = append(lines, line(t, heading, sent))
		}
	}
	slices.Sort(lines)
	return lines
}

// acting are the triggers that act by the verdict.
func acting(verdict *engine.Verdict) (lines []string) {
	for _, firing := range verdict.Triggers {
		lines = append(lines, strings.TrimSpace(firing.Trigger+" "+firing.Fails))
	}
	slices.Sort(lines)
	return lines
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s\nthe running sensor:\n%s\nits verdict:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
