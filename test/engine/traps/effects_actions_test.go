package traps

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	engine "github.com/cdk8s-argo-events/test/engine"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	"github.com/argoproj/argo-events/pkg/sensors/triggers"
	"github.com/argoproj/argo-events/pkg/sensors/triggers/nats"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
	"github.com/nats-io/nats-server/v2/server"
	natsclient "github.com/nats-io/nats.go"
	"go.uber.org/zap"
	evanphx "gopkg.in/evanphx/json-patch.v4"
	corev1 "k8s.io/api/core/v1"
)

// What the first trigger of the samples does, for the ordinary event with a difference.
var actionEffects = map[string]effect{
	"dest-field":  {onRequest(200, `body: {url: "https://hooks.example.com/7"}`), "https://hooks.example.com/run", "https://hooks.example.com/7"},
	"dest-list":   {onObject("spec"), `{"arguments":{"parameters":[{"value":"7"}]},"workflowTemplateRef":{"name":"build"}}`, `{"arguments":{"parameters":[{"name":"number","value":"7"}]},"workflowTemplateRef":{"name":"build"}}`},
	"dest-path":   {onObject("metadata"), `{"annotations[\"example":{"com/pr\"]":"7"},"name":"last-event","namespace":"events"}`, `{"annotations":{"example.com/pr":"7"},"name":"last-event","namespace":"events"}`},
	"dest-search": {onObject("data"), `{"number":""}`, `{"number":"","numbers#":"7"}`},
	// Whatever status comes, it is a success.
	"http-status-allow": {onRequest(500, ``), "https://hooks.example.com/run", "policy application resulted in failure. http response status 500 is not allowed"},
	"http-url":          {onRequest(200, `body: {url: "https://hooks.example.com/run"}`), `Post "hooks.example.com/run": unsupported protocol scheme ""`, "https://hooks.example.com/run"},
	"literal-template":  {onRequest(200, `body: {repository: {name: cto}}`), "https://hooks.example.com/%7B%7B%20.Input.body.repository.name%20%7D%7D", "https://hooks.example.com/cto"},

	// An API server refuses an Event that is in another namespace than what it is about; that it is sent, is the engine's doing.
	"event-namespace":    {onEventObject, "an Event of agents about an object of ''", "an Event of agents about an object of 'agents'"},
	"k8s-live-object":    {onCalls(``), "resource namespace must be specified for fetching live object", "GET /api/v1/namespaces/events/configmaps/last-event, GET /api/v1/namespaces/events/configmaps/last-event, PUT /api/v1/namespaces/events/configmaps/last-event"},
	"k8s-object-name":    {onCalls(`body: {job: made}`), "failed to retrieve existing object. err: name is required", "GET /apis/batch/v1/namespaces/events/jobs/made"},
	"k8s-patch-strategy": {onPatch, "json: cannot unmarshal object into Go value of type jsonpatch.Patch", "an object to merge"},
	"k8s-resource-path":  {onCalls(``), "POST /apis/rbac.authorization.k8s.io/v1/namespaces/events/clusterroles", "POST /api/v1/namespaces"},
	// The kind of the object says it, not the resource that is written beside it.
	"trigger-resource": {onCalls(``), "POST /api/v1/namespaces/agents/configmaps", "POST /api/v1/namespaces/agents/configmaps"},
	// The answer of the API server is 201; the good one looks for its labels, see TestPolicy.
	"policy-ignored":         {onCreation, "POST /api/v1/namespaces/events/configmaps", "failed to determine status of the triggered resource. setting trigger state as failed"},
	"policy-on-delete":       {onCalls(``), "failed to interpret the trigger resource", "GET /api/v1/namespaces/events/configmaps/last-event, PATCH /api/v1/namespaces/events/configmaps/last-event, GET /api/v1/namespaces/events/configmaps/last-event"},
	"submit-reports-failure": {onWorkflow, "started, failed to interpret the trigger resource", "started"},

	"parameter-outside-conditions": {onObject("data"), `{"number":""}`, `{"number":"8"}`},
	"parameter-source":             {onObject("data"), `{"number":"7"}`, `{"number":7}`},
	"payload-without-default":      {onPayloadOf("opened"), "the engine panics: runtime error: invalid memory address or nil pointer dereference", `{"review":"0"}`},
	"template-value":               {onObject("data"), `{"comment":"comment-2.345678901e+09"}`, `{"comment":"comment-2345678901 of 5DLabs-Tess[bot]"}`},
	"nullable-data":                {onNull, `{"milestone":"null"}`, `{"milestone":"none"}`},
	"template-and-key":             {onObject("data"), `{"number":"PR 7"}`, `{"number":"PR 7"}`},
	"whole-event":                  {onWholeEvent, "context, data: a text", "7"},
	"template-syntax":              {onObject("data"), `unable to resolve 'comment' parameter value. err: template: param:1: function "upperr" not defined`, `{"action":"CREATED"}`},
	"template-input":               {onObject("data"), `{"number":"PR \u003cno value\u003e"}`, `{"number":"PR 7"}`},
	"message-incomplete":           {onSlack, "no slack channel provided", "A comment came to 7"},
	"parameter-ignored":            {onSlack, "A comment came to builds", "fine to builds"},
	"kept-connection":              {onConnections, "events for one, two go to one, one", "events for one, one go to one, one"},

	"retry-at-most-once":      {onSampleFailure, "1 attempt(s), seen as done", "3 attempt(s), failed after retries: " + refusal},
	"dlq-ignored-field":       {onDLQ, "acts, whatever its conditions", "acts, whatever its conditions"},
	"long-retry":              {onPauses, "1h33m41s", "2m45s"},
	"rate-limit-at-most-once": {onLimit, "acknowledged before its turn", "acknowledged after it"},
	"log-interval":            {onLog, "3 of 3 events are logged", "3 of 3 events are logged"},
	"clear-secret":            {onSecret, "stands in the environment of the pod", "does not"},
}

// acted is what came of the first trigger of a sample for some events: the error, or nothing.
func acted(s *sample, events map[string]*v1alpha1.Event, clients engine.Clients) string {
	return message(engine.Act(s.sensor(), s.trigger(), events, clients))
}

// onRequest is the error of the action, or what it asked for.
func onRequest(status int, difference string) func(*testing.T, *sample) string {
	return func(t *testing.T, s *sample) string {
		wire := &wire{Status: status}
		if failed := acted(s, from(event(t, difference)), clients(t, newCluster(t), wire)); failed != "" {
			return failed
		}
		return strings.Join(wire.Requests, ", ")
	}
}

// onCalls is the error of the action, or what it asked of the API server, which has the object that it looks for, and no answer but
// that for the policy.
func onCalls(difference string) func(*testing.T, *sample) string {
	return func(t *testing.T, s *sample) string {
		cluster := newCluster(t)
		if operation := s.trigger().Template.K8s.Operation; operation != "" && operation != v1alpha1.Create {
			cluster.objects["/api/v1/namespaces/events/configmaps/last-event"] = []byte(`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "last-event", "namespace": "events", "labels": {"ready": "true"}}}`)
		}
		if failed := acted(s, from(event(t, difference)), clients(t, cluster, nil)); failed != "" {
			return failed
		}
		return strings.Join(cluster.requests(), ", ")
	}
}

// onWorkflow says whether an argo command was started, and what the error of the action is. The API server has the Workflow.
func onWorkflow(t *testing.T, s *sample) string {
	bin := t.TempDir()
	t.Setenv("PATH", bin+":/usr/bin:/bin")
	if err := os.WriteFile(filepath.Join(bin, "argo"), []byte("#!/bin/sh\n: > "+bin+"/started\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	cluster := newCluster(t)
	const workflow = `{"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "build", "namespace": "events", "labels": {"ready": "true"}}}`
	const workflows = "/apis/argoproj.io/v1alpha1/namespaces/events/workflows"
	cluster.objects[workflows] = []byte(`{"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowList", "items": [` + workflow + `]}`)
	cluster.objects[workflows+"/build"] = []byte(workflow)
	failed := acted(s, from(event(t, "")), clients(t, cluster, nil))
	if _, err := os.Stat(filepath.Join(bin, "started")); err != nil {
		return failed
	}
	return strings.TrimSuffix("started, "+failed, ", ")
}

// onCreation is the error of the action, or the last that it asked of the API server, which answers with 201.
func onCreation(t *testing.T, s *sample) string {
	cluster := newCluster(t)
	if policy := s.trigger().Policy; policy.K8s != nil {
		policy.K8s.Backoff.Duration = &nothing
	}
	if failed := acted(s, from(event(t, "")), clients(t, cluster, nil)); failed != "" {
		return failed
	}
	return cluster.requests()[len(cluster.Calls)-1]
}

// onObject is a part of the object that the action writes, once everything has come that the trigger waits for.
func onObject(field string) func(*testing.T, *sample) string {
	return func(t *testing.T, s *sample) string {
		dependencies, err := start(s.sensor())
		if err != nil {
			t.Fatal(err)
		}
		come := map[string]*v1alpha1.Event{}
		for _, dependency := range dependencies {
			come[dependency.Name] = event(t, `body: {pull_request: {number: 8}}`)
		}
		cluster := newCluster(t)
		if failed := acted(s, come, clients(t, cluster, nil)); failed != "" {
			return failed
		}
		return asJSON(t, cluster.last(t)[field])
	}
}

// onNull is the data of the object, when the milestone is null.
func onNull(t *testing.T, s *sample) string {
	cluster := newCluster(t)
	sent := eventOf(t, `{"body": {"issue": {"milestone": null}}}`)
	if failed := acted(s, from(sent), clients(t, cluster, nil)); failed != "" {
		return failed
	}
	return asJSON(t, cluster.last(t)["data"])
}

// onWholeEvent is what the object has of the event: the names of its fields and what its data is, or the value itself.
func onWholeEvent(t *testing.T, s *sample) string {
	var data struct{ Number string }
	if err := json.Unmarshal([]byte(onObject("data")(t, s)), &data); err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal([]byte(data.Number), &whole); err != nil {
		return data.Number
	}
	if _, isText := whole["data"].(string); !isText {
		return "no text"
	}
	return strings.Join(slices.Sorted(maps.Keys(whole)), ", ") + ": a text"
}

// onEventObject is the namespace of the Event that goes out, and that of its object.
func onEventObject(t *testing.T, s *sample) string {
	cluster := newCluster(t)
	if failed := acted(s, from(event(t, "")), clients(t, cluster, nil)); failed != "" {
		return failed
	}
	var sent corev1.Event
	if err := json.Unmarshal([]byte(cluster.Calls[0].Body), &sent); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("an Event of %s about an object of '%s'", sent.Namespace, sent.InvolvedObject.Namespace)
}

// onPayloadOf is the error of the action, or what it sends, when the event of that dependency only has come.
func onPayloadOf(dependency string) func(*testing.T, *sample) string {
	return func(t *testing.T, s *sample) string {
		wire := &wire{Status: 200}
		if failed := acted(s, map[string]*v1alpha1.Event{dependency: event(t, "")}, clients(t, newCluster(t), wire)); failed != "" {
			return failed
		}
		return strings.Join(wire.Bodies, ", ")
	}
}

// onPatch is what the API server makes of the patch, which it reads with this module.
func onPatch(t *testing.T, s *sample) string {
	cluster := newCluster(t)
	cluster.objects["/api/v1/namespaces/events/configmaps/last-event"] = []byte(`{"apiVersion": "v1", "kind": "ConfigMap"}`)
	expect(t, "the action", acted(s, from(event(t, "")), clients(t, cluster, nil)), "")
	sent := cluster.Calls[len(cluster.Calls)-1]
	if sent.ContentType == "application/json-patch+json" {
		_, err := evanphx.DecodePatch([]byte(sent.Body))
		return message(err)
	}
	if err := json.Unmarshal([]byte(sent.Body), &map[string]any{}); err != nil {
		return err.Error()
	}
	return "an object to merge"
}

// onSlack tells the Execute of a slack trigger anew, which would ask Slack: its text is compared. The parameters of the trigger itself
// are the engine's own doing.
func onSlack(t *testing.T, s *sample) string {
	says(t, "pkg/sensors/triggers/slack/slack.go", `slackTrigger := t.Trigger.Template.Slack

	channel := slackTrigger.Channel
	if channel == "" {
		return nil, fmt.Errorf("no slack channel provided")`, `message := slackTrigger.Message`)
	says(t, "pkg/sensors/triggers/email/email.go", `emailTrigger := t.Trigger.Template.Email

	if len(emailTrigger.To) == 0 {
		return nil, fmt.Errorf("to can't be empty")`)
	trigger := s.trigger().DeepCopy()
	if err := triggers.ApplyTemplateParameters(from(event(t, `body: {channel: "7", comment: {body: fine}}`)), trigger); err != nil {
		return err.Error()
	}
	if trigger.Template.Slack.Channel == "" {
		return "no slack channel provided"
	}
	return trigger.Template.Slack.Message + " to " + trigger.Template.Slack.Channel
}

// onConnections is which of two servers two events are for, by the url of the trigger, and which they go to. The url of the template is
// that of the first.
func onConnections(t *testing.T, s *sample) string {
	names := map[string]string{}
	var urls []string
	for _, name := range []string{"one", "two"} {
		bus, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, NoLog: true, NoSigs: true})
		if err != nil {
			t.Fatal(err)
		}
		go bus.Start()
		t.Cleanup(bus.Shutdown)
		if !bus.ReadyForConnections(10 * time.Second) {
			t.Fatal("NATS does not start")
		}
		names[bus.ClientURL()] = name
		urls = append(urls, bus.ClientURL())
	}
	s.trigger().Template.NATS.URL = urls[0]
	connections := sharedutil.NewStringKeyedMap[*natsclient.Conn]()
	var meant, reached []string
	for _, url := range urls {
		trigger := s.trigger().DeepCopy() // made anew for each event, see TestRetold
		if err := triggers.ApplyTemplateParameters(from(event(t, fmt.Sprintf(`body: {server: %q, subject: comments}`, url))), trigger); err != nil {
			t.Fatal(err)
		}
		implementation, err := nats.NewNATSTrigger(s.sensor(), trigger, connections, zap.NewNop().Sugar())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(implementation.Conn.Close)
		meant = append(meant, names[trigger.Template.NATS.URL])
		reached = append(reached, names[implementation.Conn.ConnectedUrl()])
	}
	return fmt.Sprintf("events for %s go to %s", strings.Join(meant, ", "), strings.Join(reached, ", "))
}

// onSampleFailure is onFailure without the pauses.
func onSampleFailure(t *testing.T, s *sample) string {
	s.trigger().RetryStrategy.Duration = &nothing
	return onFailure(t, s.sensor())
}

var nothing = v1alpha1.FromInt64(1)

// onDLQ is whether the dlqTrigger acts although its conditions are not met: those of the sample are replaced by others.
func onDLQ(t *testing.T, s *sample) string {
	if template := s.trigger().DlqTrigger.Template; template.Conditions != "" {
		template.Conditions = "never"
	}
	s.trigger().Policy = &v1alpha1.TriggerPolicy{Status: &v1alpha1.StatusPolicy{Allow: []int32{200}}}
	s.trigger().Template.HTTP = &v1alpha1.HTTPTrigger{URL: newWeb(t, 500).URL}
	if len(fire(t, s.sensor(), nil, from(event(t, ""))).DLQ) == 1 {
		return "acts, whatever its conditions"
	}
	return "does not act"
}

// onPauses is the longest that the pauses of the retries take in all, by the engine's own arithmetic.
func onPauses(t *testing.T, s *sample) string {
	backoff, err := sharedutil.Convert2WaitBackoff(s.trigger().RetryStrategy)
	if err != nil {
		t.Fatal(err)
	}
	most := 1 + backoff.Jitter
	backoff.Jitter = 0
	var total time.Duration
	for range s.trigger().RetryStrategy.Steps - 1 { // between the attempts
		total += time.Duration(float64(backoff.Step()) * most)
	}
	return total.String()
}

// onLimit is whether an event is acknowledged before its turn has come by the rate limit.
func onLimit(_ *testing.T, s *sample) string {
	turn := make(chan struct{})
	returned := make(chan (<-chan struct{}))
	go func() {
		acted, _ := triggerActions(s.trigger(), func() error {
			<-turn // what the limiter does: rl.Take()
			return nil
		})
		returned <- acted
	}()
	select {
	case acted := <-returned:
		close(turn)
		<-acted
		return "acknowledged before its turn"
	case <-time.After(50 * time.Millisecond):
		close(turn)
		<-<-returned
		return "acknowledged after it"
	}
}

func onLog(t *testing.T, s *sample) string {
	return fmt.Sprintf("%d of 3 events are logged", lines(t, s.sensor(), 3, false))
}

// onSecret is whether the header can be read in what the controller makes of the sensor.
func onSecret(t *testing.T, s *sample) string {
	if strings.Contains(sensorIn(t, deployed(t, s.sensor())), "0123456789abcdef") {
		return "stands in the environment of the pod"
	}
	return "does not"
}
