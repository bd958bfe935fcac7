package history

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

func object(text string) *unstructured.Unstructured {
	object := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &object.Object); err != nil {
		panic(err)
	}
	if object.GetNamespace() == "" {
		object.SetNamespace("agent-platform")
	}
	return object
}

const cancelJobText = `{apiVersion: batch/v1, kind: Job, metadata: {name: remediation-cancel-t7-c2345678901-x2b4f,
  labels: {app: remediation-cancel, task-id: "7", comment-id: "2345678901"}},
  spec: {template: {spec: {serviceAccountName: remediation-cancel, containers: [{command: [kubectl], args: [delete, coderuns.cto.5dlabs.com, --namespace,
  agent-platform, --selector, "task-id=7,agent-type in (cleo,tess),status=running", --ignore-not-found, --wait=false]}]}}}}`

const eventText = `{apiVersion: v1, kind: Event, metadata: {name: remediation-triggered-x}, reason: RemediationTriggered,
  involvedObject: {kind: ConfigMap, name: task-7-remediation-state}, source: {component: pr-comment-remediation}}`

func TestI5Sensor(t *testing.T) {
	other := schema.GroupResource{Resource: "secrets"}
	// by lets the sensor write an object, made of a text of which one part is replaced.
	by := func(resource schema.GroupResource, text string, replace ...string) func(*story) {
		return func(s *story) {
			s.write(sensorUser, resource, object(strings.NewReplacer(replace...).Replace(text)))
		}
	}
	secret := `{apiVersion: v1, kind: Secret, metadata: {name: x}}`
	configMap := `{apiVersion: v1, kind: ConfigMap, metadata: {name: task-7-remediation-state, labels: {app: remediation-loop, task-id: "7"}},
  data: {status: active, max_iterations: "10", current_iteration: "0", feedback_history: "[]", start_time: x}}`
	tellAll(t, map[string]tale{
		"a Job":                         {by(jobs, cancelJobText), nil},
		"a Job of another account":      {by(jobs, cancelJobText, "serviceAccountName: remediation-cancel", "serviceAccountName: default"), []string{`it runs as "default", allowed: "remediation-cancel"`}},
		"a Job of another name":         {by(jobs, cancelJobText, "name: remediation-cancel-t7", "name: cancel-t7"), []string{`name "cancel-t7-c2345678901-x2b4f", allowed:`}},
		"a Job of another task":         {by(jobs, cancelJobText, `task-id: "7"`, `task-id: "8"`), []string{`label task-id is "8", allowed: "7"`}},
		"a Job that deletes more":       {by(jobs, cancelJobText, "task-id=7,", ""), []string{`"agent-type in (cleo,tess),status=running"`}},
		"a Job with another command":    {by(jobs, cancelJobText, "[kubectl]", "[sh]"), []string{`it runs ["sh" "delete"`}},
		"a Job with two containers":     {by(jobs, cancelJobText, "[{command", "[{}, {command"), []string{"it has 2 containers and 0 init containers"}},
		"an Event":                      {by(coreEvents, eventText), nil},
		"an Event of another reason":    {by(coreEvents, eventText, "reason: RemediationTriggered", "reason: Killing"), []string{`reason "Killing", allowed: RemediationTriggered,`}},
		"an Event about something else": {by(coreEvents, eventText, "kind: ConfigMap", "kind: Pod"), []string{`it is about Pod "task-7-remediation-state"`}},
		"an Event of another component": {by(coreEvents, eventText, "component: pr-comment-remediation", "component: kubelet"), []string{`it is from "kubelet", allowed: "pr-comment-remediation"`}},
		"a Secret":                      {by(other, secret), []string{`I5, secrets agent-platform/x: ` + sensorUser + ` was allowed to create it at 03:00:01.000 (sensor of loop remediation: resource "secrets", allowed:`}},
		"a ConfigMap of another name":   {by(configMaps, configMap, "name: task-7-remediation-state", "name: other"), []string{`name "other", allowed:`}},
		"a ConfigMap in another place":  {by(configMaps, configMap, "metadata: {", "metadata: {namespace: other, "), []string{`namespace "other", allowed: "agent-platform"`}},
		"a ConfigMap without its label": {by(configMaps, configMap, "app: remediation-loop, ", ""), []string{`label app is "", allowed: "remediation-loop"`}},
		"a ConfigMap of another task":   {by(configMaps, configMap, `task-id: "7"`, `task-id: "8"`), []string{`label task-id is "8", allowed: "7"`}},
		"a run of another name":         {by(Default().CodeRuns, `{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: x}}`), []string{`name "x", allowed:`}},
		"a status": {func(s *story) {
			s.whole("7", 2345678901)
			s.call(sensorUser, "patch", s.loop.CodeRuns, s.objects[runSeven]).Subresource = "status"
		}, []string{`subresource "status", allowed: none`}},
		"an update": {func(s *story) {
			s.whole("7", 2345678901)
			s.call(sensorUser, "update", s.loop.CodeRuns, s.objects[runSeven])
		}, []string{`verb "update", allowed: create, patch`}},
		"a refused write": {func(s *story) {
			s.call(sensorUser, "create", other, object(secret)).Code = 403
		}, nil},
		"a dry run": {func(s *story) {
			call := s.call(sensorUser, "create", other, object(secret))
			call.URI = "/api/v1/namespaces/agent-platform/secrets?dryRun=All"
		}, []string{`resource "secrets", allowed:`}},
		"a question": {func(s *story) {
			s.call(sensorUser, "create", schema.GroupResource{Group: "authorization.k8s.io", Resource: "selfsubjectaccessreviews"}, object(secret))
		}, nil},
		"a read": {func(s *story) {
			s.call(sensorUser, "get", other, object(secret))
		}, nil},
		"a foreign Secret, shared account": {func(s *story) {
			s.loop.Dedicated = false
			by(other, secret)(s)
		}, nil},
		"a foreign Job, shared account": {func(s *story) {
			s.loop.Dedicated = false
			by(jobs, `{apiVersion: batch/v1, kind: Job, metadata: {name: theirs}}`)(s)
		}, []string{`name "theirs", allowed:`}},
		"a state without its label, shared account": {func(s *story) {
			s.loop.Dedicated = false
			by(configMaps, configMap, "app: remediation-loop, ", "")(s)
		}, []string{`label app is "", allowed: "remediation-loop"`}},
		"a person's Secret": {func(s *story) {
			s.write(person, other, object(secret))
		}, nil},
		"the event source writes": {func(s *story) {
			s.whole("7", 2345678901)
			s.call(stateUser, "patch", configMaps, s.objects[stateSeven])
		}, []string{"state event source of loop remediation: it writes nothing"}},
		"the event source reads": {func(s *story) {
			s.whole("7", 2345678901)
			s.call(stateUser, "list", configMaps, s.objects[stateSeven])
		}, nil},
	})
}

func TestI5Jobs(t *testing.T) {
	agent := func(kind, status string) string {
		return fmt.Sprintf(`{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: quality, labels: {task-id: "7", agent-type: %s, status: %s}}}`, kind, status)
	}
	const pod = `{apiVersion: v1, kind: Pod, metadata: {name: remediation-cancel-t7-x, labels: {task-id: "7"}}}`
	cancel := func(text string, change ...func(*Call)) func(*story) {
		return func(s *story) {
			s.write(person, pods, object(pod))
			s.write(person, s.loop.CodeRuns, object(text))
			call := s.remove(cancelUser, s.loop.CodeRuns, "quality")
			call.Pod = "remediation-cancel-t7-x"
			for _, change := range change {
				change(call)
			}
		}
	}
	touch := func(change func(*unstructured.Unstructured)) func(*story) {
		return func(s *story) {
			s.whole("7", 2345678901)
			state := s.objects[stateSeven].DeepCopy()
			change(state)
			s.write(resyncUser, configMaps, state)
			s.reconcile("7")
		}
	}
	// The story knows one namespace, so the pod is told to be in the sensor's afterwards.
	replace := func(app string) func(*story) {
		return func(s *story) {
			s.write(person, pods, object(fmt.Sprintf(`{apiVersion: v1, kind: Pod, metadata: {name: sensor, labels: {app: %s}}}`, app)))
			s.remove(watchdog, pods, "sensor").Namespace = s.loop.SensorNamespace
		}
	}
	mark := func(state *unstructured.Unstructured) {
		state.SetAnnotations(map[string]string{vocabulary.ResyncAnnotation: "1-1767323045"})
	}
	tellAll(t, map[string]tale{
		"cancels a running cleo":                            {cancel(agent("cleo", "running")), nil},
		"cancels a running tess":                            {cancel(agent("tess", "running")), nil},
		"cancels a running rex":                             {cancel(agent("rex", "running")), []string{`cancel Jobs of loop remediation: label agent-type "rex", allowed: cleo, tess`}},
		"cancels a finished tess":                           {cancel(agent("tess", "finished")), []string{`label status "finished", allowed: running`}},
		"cancels for another task":                          {cancel(strings.Replace(agent("cleo", "running"), `"7"`, `"8"`, 1)), []string{`label task-id "8", allowed: "7", the task of pod remediation-cancel-t7-x`}},
		"cancels for another task, from nobody knows where": {cancel(strings.Replace(agent("cleo", "running"), `"7"`, `"8"`, 1), func(c *Call) { c.Pod = "" }), nil},
		"cancels them all":                                  {cancel(agent("cleo", "running"), func(c *Call) { c.Verb = "deletecollection" }), []string{"deletecollection of coderuns.cto.5dlabs.com, allowed: delete"}},
		"cancels what nobody has seen":                      {cancel(agent("cleo", "running"), func(c *Call) { c.Result.UID = "other" }), []string{`uid "other", which the watch has never seen`}},
		"cancels a state": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(cancelUser, configMaps, "task-7-remediation-state")
		}, []string{"delete of configmaps, allowed: delete of coderuns.cto.5dlabs.com", "the state was deleted by " + cancelUser}},
		"touches a state, which the loop takes back": {touch(mark), nil},
		"touches a state, and more": {touch(func(state *unstructured.Unstructured) {
			mark(state)
			state.SetLabels(map[string]string{"app": "remediation-loop", "task-id": "7", "x": "y"})
		}), []string{"resync of loop remediation: more than annotation remediation.5dlabs.com/resync was changed"}},
		"replaces a pod of the sensor":   {replace("remediation-sensor"), nil},
		"replaces a pod of another loop": {replace("docs-sensor"), []string{`watchdog of loop remediation: label app is "docs-sensor", allowed: "remediation-sensor"`}},
		"replaces a run": {func(s *story) {
			s.write(person, s.loop.CodeRuns, object(agent("cleo", "running")))
			s.remove(watchdog, s.loop.CodeRuns, "quality")
		}, []string{`watchdog of loop remediation: namespace "agent-platform", allowed: "github-webhooks"`}},
		"touches something else": {func(s *story) {
			s.write(resyncUser, configMaps, object(`{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}`))
		}, []string{"create of configmaps agent-platform/other, allowed: patch of configmaps"}},
	})
}

// Two loops share an account: it may do what one of them may.
func TestI5TwoLoops(t *testing.T) {
	s := newStory()
	second := s.loop
	second.Name, second.Repository, second.CodeRuns = "docs", "5dlabs/docs", schema.GroupResource{Group: "agents.example.com", Resource: "agentruns"}
	s.whole("7", 2345678901)
	s.evidence.Audit = NewAudit(s.calls)
	if found := Check(s.evidence, s.loop, second); len(found) != 0 {
		t.Errorf("of two loops:\n%s", lines(found))
	}
	if found := Check(s.evidence, second); len(found) == 0 {
		t.Error("the other loop alone does not answer for the first one's writes")
	}
}
