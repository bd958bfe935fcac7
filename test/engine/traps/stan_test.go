package traps

import (
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

// withoutAtLeastOnce is what a starting sensor does on a STAN bus (Start in pkg/sensors/cmd/start.go, told anew: TestText compares).
// It gives how often it warns.
func withoutAtLeastOnce(sensor *v1alpha1.Sensor) (warnings int) {
	for _, trigger := range sensor.Spec.Triggers {
		if trigger.AtLeastOnce {
			warnings++ // "ignoring atLeastOnce when using NATS"
			trigger.AtLeastOnce = false
		}
	}
	return warnings
}

// On a STAN bus the engine says that it ignores atLeastOnce, and does not: what it clears is a copy. So retries and a dlqTrigger
// work, and a message is acknowledged when the action is done, as it would be on JetStream.
func TestStan(t *testing.T) {
	sensor := given(t, `trigger: {atLeastOnce: true, retryStrategy: {steps: 3, duration: 1ns}, policy: {status: {allow: [200]}},
		template: {k8s: null, http: {url: "`+newWeb(t, 500).URL+`"}}, dlqTrigger: {atLeastOnce: true, template: {name: dlq, http: {url: "`+newWeb(t, 200).URL+`"}}}}`)
	expect(t, "warnings", withoutAtLeastOnce(sensor), 1)
	expect(t, "the flag afterwards", sensor.Spec.Triggers[0].AtLeastOnce, true)
	done := fire(t, sensor, nil, from(event(t, "")))
	expect(t, "attempts", []int{len(done.Main), len(done.DLQ)}, []int{3, 1})
	// Nothing on the way to the bus asks for it, and the message is acknowledged after the action.
	says(t, "pkg/eventbus/stan/sensor/sensor_stan.go",
		`Connect(ctx context.Context, triggerName string, dependencyExpression string, deps []eventbuscommon.Dependency, atLeastOnce bool)`,
		`return NewSTANTriggerConn(conn, n.sensorName, triggerName, dependencyExpression, deps), nil`)
	says(t, "pkg/eventbus/stan/sensor/trigger_conn.go", `stan.SetManualAckMode(),`, `	action(messages)

	msgHolder.reset(depName)
	msgHolder.ackAndCache(m, event.ID())`)
	// Without the flag the action runs beside all that, on either bus.
	sensor.Spec.Triggers[0].AtLeastOnce = false
	expect(t, "attempts without it", len(fire(t, sensor, nil, from(event(t, ""))).Main), 1)
}
