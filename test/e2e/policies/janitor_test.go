package policies

import (
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	janitorNames   = "The janitor writes ConfigMaps named task-<number>-remediation-state and labelled app: remediation-loop"
	janitorDeletes = "The janitor deletes a state that is not paused and in which nothing is left to do"
	janitorLabel   = "The janitor sets remediation.5dlabs.com/at-rest to true on a state at rest, and otherwise to false"
	janitorNothing = "The janitor changes nothing of a state but its label"

	runNames   = "The janitor writes CodeRuns of the loop, named remediation-rex-t<task>-c<comment>"
	runLabel   = "The janitor sets remediation.5dlabs.com/at-rest of a CodeRun to true"
	runNothing = "The janitor changes nothing of a CodeRun but its label"

	// handled is the other comment of handledState, handled too.
	handled = `data: {iteration-2: "2", handled-2: "2"}`
)

// janitorAttempts are deletions.
func janitorAttempts() []attempt {
	deleted := func(name, refused string, before ...string) attempt {
		return attempt{name + " is deleted", append([]string{handledState}, before...), nil, refused}
	}
	return []attempt{
		deleted("a state at rest", "", handled),
		deleted("an exhausted state at rest", "", handled, `data: {status: exhausted}`),
		deleted("a state that no derived field has been written to", "", handled, `data: {status: null}`),
		deleted("a state without keys", "", `data: null`),
		deleted("a state with the key of a comment without an id", "", handled, `data: {comment-: ""}`),
		deleted("a state in which a comment waits", janitorDeletes),
		deleted("an exhausted state in which a comment waits", janitorDeletes, `data: {status: exhausted}`),
		deleted("a state in which a run is not acknowledged", janitorDeletes, handled, `data: {handled-1: null}`),
		deleted("a state in which a comment waits that is no record", janitorDeletes, handled, `data: {comment-3: hello}`),
		deleted("a paused state at rest", janitorDeletes, handled, `data: {status: paused}`),
		deleted("a ConfigMap of another name", janitorNames, handled, `metadata: {name: "copy-{{.N}}"}`),
		deleted("a state of another loop", janitorNames, handled, `metadata: {labels: {app: other-loop}}`),
		deleted("a state without labels", janitorNames, handled, `metadata: {labels: null}`),
	}
}

// restedAttempts are changes of the label.
func restedAttempts() []attempt {
	return []attempt{
		{"a state at rest is labelled", all(handledState, handled), all(atRest("true")), ""},
		{"a state at rest that had the label is labelled", all(handledState, handled, atRest("false")), all(atRest("true")), ""},
		{"a state is watched again", all(handledState, atRest("true")), all(atRest("false")), ""},
		{"a state in which a comment waits is labelled", all(handledState), all(atRest("true")), janitorLabel},
		{"a paused state is labelled", all(handledState, handled, `data: {status: paused}`), all(atRest("true")), janitorLabel},
		{"the label is something else", all(handledState, handled), all(atRest("maybe")), janitorLabel},
		{"the label is removed", all(handledState, handled, atRest("true")), all(`metadata: {labels: {remediation.5dlabs.com/at-rest: null}}`), janitorLabel},
		{"a ConfigMap of another name is labelled", all(handledState, handled, `metadata: {name: "copy-{{.N}}"}`), all(atRest("true")), janitorNames},
		{"a ConfigMap is made the loop's", all(handledState, handled, `metadata: {labels: {app: other}}`), all(atRest("true"), `metadata: {labels: {app: remediation-loop}}`), janitorNames},
		{"a key with the label", all(handledState, handled), all(atRest("true"), `data: {status: exhausted}`), janitorNothing},
		{"a comment that is handled with the label", all(handledState), all(atRest("false"), `data: {handled-2: "2"}`), janitorNothing},
		{"all keys with the label", all(handledState, handled), all(atRest("true"), `data: null`), janitorNothing},
		{"binary data with the label", all(handledState, handled), all(atRest("true"), `binaryData: {a: AAAA}`), janitorNothing},
		{"no change from now on with the label", all(handledState, handled), all(atRest("true"), `immutable: true`), janitorNothing},
		{"another label with it", all(handledState, handled), all(atRest("true"), `metadata: {labels: {team: blue}}`), janitorNothing},
		{"another label that goes with it", all(handledState, handled, `metadata: {labels: {team: blue}}`), all(atRest("true"), `metadata: {labels: {team: null}}`), janitorNothing},
		{"an annotation with the label", all(handledState, handled), all(atRest("true"), `metadata: {annotations: {a: b}}`), janitorNothing},
		{"a finalizer with the label", all(handledState, handled), all(atRest("true"), `metadata: {finalizers: [example.com/x]}`), janitorNothing},
		{"an owner with the label", all(handledState, handled), all(atRest("true"), `metadata: {ownerReferences: [{apiVersion: v1, kind: Pod, name: a, uid: b}]}`), janitorNothing},
	}
}

func runLabelAttempts() []attempt {
	return []attempt{
		{"a run is labelled", all(newRun), all(atRest("true")), ""},
		{"a run that had the label is labelled", all(newRun, atRest("false")), all(atRest("true")), ""},
		{"a run is watched again", all(newRun, atRest("true")), all(atRest("false")), runLabel},
		{"the label of a run is removed", all(newRun, atRest("true")), all(`metadata: {labels: {remediation.5dlabs.com/at-rest: null}}`), runLabel},
		{"a run of Tess is labelled", all(newRun, `metadata: {name: "tess-{{.N}}"}`), all(atRest("true")), runNames},
		{"a run of another trigger is labelled", all(newRun, `metadata: {labels: {trigger-type: play}}`), all(atRest("true")), runNames},
		{"what a run is to do, with the label", all(newRun), all(atRest("true"), `spec: {pr_number: 43}`), runNothing},
		{"another label of a run", all(newRun), all(atRest("true"), `metadata: {labels: {status: running}}`), runNothing},
		{"an annotation of a run", all(newRun), all(atRest("true"), `metadata: {annotations: {remediation.5dlabs.com/iteration: "9"}}`), runNothing},
		{"the owner of a run", all(newRun), all(atRest("true"), `metadata: {ownerReferences: null}`), runNothing},
		{"a finalizer of a run", all(newRun), all(atRest("true"), `metadata: {finalizers: [example.com/x]}`), runNothing},
	}
}

func TestJanitor(t *testing.T) {
	c := newCluster(t)
	states := tries{c: c, user: c.client(janitor), resource: configMaps, namespace: platform, policy: "remediation-janitor.agent-platform"}
	states.run(t, janitorAttempts())
	states.run(t, restedAttempts())
	tries{c: c, user: c.client(janitor), resource: codeRuns, namespace: platform, policy: "remediation-relabel.agent-platform", owner: true}.run(t, runLabelAttempts())

	t.Run("many at once, in one of which a comment waits", func(t *testing.T) {
		for _, part := range []string{handled, `data: {status: active}`} {
			task := numbers.Add(1)
			state := without(filled(t, map[string]any{"N": task}, all(handledState, part, `metadata: {labels: {many: "true"}}`)))
			c.add(t, configMaps, platform, state)
		}
		err := c.mighty(janitor).Resource(configMaps).Namespace(platform).DeleteCollection(t.Context(), metav1.DeleteOptions{DryRun: dryRun.DryRun}, metav1.ListOptions{LabelSelector: "many=true"})
		if got, want := refusal(err), states.policy+": "+janitorDeletes; got != want {
			t.Errorf("got %v, want %q", err, want)
		}
	})

	t.Run("what its Role allows", func(t *testing.T) {
		state := c.add(t, configMaps, platform, without(filled(t, map[string]any{"N": numbers.Add(1)}, all(handledState, handled))))
		_, err := c.client(janitor).Resource(configMaps).Namespace(platform).Create(t.Context(), object(strings.ReplaceAll(newState, "{{.N}}", "77")), dryRun)
		if err == nil {
			t.Error("it may make a state")
		}
		// A version that has passed is refused, so that a comment that was stored meanwhile stays.
		version, uid := state.GetResourceVersion(), state.GetUID()
		c.patch(t, state.GetName(), `data: {comment-3: `+stored+`}`)
		err = c.client(janitor).Resource(configMaps).Namespace(platform).Delete(t.Context(), state.GetName(), metav1.DeleteOptions{
			DryRun: dryRun.DryRun, Preconditions: &metav1.Preconditions{UID: &uid, ResourceVersion: &version},
		})
		if !apierrors.IsConflict(err) {
			t.Errorf("it is deleted, though a comment has been stored since: %v", err)
		}
	})
}
