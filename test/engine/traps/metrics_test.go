package traps

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/metrics"
	"github.com/prometheus/client_golang/prometheus"
)

// pkg/metrics/metrics.go
func TestMetrics(t *testing.T) {
	m := metrics.NewMetrics("events")
	m.IncRunningServices("github")
	m.InitEventMetrics("github", "issue_comment")
	m.InitSensorMetrics("sensor", "act")
	m.EventProcessingDuration("github", "issue_comment", 1)
	m.ActionDuration("sensor", "act", 1)
	registry := prometheus.NewRegistry()
	if err := registry.Register(m); err != nil {
		t.Fatal(err)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, family := range families {
		var labels []string
		for _, label := range family.GetMetric()[0].GetLabel() {
			labels = append(labels, label.GetName())
		}
		kind := strings.ToLower(family.GetType().String())
		got = append(got, fmt.Sprintf("%s %s %s", kind, family.GetName(), strings.Join(labels, ",")))
		if summary := family.GetMetric()[0].GetSummary(); summary != nil {
			expect(t, "quantiles of "+family.GetName(), len(summary.GetQuantile()), 0)
		}
	}
	slices.Sort(got)
	expect(t, "metrics", strings.Join(got, "\n"), `counter argo_events_action_failed_total namespace,sensor_name,trigger_name
counter argo_events_action_retries_failed_total namespace,sensor_name,trigger_name
counter argo_events_action_triggered_total namespace,sensor_name,trigger_name
counter argo_events_events_processing_failed_total event_name,eventsource_name,namespace
counter argo_events_events_sent_failed_total event_name,eventsource_name,namespace
counter argo_events_events_sent_total event_name,eventsource_name,namespace
gauge argo_events_event_service_running_total eventsource_name,namespace
summary argo_events_action_duration_milliseconds namespace,sensor_name,trigger_name
summary argo_events_event_processing_duration_milliseconds event_name,eventsource_name,namespace`)
}
