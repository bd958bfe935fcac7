// Package running runs sensors as their pods do: the engine's own listener (pkg/sensors), on a bus of package broker. What it has done
// is read in its own log.
package running

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	_ "unsafe" // for go:linkname

	"github.com/cdk8s-argo-events/test/engine/broker"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/argoproj/argo-events/pkg/sensors"
	"github.com/argoproj/argo-events/pkg/shared/logging"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
	"k8s.io/client-go/dynamic"
)

// listenEvents is what a sensor does once it leads (Start in pkg/sensors/listener.go). The package bus shows the election.
//
//go:linkname listenEvents github.com/argoproj/argo-events/pkg/sensors.(*SensorContext).listenEvents
func listenEvents(*sensors.SensorContext, context.Context) error

// DurableName names a consumer on the bus (getDurableName in pkg/eventbus/jetstream/sensor/sensor_jetstream.go).
//
//go:linkname DurableName github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor.getDurableName
func DurableName(sensorName, triggerName, depName string) string

// The metrics of the engine can be registered once in a process.
var engineMetrics = sync.OnceValue(func() *metrics.Metrics { return metrics.NewMetrics("events") })

// Sensor is one that runs.
type Sensor struct {
	log    *observer.ObservedLogs
	cancel context.CancelFunc
	ended  sync.WaitGroup
}

// Start runs a sensor until the context or the test ends, and returns when each of its triggers has subscribed, or failed to.
//
// Do not start one while another acts: the engine keeps the rate limits of all triggers of a process in one map without a lock
// (rateLimiters in pkg/sensors/listener.go), and a pod has one sensor.
func Start(ctx context.Context, t *testing.T, bus *broker.Bus, spec *v1alpha1.Sensor, cluster dynamic.Interface) *Sensor {
	t.Helper()
	core, log := observer.New(zapcore.DebugLevel)
	// A fatal error ends the goroutine, and not the process with all tests.
	logger := zap.New(core, zap.WithFatalHook(zapcore.WriteThenGoexit)).Sugar()
	ctx, cancel := context.WithCancel(logging.WithLogger(ctx, logger))
	sensor := &Sensor{log: log, cancel: cancel}
	config := &v1alpha1.BusConfig{JetStream: &v1alpha1.JetStreamConfig{URL: bus.URL, StreamConfig: bus.Config}}
	running := sensors.NewSensorContext(nil, cluster, spec.DeepCopy(), config, "", "pod", engineMetrics())
	sensor.ended.Go(func() {
		if err := listenEvents(running, ctx); err != nil {
			logger.Errorw("listenEvents", zap.Error(err))
		}
	})
	t.Cleanup(sensor.Stop)
	for _, trigger := range spec.Spec.Triggers {
		name := trigger.Template.Name
		broker.Eventually(t, func() bool { return sensor.subscribed(name) || sensor.stuck(name) })
	}
	return sensor
}

// Stop ends it as SIGTERM does, and waits for that.
func (s *Sensor) Stop() {
	s.cancel()
	s.ended.Wait()
}

// said are the lines of a trigger that begin so.
func (s *Sensor) said(trigger, begin string) []observer.LoggedEntry {
	return s.log.FilterField(zap.String(logging.LabelTriggerName, trigger)).
		Filter(func(entry observer.LoggedEntry) bool { return strings.HasPrefix(entry.Message, begin) }).All()
}

// subscribed: it is said when all consumers of the trigger are there (Subscribe in pkg/eventbus/jetstream/sensor/trigger_conn.go).
func (s *Sensor) subscribed(trigger string) bool {
	return len(s.said(trigger, "adding 1 to WaitGroup (processMsgs)")) > 0
}

// stuck: it tries again every five seconds (pkg/sensors/listener.go).
func (s *Sensor) stuck(trigger string) bool {
	return len(s.said(trigger, "failed to subscribe to eventbus")) > 0
}

// Stuck says why a trigger cannot subscribe, "" if it can.
func (s *Sensor) Stuck(trigger string) string {
	for _, entry := range s.said(trigger, "failed to subscribe to eventbus") {
		return fmt.Sprint(entry.ContextMap()["error"])
	}
	return ""
}

// Reads are the names of the consumers that a trigger has subscribed to.
func (s *Sensor) Reads(trigger string) []string {
	var names []string
	for _, entry := range s.said(trigger, "successfully subscribed to subject") {
		words := strings.Fields(entry.Message)
		names = append(names, words[len(words)-1])
	}
	return names
}

// Act is an action of a trigger, whatever came of it.
type Act struct {
	Trigger string
	Events  []string // their ids
	Failure string
}

// Acts are those that are done, in their order.
func (s *Sensor) Acts() []Act {
	var acts []Act
	for _, entry := range s.log.All() {
		if entry.Message != "Failed to execute a trigger" && !strings.HasPrefix(entry.Message, "Successfully processed trigger") {
			continue
		}
		fields := entry.ContextMap()
		events, ok := fields["triggeredByEvents"].([]any)
		if !ok {
			continue // said once more of one without atLeastOnce that has failed
		}
		act := Act{Trigger: fmt.Sprint(fields[logging.LabelTriggerName])}
		for _, id := range events {
			act.Events = append(act.Events, fmt.Sprint(id))
		}
		if failure := fields["error"]; failure != nil {
			act.Failure = fmt.Sprint(failure)
		}
		acts = append(acts, act)
	}
	return acts
}
