package policies

import (
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// triggered is as announce-remediation makes it.
const triggered = `
apiVersion: v1
kind: Event
metadata: {generateName: remediation-triggered-, labels: {events.argoproj.io/sensor: pr-comment-remediation}}
involvedObject: {apiVersion: v1, kind: ConfigMap, name: "task-{{.N}}-remediation-state", namespace: agent-platform, uid: a}
type: Normal
reason: RemediationTriggered
message: Iteration 1 of task {{.N}} started
source: {component: pr-comment-remediation}
firstTimestamp: "2026-01-02T03:04:05Z"
lastTimestamp: "2026-01-02T03:04:05Z"
`

func eventAttempts() []attempt {
	const (
		kinds   = "The sensor tells of RemediationTriggered, RemediationExhausted, RemediationTriggerFailed, each with its type and name"
		states  = "The sensor tells of states of tasks"
		message = "The sensor tells a message, and that it comes from pr-comment-remediation"
		beyond  = "The Events of the sensor have nothing beyond the template"
	)
	return []attempt{
		{"an iteration that has started", nil, all(triggered), ""},
		{"a task that is exhausted", nil, all(triggered, `{metadata: {generateName: remediation-exhausted-}, type: Warning, reason: RemediationExhausted}`), ""},
		{"a run that could not be made", nil, all(triggered, `{metadata: {generateName: remediation-failure-}, type: Warning, reason: RemediationTriggerFailed}`), ""},
		{"a reason of its own", nil, all(triggered, `{reason: Killing}`), kinds},
		{"a reason under another name", nil, all(triggered, `{metadata: {generateName: remediation-exhausted-}}`), kinds},
		{"a reason of another type", nil, all(triggered, `{type: Warning}`), kinds},
		{"an Event with a name", nil, all(triggered, `{metadata: {generateName: null, name: "event-{{.N}}"}}`), kinds},
		{"an Event without a reason", nil, all(triggered, `{reason: null}`), kinds},
		{"an Event about a pod", nil, all(triggered, `{involvedObject: {kind: Pod}}`), states},
		{"an Event about a ConfigMap of somebody else's", nil, all(triggered, `{involvedObject: {name: somebodys}}`), states},
		{"an Event about nothing in particular", nil, all(triggered, `{involvedObject: {uid: null}}`), states},
		{"an Event about a field", nil, all(triggered, `{involvedObject: {fieldPath: data}}`), states},
		{"an Event of somebody else about a state", nil, all(triggered, `{source: {component: kubelet}}`), message},
		{"an Event of a host", nil, all(triggered, `{source: {host: node-1}}`), message},
		{"an Event that tells nothing", nil, all(triggered, `{message: ""}`), message},
		{"an Event of a series", nil, all(triggered, `{series: {count: 5, lastObservedTime: "2026-01-02T03:04:05.000000Z"}}`), beyond},
		{"an Event about two things", nil, all(triggered, `{related: {kind: Pod, name: a}}`), beyond},
		{"an Event that nobody can delete", nil, all(triggered, `{metadata: {finalizers: [example.com/x]}}`), beyond},
	}
}

func TestEvents(t *testing.T) {
	c := newCluster(t)
	tries{c: c, user: c.client(sensor), resource: events, namespace: platform, policy: "remediation-event.agent-platform"}.run(t, eventAttempts())
	// The same objects by another name.
	newer := tries{c: c, user: c.mighty(sensor), resource: eventsV1, namespace: platform, policy: "remediation-event.agent-platform"}
	newer.run(t, []attempt{{"an Event of events.k8s.io", nil, all(eventOfEvents), "The sensor tells of RemediationTriggered, RemediationExhausted, RemediationTriggerFailed, each with its type and name"}})
	newer.user = c.client(sensor)
	if err := newer.try(t, attempt{change: all(eventOfEvents)}); !apierrors.IsForbidden(err) || refusal(err) != "" {
		t.Errorf("it is not RBAC that refuses it: %v", err)
	}
}

// eventsV1 are the same objects as events.
var eventsV1 = schema.GroupVersionResource{Group: "events.k8s.io", Version: "v1", Resource: "events"}

const eventOfEvents = `
apiVersion: events.k8s.io/v1
kind: Event
metadata: {name: "event-{{.N}}"}
eventTime: "2026-01-02T03:04:05.000000Z"
regarding: {apiVersion: v1, kind: ConfigMap, name: "task-{{.N}}-remediation-state", namespace: agent-platform, uid: a}
type: Normal
reason: Killing
note: hello
action: Kill
reportingController: example.com/a
reportingInstance: a
`
