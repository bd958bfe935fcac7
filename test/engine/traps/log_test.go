package traps

import (
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	logtrigger "github.com/argoproj/argo-events/pkg/sensors/triggers/log"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

// A log trigger remembers when it last wrote, but the one that does is thrown away after its event (pkg/sensors/triggers/log/log.go;
// triggerOne, see TestRetold).
func TestLogInterval(t *testing.T) {
	sensor := given(t, `trigger: {template: {k8s: null, log: {intervalSeconds: 3600}}}`)
	expect(t, "validation", validation(sensor), accepted)
	expect(t, "lines of one trigger for all events", lines(t, sensor, 3, true), 1)
	expect(t, "lines of a trigger for each event", lines(t, sensor, 3, false), 3)
}

// lines is how many of a number of events the first trigger of a sensor writes to the log.
func lines(t *testing.T, sensor *v1alpha1.Sensor, events int, kept bool) int {
	t.Helper()
	core, written := observer.New(zapcore.InfoLevel)
	var trigger *logtrigger.LogTrigger
	for range events {
		if trigger == nil || !kept {
			var err error
			if trigger, err = logtrigger.NewLogTrigger(sensor, &sensor.Spec.Triggers[0], zap.New(core).Sugar()); err != nil {
				t.Fatal(err)
			}
		}
		resource, err := trigger.FetchResource(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := trigger.Execute(t.Context(), from(event(t, "")), resource); err != nil {
			t.Fatal(err)
		}
	}
	return written.Len()
}
