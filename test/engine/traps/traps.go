// Package traps shows on the engine's own code what it refuses, drops, ignores or does otherwise than its YAML reads: the
// facts that our constructs, our rules and our docs build on.
//
//   - task_test.go: what the task writes, and what we write instead.
//   - let_through_test.go: the defects that the engine's validation accepts, and what then becomes of an event.
//   - behaviour_test.go, policy_test.go, operators_test.go, consumer_test.go, source_test.go, deployment_test.go: how actions,
//     filters, consumers, event sources and pods behave.
//   - samples_test.go, effects_*_test.go: what becomes of the bad and the good sample of each rule.
//
// Nothing here needs a cluster or a bus. Requests go to servers on the loopback interface.
package traps

import (
	"net/http"
	"time"
	_ "unsafe" // for go:linkname

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	jetstream "github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor"
	_ "github.com/argoproj/argo-events/pkg/eventsources"                  // to be linked, as the next
	_ "github.com/argoproj/argo-events/pkg/eventsources/sources/calendar" // to be linked
	_ "github.com/argoproj/argo-events/pkg/eventsources/sources/github"   // to be linked
	"github.com/argoproj/argo-events/pkg/eventsources/sources/resource"
	sensorcontroller "github.com/argoproj/argo-events/pkg/reconciler/sensor"
	cloudevents "github.com/cloudevents/sdk-go/v2"
	"github.com/nats-io/nats.go"
	cron "github.com/robfig/cron/v3"
	"go.uber.org/zap"
	appsv1 "k8s.io/api/apps/v1"
)

// What follows is the engine's own and unexported; the linker finds it by name, so a new version that has no such function does
// not link. Telling the code anew would prove nothing about the engine. (The empty traps.s lets functions have no body.)

// processDependency is what a message leads to for one dependency (pkg/eventbus/jetstream/sensor/trigger_conn.go).
//
//go:linkname processDependency github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor.(*JetstreamTriggerConn).processDependency
func processDependency(*jetstream.JetstreamTriggerConn, *nats.Msg, *cloudevents.Event, string,
	func(string, cloudevents.Event) (*cloudevents.Event, error), func(string, cloudevents.Event) bool, func(map[string]cloudevents.Event))

// setStateToSpec compares a starting sensor with what it was, and deletes consumers
// (pkg/eventbus/jetstream/sensor/sensor_jetstream.go).
//
//go:linkname setStateToSpec github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor.(*SensorJetstream).setStateToSpec
func setStateToSpec(*jetstream.SensorJetstream, *v1alpha1.Sensor) error

// getDurableName names a consumer on the bus (pkg/eventbus/jetstream/sensor/sensor_jetstream.go).
//
//go:linkname getDurableName github.com/argoproj/argo-events/pkg/eventbus/jetstream/sensor.getDurableName
func getDurableName(sensorName, triggerName, depName string) string

// keyValid and bucketValid are what the client of NATS lets through (kv.go in github.com/nats-io/nats.go).
//
//go:linkname keyValid github.com/nats-io/nats%2ego.keyValid
func keyValid(key string) bool

//go:linkname bucketValid github.com/nats-io/nats%2ego.bucketValid
func bucketValid(bucket string) bool

// buildDeployment is the Deployment that the controller makes of a sensor (pkg/reconciler/sensor/resource.go).
//
//go:linkname buildDeployment github.com/argoproj/argo-events/pkg/reconciler/sensor.buildDeployment
func buildDeployment(*sensorcontroller.AdaptorArgs, *v1alpha1.EventBus) (*appsv1.Deployment, error)

// filterEvent says whether an event source publishes what has come (pkg/eventsources/eventing.go).
//
//go:linkname filterEvent github.com/argoproj/argo-events/pkg/eventsources.filterEvent
func filterEvent(data []byte, filter *v1alpha1.EventSourceFilter) (bool, error)

// parseValidateRequest is what a delivery of GitHub becomes (pkg/eventsources/sources/github/start.go).
//
//go:linkname parseValidateRequest github.com/argoproj/argo-events/pkg/eventsources/sources/github.parseValidateRequest
func parseValidateRequest(request *http.Request, secret []byte) ([]byte, error)

// resolveSchedule reads the schedule of a calendar (pkg/eventsources/sources/calendar/start.go).
//
//go:linkname resolveSchedule github.com/argoproj/argo-events/pkg/eventsources/sources/calendar.resolveSchedule
func resolveSchedule(*v1alpha1.CalendarEventSource) (cron.Schedule, error)

// passFilters is whether an object passes the filter of a watched resource (pkg/eventsources/sources/resource/start.go).
//
//go:linkname passFilters github.com/argoproj/argo-events/pkg/eventsources/sources/resource.passFilters
func passFilters(*resource.InformerEvent, *v1alpha1.ResourceFilter, time.Time, *zap.SugaredLogger) bool
