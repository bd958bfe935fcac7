package policies

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	notCancelled = "Of the CodeRuns of a task, those of cleo and tess are cancelled while they are running"
	otherKinds   = "The accounts of the loop write no other kinds of objects"
)

// tess is a run that is cancelled.
const tess = `
apiVersion: cto.5dlabs.com/v1alpha1
kind: CodeRun
metadata: {name: "tess-{{.N}}", labels: {task-id: "{{.N}}", agent-type: tess, status: running}}
spec: {}
`

func cancelAttempts() []attempt {
	return []attempt{
		{"a running run of Tess", all(tess), nil, ""},
		{"a running run of Cleo", all(tess, `metadata: {labels: {agent-type: cleo}}`), nil, ""},
		{"a finished run of Tess", all(tess, `metadata: {labels: {status: succeeded}}`), nil, notCancelled},
		{"a run of Tess without a status", all(tess, `metadata: {labels: {status: null}}`), nil, notCancelled},
		{"a running run of Rex", all(tess, `metadata: {labels: {agent-type: rex}}`), nil, notCancelled},
		{"a running run of no task", all(tess, `metadata: {labels: {task-id: null}}`), nil, notCancelled},
		{"a run without labels", all(tess, `metadata: {labels: null}`), nil, notCancelled},
	}
}

func TestCancel(t *testing.T) {
	c := newCluster(t)
	cancelled := tries{c: c, user: c.client(canceller), resource: codeRuns, namespace: platform, policy: "remediation-cancel.agent-platform"}
	cancelled.run(t, cancelAttempts())

	t.Run("many at once, of which one is another agent's", func(t *testing.T) {
		for _, agent := range []string{"tess", "rex"} {
			c.add(t, codeRuns, platform, object(strings.NewReplacer("{{.N}}", "many-"+agent, "agent-type: tess", "agent-type: "+agent).Replace(tess)))
		}
		of := metav1.ListOptions{LabelSelector: "task-id in (many-tess,many-rex)"}
		err := c.mighty(canceller).Resource(codeRuns).Namespace(platform).DeleteCollection(t.Context(), metav1.DeleteOptions{DryRun: dryRun.DryRun}, of)
		if got, want := refusal(err), cancelled.policy+": "+notCancelled; got != want {
			t.Errorf("got %v, want %q", err, want)
		}
	})
}

func resyncAttempts() []attempt {
	const (
		waits      = "The resync re-triggers ConfigMaps labelled app: remediation-loop in which a comment is not handled"
		annotation = "The resync sets remediation.5dlabs.com/resync to <count>-<time>, and no other annotation"
		nothing    = "The resync changes nothing but its annotation"
		touch      = `metadata: {annotations: {remediation.5dlabs.com/resync: 3-1767323045}}`
	)
	return []attempt{
		{"a touch", all(handledState), all(touch), ""},
		{"another touch", all(handledState, `metadata: {annotations: {remediation.5dlabs.com/resync: 2-1767323045, a: b}}`), all(touch), ""},
		{"a touch over what a person has typed", all(handledState, `metadata: {annotations: {remediation.5dlabs.com/resync: now}}`), all(touch), ""},
		{"a ConfigMap of another name", all(handledState, `metadata: {name: "copy-{{.N}}"}`), all(touch), ""},
		{"a ConfigMap of somebody else's", all(handledState, `metadata: {labels: {app: other}}`), all(touch), waits},
		{"a ConfigMap that is labelled with it", all(handledState, `metadata: {labels: null}`), all(touch, `metadata: {labels: {app: remediation-loop}}`), waits},
		{"a state in which no comment waits", all(handledState, `data: {handled-2: ""}`), all(touch), waits},
		{"a state without keys", all(handledState, `data: null`), all(touch), waits},
		{"a key of a comment without an id", all(handledState, `data: {handled-2: "2", comment-: hello}`), all(touch), waits},
		{"a comment that the loop has not stored", all(handledState, `data: {handled-2: "2", comment-3: hello}`), all(touch), ""},
		{"a touch that counts nothing", all(handledState), all(`metadata: {annotations: {remediation.5dlabs.com/resync: soon}}`), annotation},
		{"a touch that is taken back", all(handledState, touch), all(`metadata: {annotations: {remediation.5dlabs.com/resync: null}}`), annotation},
		{"another annotation", all(handledState), all(touch, `metadata: {annotations: {a: b}}`), annotation},
		{"an annotation that is removed", all(handledState, `metadata: {annotations: {a: b}}`), all(touch, `metadata: {annotations: {a: null}}`), annotation},
		{"a key", all(handledState), all(touch, `data: {status: paused}`), nothing},
		{"all keys", all(handledState), all(touch, `data: null`), nothing},
		{"a label", all(handledState), all(touch, `metadata: {labels: {team: blue}}`), nothing},
		{"no change from now on", all(handledState), all(touch, `immutable: true`), nothing},
		{"binary data", all(handledState), all(touch, `binaryData: {a: AAAA}`), nothing},
		{"a finalizer", all(handledState), all(touch, `metadata: {finalizers: [example.com/x]}`), nothing},
		{"an owner", all(handledState), all(touch, `metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}`), nothing},
	}
}

func TestResync(t *testing.T) {
	c := newCluster(t)
	tries{c: c, user: c.client(resync), resource: configMaps, namespace: platform, policy: "remediation-resync.agent-platform"}.run(t, resyncAttempts())
}

// sensorPod is one of the loop's.
const sensorPod = `{apiVersion: v1, kind: Pod, metadata: {name: "sensor-{{.N}}", labels: {app: remediation-sensor}}, spec: {containers: [{name: a, image: a}]}}`

// sensors is the namespace of the sensors' pods.
const sensors = "github-webhooks"

const replaces = "The watchdog deletes pods and Deployments labelled app: remediation-sensor, and writes nothing else"

func watchdogAttempts() []attempt {
	return []attempt{
		{"a pod of a sensor is removed", all(sensorPod), nil, ""},
		{"a pod of another app is removed", all(sensorPod, `metadata: {labels: {app: remediation-state}}`), nil, replaces},
		{"a pod without labels is removed", all(sensorPod, `metadata: {labels: null}`), nil, replaces},
		{"a pod is made", nil, all(sensorPod), replaces},
		{"a pod is changed", all(sensorPod), all(`metadata: {labels: {a: b}}`), replaces},
	}
}

func TestWatchdog(t *testing.T) {
	c := newCluster(t)
	pods := schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	secrets := schema.GroupVersionResource{Version: "v1", Resource: "secrets"}
	// With every right, for RBAC does not let it try most of it.
	of := func(resource schema.GroupVersionResource) tries {
		return tries{c: c, user: c.mighty(watchdog), resource: resource, namespace: sensors, policy: "remediation-watchdog.github-webhooks"}
	}
	of(pods).run(t, watchdogAttempts())
	const deployment = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: "sensor-{{.N}}", labels: {app: remediation-sensor}}, spec: {replicas: 0, selector: {matchLabels: {a: "{{.N}}"}}, template: {metadata: {labels: {a: "{{.N}}"}}, spec: {containers: [{name: a, image: a}]}}}}`
	of(schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}).run(t, []attempt{
		{"a Deployment of a sensor is removed", all(deployment), nil, ""},
		{"a Deployment of another app is removed", all(deployment, `metadata: {labels: {app: remediation-state}}`), nil, replaces},
		{"a Deployment is scaled", all(deployment), all(`spec: {replicas: 1}`), replaces},
	})
	of(secrets).run(t, []attempt{
		{"a Secret is made", nil, all(`{apiVersion: v1, kind: Secret, metadata: {name: "a-{{.N}}"}}`), replaces},
		{"a Secret is removed", all(`{apiVersion: v1, kind: Secret, metadata: {name: "a-{{.N}}", labels: {app: remediation-sensor}}}`), nil, replaces},
	})
}

// What RBAC does not allow today, a policy refuses also when somebody allows it one day.
func TestAccounts(t *testing.T) {
	c := newCluster(t)
	secrets := schema.GroupVersionResource{Version: "v1", Resource: "secrets"}
	pods := schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	roles := schema.GroupVersionResource{Group: "rbac.authorization.k8s.io", Version: "v1", Resource: "roles"}
	const (
		secret = `{apiVersion: v1, kind: Secret, metadata: {name: "a-{{.N}}"}}`
		pod    = `{apiVersion: v1, kind: Pod, metadata: {name: "a-{{.N}}"}, spec: {containers: [{name: a, image: a}]}}`
		role   = `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: "a-{{.N}}"}}`
		run    = `{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: "a-{{.N}}", labels: {task-id: "{{.N}}", agent-type: tess, status: running}}, spec: {}}`
	)
	for user, attempts := range map[string]map[schema.GroupVersionResource][]attempt{
		canceller: {
			codeRuns:   {{"a run is made", nil, all(run), otherKinds}, {"a run is changed", all(run), all(`spec: {a: b}`), otherKinds}},
			configMaps: {{"a state is made", nil, all(newState), otherKinds}, {"a state is removed", all(newState), nil, otherKinds}},
			secrets:    {{"a Secret is made", nil, all(secret), otherKinds}, {"a Secret is removed", all(secret), nil, otherKinds}},
			pods:       {{"a pod is made", nil, all(pod), otherKinds}},
			roles:      {{"a Role is made", nil, all(role), otherKinds}},
			eventsV1:   {{"an Event is written", nil, all(eventOfEvents), otherKinds}},
		},
		resync: {
			configMaps: {{"a state is made", nil, all(newState), otherKinds}, {"a state is removed", all(newState), nil, otherKinds}},
			codeRuns:   {{"a run is removed", all(run), nil, otherKinds}},
			secrets:    {{"a Secret is made", nil, all(secret), otherKinds}},
			jobs:       {{"a Job is made", nil, all(cancelJob), otherKinds}},
		},
		janitor: {
			configMaps: {{"a state is made", nil, all(newState), otherKinds}},
			codeRuns:   {{"a run is made", nil, all(run), otherKinds}, {"a run is removed", all(run), nil, otherKinds}},
			secrets:    {{"a Secret is made", nil, all(secret), otherKinds}, {"a Secret is removed", all(secret), nil, otherKinds}},
			jobs:       {{"a Job is made", nil, all(cancelJob), otherKinds}},
		},
		watcher: {
			configMaps: {{"a state is made", nil, all(newState), otherKinds}, {"a state is changed", all(newState), all(`data: {a: b}`), otherKinds}, {"a state is removed", all(newState), nil, otherKinds}},
			codeRuns:   {{"a run is made", nil, all(run), otherKinds}},
		},
	} {
		for resource, attempts := range attempts {
			t.Run(user[strings.LastIndex(user, ":")+1:]+" "+resource.Resource, func(t *testing.T) {
				tries{c: c, user: c.mighty(user), resource: resource, namespace: platform, policy: "remediation-accounts.agent-platform"}.run(t, attempts)
			})
		}
	}
}
