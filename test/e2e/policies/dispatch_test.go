package policies

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
)

const dispatchPolicy = "remediation-dispatch.agent-platform"

// openState has a comment whose run is to be made, with iteration 3.
const openState = handledState + `  iteration-2: "3"
  max-2: "10"
`

// dispatches are runs made for a state.
type dispatches struct {
	t      *testing.T
	c      *cluster
	task   int64
	sensor dynamic.Interface
	state  *unstructured.Unstructured
}

func newDispatches(t *testing.T, c *cluster, state ...string) *dispatches {
	t.Helper()
	task := numbers.Add(1)
	c.add(t, configMaps, platform, without(filled(t, map[string]any{"N": task}, append(all(openState), state...))))
	d := dispatchesOf(t, c, task)
	d.known()
	return d
}

// dispatchesOf are runs for the state that a task has.
func dispatchesOf(t *testing.T, c *cluster, task int64) *dispatches {
	t.Helper()
	state, err := c.admin.Resource(configMaps).Namespace(platform).Get(t.Context(), stateName(task), metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return &dispatches{t, c, task, c.client(sensor), state}
}

// known waits until the API server judges by the state as it is now: until it refuses what does not fit it.
func (d *dispatches) known() {
	d.t.Helper()
	wrong := all(`{metadata: {annotations: {remediation.5dlabs.com/iteration: "999"}}, spec: {env: {ITERATION_COUNT: "999"}}}`)
	eventually(d.t, "the API server judges by "+d.state.GetName(), func() bool {
		return refusal(d.dispatch(d.version(), wrong...)) != ""
	})
}

func (d *dispatches) version() int { return number(d.t, d.state.GetResourceVersion()) }

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// dispatch makes the run for a version of the state, in a dry run.
func (d *dispatches) dispatch(version int, changes ...string) error {
	d.t.Helper()
	claim := fmt.Sprintf(`metadata: {annotations: {remediation.5dlabs.com/state-version: "%d"}}`, version)
	values := map[string]any{"N": d.task, "UID": d.state.GetUID()}
	run := without(filled(d.t, values, append(all(newRun, claim), changes...)))
	run.SetNamespace(platform)
	_, err := d.sensor.Resource(codeRuns).Namespace(platform).Create(d.t.Context(), run, dryRun)
	if err != nil && refusal(err) == "" {
		d.t.Fatal(err)
	}
	return err
}

func (d *dispatches) expect(err error, message string) {
	d.t.Helper()
	want := ""
	if message != "" {
		want = dispatchPolicy + ": " + message
	}
	if got := refusal(err); got != want {
		d.t.Errorf("got refusal %q, want %q", got, want)
	}
}

// change is what an administrator or the loop does to the state.
func (d *dispatches) change(patch string) {
	d.t.Helper()
	d.state = d.c.patch(d.t, d.state.GetName(), patch)
}

const (
	replaced     = "The state that asked for this run is gone, and another one is in its place"
	notGiven     = "The state has not given this iteration to the comment"
	handledRun   = "The comment is handled: its run has been there"
	pausedRun    = "The task is paused"
	otherPull    = "The comment is about another pull request"
	otherMaximum = "The state has given another maximum to the comment"
	otherVersion = 1 << 40 // later than any that the API server knows
)

func TestDispatch(t *testing.T) {
	c := newCluster(t)
	t.Run("a run that the state calls for", func(t *testing.T) {
		d := newDispatches(t, c)
		d.expect(d.dispatch(d.version()), "")
	})
	t.Run("a run that it has called for since an earlier version", func(t *testing.T) {
		d := newDispatches(t, c)
		before := d.version()
		d.change(`data: {last_comment_id: "1"}`)
		d.known()
		d.expect(d.dispatch(before), "")
	})
	t.Run("a run of an exhausted task, for the last iteration", func(t *testing.T) {
		d := newDispatches(t, c, `data: {status: exhausted}`)
		d.expect(d.dispatch(d.version()), "")
	})
	t.Run("another iteration", func(t *testing.T) {
		d := newDispatches(t, c)
		d.expect(d.dispatch(d.version(), `{metadata: {annotations: {remediation.5dlabs.com/iteration: "4"}}, spec: {env: {ITERATION_COUNT: "4"}}}`), notGiven)
	})
	t.Run("a comment without an iteration", func(t *testing.T) {
		d := newDispatches(t, c, `data: {iteration-2: null}`)
		d.expect(d.dispatch(d.version()), notGiven)
	})
	t.Run("a handled comment, whose run is gone", func(t *testing.T) {
		d := newDispatches(t, c)
		before := d.version()
		d.change(`data: {handled-2: "3"}`)
		d.known()
		d.expect(d.dispatch(before), handledRun)
		d.expect(d.dispatch(d.version()), handledRun)
	})
	t.Run("another pull request", func(t *testing.T) {
		d := newDispatches(t, c)
		d.expect(d.dispatch(d.version(), pullOf(43)), otherPull)
		d.expect(d.dispatch(d.version(), pullOf(4)), otherPull)
		d.expect(d.dispatch(otherVersion, pullOf(43)), otherPull)
	})
	t.Run("the pull request of a comment that a person has typed", func(t *testing.T) {
		d := newDispatches(t, c, `data: {comment-2: '{"pr": 43, "repo": "5dlabs/cto"}'}`)
		d.expect(d.dispatch(d.version(), pullOf(43)), "")
	})
	t.Run("another maximum", func(t *testing.T) {
		d := newDispatches(t, c, `data: {max-2: "3", max_iterations: "12"}`)
		d.expect(d.dispatch(d.version()), otherMaximum)
		d.expect(d.dispatch(d.version(), maximumOf("12")), otherMaximum)
		d.expect(d.dispatch(d.version(), maximumOf("3")), "")
	})
	t.Run("the maximum of the task, where the comment has none", func(t *testing.T) {
		d := newDispatches(t, c, `data: {max-2: many, max_iterations: "12"}`)
		d.expect(d.dispatch(d.version()), otherMaximum)
		d.expect(d.dispatch(d.version(), maximumOf("12")), "")
		d.change(`data: {max_iterations: ten}`)
		d.known()
		d.expect(d.dispatch(d.version()), "")
	})
	t.Run("a paused task", func(t *testing.T) {
		d := newDispatches(t, c)
		before := d.version()
		d.change(`data: {status: paused}`)
		d.known()
		d.expect(d.dispatch(before), pausedRun)
	})
	t.Run("a state that was removed and begun anew", func(t *testing.T) {
		d := newDispatches(t, c)
		before, uid := d.version(), d.state.GetUID()
		d.replace()
		d.expect(d.dispatch(before, fmt.Sprintf(`metadata: {ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: %s, uid: %s}]}`, d.state.GetName(), uid)), replaced)
		d.expect(d.dispatch(d.version()), "")
	})
	t.Run("a later version than the API server knows", func(t *testing.T) {
		d := newDispatches(t, c, `data: {status: paused, handled-2: "3", iteration-2: "7"}`)
		d.expect(d.dispatch(otherVersion), "")
		d.expect(d.dispatch(d.version()), notGiven)
	})
	t.Run("a version that is none", func(t *testing.T) {
		d := newDispatches(t, c, `data: {handled-2: "3"}`)
		d.expect(d.dispatch(d.version(), `metadata: {annotations: {remediation.5dlabs.com/state-version: latest}}`), handledRun)
		d.expect(d.dispatch(d.version(), `metadata: {annotations: {remediation.5dlabs.com/state-version: null}}`), handledRun)
	})
	t.Run("a state without data", func(t *testing.T) {
		d := newDispatches(t, c)
		d.change(`data: null`)
		d.known()
		d.expect(d.dispatch(d.version()), notGiven)
	})
	t.Run("a ConfigMap labelled as a state, of whatever form, does not stop other tasks", func(t *testing.T) {
		d := newDispatches(t, c)
		c.add(t, configMaps, platform, object(fmt.Sprintf(`{apiVersion: v1, kind: ConfigMap, metadata: {name: odd-%d, labels: {app: remediation-loop}}}`, d.task)))
		c.add(t, configMaps, platform, object(fmt.Sprintf(`{apiVersion: v1, kind: ConfigMap, metadata: {name: task-x-%d-remediation-state, labels: {app: remediation-loop, task-id: x}}, binaryData: {data: AAAA}, immutable: true}`, d.task)))
		other := newDispatches(t, c) // the API server knows of both
		other.expect(other.dispatch(other.version()), "")
		d.expect(d.dispatch(d.version()), "")
	})
}

// pullOf is a run about another pull request, the same in each place.
func pullOf(number int) string {
	return fmt.Sprintf(`{metadata: {labels: {pr-number: "%[1]d", deduplication-key: %[1]d-2}, annotations: {remediation.5dlabs.com/pr-number: "%[1]d"}}, spec: {pr_number: %[1]d}}`, number)
}

func maximumOf(iterations string) string {
	return `spec: {env: {MAX_ITERATIONS: "` + iterations + `"}}`
}

// replace removes the state and makes another one in its place, of the same content.
func (d *dispatches) replace() {
	d.t.Helper()
	client := d.c.admin.Resource(configMaps).Namespace(platform)
	if err := client.Delete(d.t.Context(), d.state.GetName(), metav1.DeleteOptions{}); err != nil {
		d.t.Fatal(err)
	}
	again := d.state.DeepCopy()
	again.SetResourceVersion("")
	again.SetUID("")
	var err error
	if d.state, err = client.Create(d.t.Context(), again, metav1.CreateOptions{}); err != nil {
		d.t.Fatal(err)
	}
	d.known()
}

// A run is asked for a moment after its iteration is stored. Whether the API server's watch has brought the state by then or not, the
// run must not be refused: it would be tried again ten seconds later.
func TestDispatchRightAfterTheAssignment(t *testing.T) {
	c := newCluster(t)
	d := newDispatches(t, c, `data: {iteration-2: null}`)
	for iteration := range 200 {
		d.change(fmt.Sprintf(`data: {iteration-2: "%d"}`, iteration+1))
		err := d.dispatch(d.version(), fmt.Sprintf(`{metadata: {annotations: {remediation.5dlabs.com/iteration: "%d"}}, spec: {env: {ITERATION_COUNT: "%d"}}}`, iteration+1, iteration+1))
		d.expect(err, "")
	}
}

// Kubernetes forgets to watch the states when the binding is gone for a moment, until it starts again (kubernetes/kubernetes#130887).
// The loop must go on meanwhile.
func TestBindingIsAppliedAgain(t *testing.T) {
	c := newCluster(t)
	d := newDispatches(t, c, `data: {iteration-2: null}`)
	all := c.admin.Resource(bindings)
	binding, err := all.Get(t.Context(), dispatchPolicy, metav1.GetOptions{})
	if err == nil {
		err = all.Delete(t.Context(), dispatchPolicy, metav1.DeleteOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the policy is bound no more", func() bool { return d.dispatch(d.version()) == nil })
	binding.SetResourceVersion("")
	if _, err := all.Create(t.Context(), binding, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	// By what it knew before, it refuses what comes of an old version.
	eventually(t, "the policy is bound", func() bool { return d.dispatch(1) != nil })
	d.change(`data: {iteration-2: "3"}`)
	d.expect(d.dispatch(d.version()), "")

	server := c.Process(plane.APIServer)
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.known()
	d.expect(d.dispatch(d.version()), "")
}
