package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/suite"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"
)

// forbidden is a write that a Role allows, for it cannot be narrowed by name, and a policy refuses. The text is YAML: the object that
// is made, or what is merged into the one that is there.
type forbidden struct {
	what string
	as   account
	verb string
	of   schema.GroupVersionResource
	name string
	text string
}

// refusedByPolicies tries every write that the accounts may make with what the loop does not write.
func refusedByPolicies(t *testing.T, w *world) {
	for _, l := range w.Loops {
		p := w.Pull(l)
		id := w.post(t, p)
		w.handled(t, p, id, 1)
		w.settled(t, p)
		somebodys := "somebodys-" + string(l.Name)
		w.agent(t, p, somebodys, nil)
		writes := ofTheLoop(p, id)
		if l.Dedicated {
			writes = append(writes, ofOthers(l, somebodys)...)
		}
		writes = append(writes,
			forbidden{"an agent that is not to be cancelled", cancelOf(l), "delete", l.Runs, somebodys, ""},
			forbidden{"a run of the loop, by the canceller", cancelOf(l), "delete", l.Runs, l.Run(p.Task, id), ""})
		for _, one := range writes {
			t.Run(string(l.Name)+": "+one.what, func(t *testing.T) {
				if err := w.try(t, one, l); err == nil || !strings.Contains(err.Error(), "ValidatingAdmissionPolicy") {
					t.Errorf("it is not a policy that refuses it: %v", err)
				}
			})
		}
	}
}

var (
	configMaps = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	events     = schema.GroupVersionResource{Version: "v1", Resource: "events"}
	jobs       = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
)

// ofTheLoop are writes under the names of its objects, which also an account that is shared may not make.
func ofTheLoop(p pull, comment int64) []forbidden {
	l, state, run := p.Loop, p.Loop.State(p.Task), p.Loop.Run(p.Task, comment)
	sensor, resync := sensorOf(l), resyncOf(l)
	return []forbidden{
		{"a state without labels", sensor, "create", configMaps, l.State(8), `{kind: ConfigMap, data: {handled-8: "1"}}`},
		{"another iteration of a handled comment", sensor, "patch", configMaps, state, fmt.Sprintf(`{data: {handled-%d: "9"}}`, comment)},
		{"a run that no state calls for", sensor, "create", l.Runs, l.Run(8, 8), anyRun(l)},
		{"another spec of a run", sensor, "patch", l.Runs, run, `{spec: {attempt: "2"}}`},
		{"a Job of somebody else's", sensor, "create", jobs, "anything", anyJob},
		{"a Job of another command", sensor, "create", jobs, l.Name.CancelJob("8", "8") + "x", anyJob},
		{"an Event of another reason", sensor, "create", events, "anything-" + string(l.Name), anyEvent(l, state)},
		{"a pause by the resync", resync, "patch", configMaps, state, `{data: {status: paused}}`},
		{"a ConfigMap of somebody else's by the resync", resync, "patch", configMaps, "kube-root-ca.crt", `{data: {a: b}}`},
	}
}

// ofOthers are writes that an account of the loop's own may not make.
func ofOthers(l suite.Loop, somebodys string) []forbidden {
	sensor := sensorOf(l)
	return []forbidden{
		{"a ConfigMap of somebody else's", sensor, "create", configMaps, "anything", `{kind: ConfigMap, data: {a: b}}`},
		{"a key in a ConfigMap of somebody else's", sensor, "patch", configMaps, "kube-root-ca.crt", `{data: {a: b}}`},
		{"an agent of somebody else's", sensor, "create", l.Runs, "anything", anyRun(l)},
		{"another spec of such an agent", sensor, "patch", l.Runs, somebodys, `{spec: {attempt: "2"}}`},
		{"an Event about somebody else's object", sensor, "create", events, "anything", anyEvent(l, "kube-root-ca.crt")},
	}
}

func anyRun(l suite.Loop) string {
	run, err := yaml.Marshal(map[string]any{"kind": l.RunKind, "spec": agentSpec(l)})
	if err != nil {
		panic(err)
	}
	return string(run)
}

const anyJob = `{kind: Job, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}`

func anyEvent(l suite.Loop, about string) string {
	return fmt.Sprintf(`{kind: Event, type: Normal, reason: Anything, involvedObject: {kind: ConfigMap, namespace: %s, name: %s}}`, l.AgentNamespace, about)
}

// try makes the write with a token of the account's own.
func (w *world) try(t *testing.T, one forbidden, l suite.Loop) error {
	t.Helper()
	of := w.as(t, one.as).Resource(one.of).Namespace(l.AgentNamespace)
	switch one.verb {
	case "create":
		object := &unstructured.Unstructured{}
		if err := yaml.Unmarshal([]byte(one.text), &object.Object); err != nil {
			t.Fatal(err)
		}
		object.SetAPIVersion(one.of.GroupVersion().String())
		object.SetName(one.name)
		_, err := of.Create(t.Context(), object, metav1.CreateOptions{})
		return err
	case "patch":
		patch, err := yaml.YAMLToJSON([]byte(one.text))
		if err != nil {
			t.Fatal(err)
		}
		_, err = of.Patch(t.Context(), one.name, types.MergePatchType, patch, metav1.PatchOptions{})
		return err
	}
	return of.Delete(t.Context(), one.name, metav1.DeleteOptions{})
}
