package policies

import (
	"maps"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The account of the platform is that of other people's sensors too. What they write goes through.
func TestForeignSensor(t *testing.T) {
	c := newCluster(t)
	const (
		theirs = `{apiVersion: v1, kind: ConfigMap, metadata: {name: "theirs-{{.N}}", labels: {app: theirs, task-id: "{{.N}}"}}, data: {handled-1: "7"}}`
		run    = `{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: "tess-{{.N}}", labels: {task-id: "{{.N}}", agent-type: tess, trigger-type: comment-feedback}}, spec: {github_app: 5DLabs-Tess}}`
		job    = `{apiVersion: batch/v1, kind: Job, metadata: {name: "job-{{.N}}"}, spec: {template: {spec: {restartPolicy: Never, hostNetwork: true, containers: [{name: a, image: a}]}}}}`
		event  = `{apiVersion: v1, kind: Event, metadata: {name: "event-{{.N}}"}, involvedObject: {kind: Pod, name: a, namespace: agent-platform}, reason: Killing, type: Normal, message: a, source: {component: theirs}}`
		// Of a loop whose name begins or ends as this one's does.
		similar    = `{apiVersion: v1, kind: ConfigMap, metadata: {name: "task-{{.N}}-other-remediation-state", labels: {app: other-remediation-loop}}, data: {a: b}}`
		similarRun = `{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: "remediation-rex-t5-rex-t{{.N}}-c2"}, spec: {}}`
	)
	for resource, attempts := range map[schema.GroupVersionResource][]attempt{
		configMaps: {{"a ConfigMap", nil, all(theirs), ""}, {"a change of it", all(theirs), all(`{data: {handled-1: null}, metadata: {labels: {app: other}, finalizers: [example.com/x]}}`), ""}, {"its end", all(theirs), nil, ""}, {"a state of a similar name", nil, all(similar), ""}},
		codeRuns:   {{"a run", nil, all(run), ""}, {"a change of it", all(run), all(`{spec: {github_app: other}, metadata: {labels: {status: running}}}`), ""}, {"its end", all(run), nil, ""}, {"a run of a similar name", nil, all(similarRun), ""}},
		jobs:       {{"a Job", nil, all(job), ""}},
		events:     {{"an Event", nil, all(event), ""}},
	} {
		t.Run(resource.Resource, func(t *testing.T) {
			tries{c: c, user: c.mighty(sensor), resource: resource, namespace: platform}.run(t, attempts)
		})
	}
}

// A label of a platform's own controller on a run, by the account that the sensors share.
func TestOtherFieldsOfARun(t *testing.T) {
	c := newCluster(t)
	tries{c: c, user: c.client(sensor), resource: codeRuns, namespace: platform, owner: true}.run(t, []attempt{
		{"a label", all(newRun), all(`metadata: {labels: {status: running}}`), ""},
		{"an annotation", all(newRun), all(`metadata: {annotations: {a: b}}`), ""},
	})
}

// Policies do not bind people, nor other namespaces.
func TestPeople(t *testing.T) {
	c := newCluster(t)
	const whatever = `{metadata: {labels: {app: other, task-id: "0"}, annotations: {a: b}}, data: {iteration-1: "99", handled-1: null, comment-1: x, status: paused, note: hello}}`
	for _, who := range []struct{ user, namespace string }{
		{"somebody", platform},
		{"system:serviceaccount:agent-platform:default", platform},
		{sensor, "default"},
	} {
		t.Run(who.user+" in "+who.namespace, func(t *testing.T) {
			tries{c: c, user: c.mighty(who.user), resource: configMaps, namespace: who.namespace}.run(t, []attempt{
				{"a change of a state", all(handledState), all(whatever), ""},
				{"a state of any form", nil, all(handledState, whatever), ""},
				{"the end of a state", all(handledState), nil, ""},
			})
			tries{c: c, user: c.mighty(who.user), resource: codeRuns, namespace: who.namespace, owner: true}.run(t, []attempt{
				{"a change of a run", all(newRun), all(`spec: {github_app: other}`), ""},
				{"a run of any form", nil, all(newRun, `{metadata: {labels: null}, spec: {}}`), ""},
			})
		})
	}
}

// An account of the loop's own writes nothing but the loop's objects.
func TestDedicatedAccount(t *testing.T) {
	c := newCluster(t)
	var (
		state = strings.ReplaceAll(newState, "-remediation-state", "-rework-state")
		run   = strings.NewReplacer("remediation-rex", "rework-rex", "-remediation-state", "-rework-state").Replace(newRun)
		job   = strings.NewReplacer("remediation-cancel", "rework-cancel", "agent-platform", rework).Replace(cancelJob)
		event = strings.NewReplacer("-remediation-state", "-rework-state", "pr-comment-remediation", "pr-comment-rework", "agent-platform", rework).Replace(triggered)
	)
	state = strings.NewReplacer("remediation-loop", "rework-loop", "5dlabs/cto", "octo-org/widgets").Replace(state)
	for _, kind := range []struct {
		policy   string
		resource schema.GroupVersionResource
		attempts []attempt
	}{
		{"rework-state.rework-agents", configMaps, []attempt{
			{"a state", nil, all(state), ""},
			{"any ConfigMap", nil, all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "any-{{.N}}"}}`), "The sensor writes ConfigMaps named task-<number>-rework-state and no others"},
			{"a change of any ConfigMap", all(`{apiVersion: v1, kind: ConfigMap, metadata: {name: "any-{{.N}}"}}`), all(`data: {a: b}`), "The sensor writes ConfigMaps named task-<number>-rework-state and no others"},
			{"a state of another loop", nil, all(newState), "The sensor writes ConfigMaps named task-<number>-rework-state and no others"},
		}},
		{"rework-coderun.rework-agents", codeRuns, []attempt{
			{"a run", nil, all(run), ""},
			{"any run", nil, all(run, `metadata: {name: "any-{{.N}}"}`), "The sensor writes CodeRuns named rework-rex-t<task>-c<comment> and no others"},
		}},
		{"rework-job.rework-agents", jobs, []attempt{
			{"the Job", nil, all(job), ""},
			{"any Job", nil, all(`{apiVersion: batch/v1, kind: Job, metadata: {name: "job-{{.N}}"}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}`), "A Job of the sensor cancels the quality agents of its task: it is as the template says"},
		}},
		{"rework-event.rework-agents", events, []attempt{
			{"an Event", nil, all(event), ""},
			{"any Event", nil, all(`{apiVersion: v1, kind: Event, metadata: {name: "event-{{.N}}"}, involvedObject: {kind: Pod, name: a, namespace: rework-agents}, reason: Killing, type: Normal, message: a, source: {component: theirs}}`), "The sensor tells of RemediationTriggered, RemediationExhausted, RemediationTriggerFailed, each with its type and name"},
		}},
	} {
		t.Run(kind.resource.Resource, func(t *testing.T) {
			tries{c: c, user: c.client(dedicated), resource: kind.resource, namespace: rework, policy: kind.policy, owner: kind.resource == codeRuns}.run(t, kind.attempts)
		})
	}
	t.Run("other kinds, and removals, whoever allows them", func(t *testing.T) {
		for resource, attempts := range map[schema.GroupVersionResource][]attempt{
			{Version: "v1", Resource: "secrets"}: {{"a Secret", nil, all(`{apiVersion: v1, kind: Secret, metadata: {name: "a-{{.N}}"}}`), otherKinds}},
			{Version: "v1", Resource: "pods"}:    {{"a pod", nil, all(`{apiVersion: v1, kind: Pod, metadata: {name: "a-{{.N}}"}, spec: {containers: [{name: a, image: a}]}}`), otherKinds}},
			configMaps:                           {{"the end of a state", all(state), nil, otherKinds}},
			codeRuns:                             {{"the end of a run", all(run, `metadata: {ownerReferences: null}`), nil, otherKinds}},
		} {
			tries{c: c, user: c.mighty(dedicated), resource: resource, namespace: rework, policy: "rework-accounts.rework-agents"}.run(t, attempts)
		}
	})
}

// Of other people's CodeRun, what the loop puts in is judged, and that nothing changes.
func TestCodeRunOfOthers(t *testing.T) {
	c := newCluster(t)
	const agentRun = `
apiVersion: agents.example.com/v2
kind: AgentRun
metadata:
  name: agents-rex-t{{.N}}-c2
  labels: {task-id: "{{.N}}", trigger-type: comment-feedback, comment-id: "2"}
  annotations: {remediation.5dlabs.com/iteration: "3", remediation.5dlabs.com/resync: "", remediation.5dlabs.com/state-version: "17"}
  ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: "task-{{.N}}-agents-state", uid: a}]
spec: {pullRequest: 42, commentId: "2", attempt: "3", attempts: "10", env: [{name: TASK, value: "7"}]}
`
	const kept = `metadata: {ownerReferences: null}` // by nobody, so that the garbage collector leaves it
	tries{c: c, user: c.client(sensor), resource: agentRuns, namespace: agents, policy: "agents-coderun.web-agents"}.run(t, []attempt{
		{"a run", nil, all(agentRun), ""},
		{"a run with labels of its own", nil, all(agentRun, `metadata: {labels: {team: blue}, finalizers: [example.com/x]}`), ""},
		{"a run of another task", nil, all(agentRun, `metadata: {labels: {task-id: "0"}}`), "The labels of a run are those of its task, comment and pull request"},
		{"a run without an iteration", nil, all(agentRun, `metadata: {annotations: null}`), "The annotations of a run are those of its comment, pull request and iteration"},
		{"a run of another state", nil, all(agentRun, `metadata: {ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: task-0-agents-state, uid: a}]}`), "The owner of a run is the state of its task"},
		{"a run of long ago", nil, all(agentRun, requestedAt(48*60*60*1e9)), "A run is made for an event of the last 24h: the resync asks again for what is still due"},
		{"a run again", all(agentRun, kept), all(`metadata: {annotations: {remediation.5dlabs.com/resync: 1-2}}`), ""},
		{"a run of another attempt", all(agentRun, kept), all(`spec: {attempt: "4"}`), "What a run is to do never changes: spec"},
	})
}

// No name of a loop is that of another's.
func TestNames(t *testing.T) {
	c := newCluster(t)
	for _, kind := range []schema.GroupVersionResource{policies, bindings} {
		list, err := c.admin.Resource(kind).List(t.Context(), metav1.ListOptions{LabelSelector: "app"})
		if err != nil {
			t.Fatal(err)
		}
		loops := map[string]int{}
		for _, item := range list.Items {
			loops[item.GetLabels()["app"]]++
		}
		if want := map[string]int{"remediation-loop": 9, "rework-loop": 9, "agents-loop": 9}; !maps.Equal(loops, want) {
			t.Errorf("%s: %v, want %v", kind.Resource, loops, slices.Sorted(maps.Keys(want)))
		}
	}
}
