package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/cluster/prometheus"
	"github.com/cdk8s-argo-events/test/e2e/cluster/traffic"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// patience is how long a scenario waits for what has to come. It is generous, for many share two cores and a sensor's five calls a
// second; what has to be quick says so itself.
const patience = 4 * time.Minute

// soon is how long a comment may take that nothing holds up, to all that has to come of it.
const soon = 30 * time.Second

// world is the cluster in the hands of a test.
type world struct {
	*suite.Cluster
	traffic    *traffic.Recorder
	prometheus *prometheus.Prometheus // while the alerts are tried
	poisoned   []string               // the states that the loop is refused to make, see poison
}

// pull is a pull request of a task of its own: scenarios share neither.
type pull = suite.Pull

// send posts a comment that has to be taken and returns its id.
func (w *world) send(t *testing.T, c github.Comment) int64 {
	t.Helper()
	if answer := w.Hooks[c.Repository].Send(t.Context(), c, github.Passes); answer.Err != nil || answer.Status != 200 {
		t.Fatalf("comment %d: status %d, %v", c.ID, answer.Status, answer.Err)
	}
	return c.ID
}

// sendAll posts comments at once.
func (w *world) sendAll(t *testing.T, comments ...github.Comment) {
	t.Helper()
	var all sync.WaitGroup
	for _, c := range comments {
		all.Go(func() {
			if answer := w.Hooks[c.Repository].Send(t.Context(), c, github.Passes); answer.Err != nil || answer.Status != 200 {
				t.Errorf("comment %d: status %d, %v", c.ID, answer.Status, answer.Err)
			}
		})
	}
	all.Wait()
}

// post sends a new comment on a pull request.
func (w *world) post(t *testing.T, p pull) int64 {
	t.Helper()
	return w.send(t, w.Comment(p))
}

// eventually fails the test when something does not come.
func (w *world) eventually(t *testing.T, limit time.Duration, ask func() error) {
	t.Helper()
	if err := suite.Eventually(t.Context(), limit, ask); err != nil {
		t.Fatal(err)
	}
}

// state is the ConfigMap of a task.
func (w *world) state(t *testing.T, p pull) (*corev1.ConfigMap, error) {
	return w.Client.CoreV1().ConfigMaps(p.Loop.AgentNamespace).Get(t.Context(), p.Loop.State(p.Task), metav1.GetOptions{})
}

// setState changes keys of the state as a person would.
func (w *world) setState(t *testing.T, p pull, patch string) {
	t.Helper()
	states := w.Client.CoreV1().ConfigMaps(p.Loop.AgentNamespace)
	if _, err := states.Patch(t.Context(), p.Loop.State(p.Task), types.MergePatchType, []byte(patch), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
}

// has asks for keys of the state.
func (w *world) has(t *testing.T, p pull, want map[string]string) func() error {
	return func() error {
		state, err := w.state(t, p)
		if err != nil {
			return err
		}
		for key, value := range want {
			if state.Data[key] != value {
				return fmt.Errorf("%s: %s is %q, not %q; status %q, iteration %q", state.Name, key, state.Data[key], value, state.Data[vocabulary.StatusKey], state.Data[vocabulary.CurrentIterationKey])
			}
		}
		return nil
	}
}

// handled waits until a comment has its run, as the iteration given.
func (w *world) handled(t *testing.T, p pull, comment int64, iteration int) {
	t.Helper()
	w.eventually(t, patience, w.has(t, p, map[string]string{fmt.Sprint(vocabulary.HandledPrefix, comment): strconv.Itoa(iteration)}))
}

// settled waits until a task has nothing to do: every comment is handled, and no touch of the resync is left.
func (w *world) settled(t *testing.T, p pull) {
	t.Helper()
	w.eventually(t, patience, func() error {
		state, err := w.state(t, p)
		if err != nil {
			return err
		}
		for key := range state.Data {
			if id, ok := strings.CutPrefix(key, vocabulary.CommentPrefix); ok && state.Data[vocabulary.HandledPrefix+id] == "" {
				return fmt.Errorf("%s: comment %s is not handled", state.Name, id)
			}
		}
		if mark, touched := state.Annotations[vocabulary.ResyncAnnotation]; touched {
			return fmt.Errorf("%s: the touch %q of the resync is still there", state.Name, mark)
		}
		return nil
	})
}

// run is the run of a comment.
func (w *world) run(t *testing.T, p pull, comment int64) (*unstructured.Unstructured, error) {
	return w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).Get(t.Context(), p.Loop.Run(p.Task, comment), metav1.GetOptions{})
}

// runs are those of a task.
func (w *world) runs(t *testing.T, p pull) []unstructured.Unstructured {
	t.Helper()
	list, err := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{
		LabelSelector: fmt.Sprintf("%s=%s,%s=%d", vocabulary.TriggerTypeLabel, vocabulary.TriggerType, vocabulary.TaskLabel, p.Task),
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

// agent makes a CodeRun of somebody else's.
func (w *world) agent(t *testing.T, p pull, name string, labels map[string]string) {
	t.Helper()
	run := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": p.Loop.Runs.GroupVersion().String(), "kind": p.Loop.RunKind, "spec": agentSpec(p.Loop),
	}}
	run.SetName(name)
	run.SetLabels(labels)
	if _, err := w.Dynamic.Resource(p.Loop.Runs).Namespace(p.Loop.AgentNamespace).Create(t.Context(), run, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func agentSpec(loop suite.Loop) map[string]any {
	if loop.RunKind == "AgentRun" {
		return map[string]any{
			"pullRequest": int64(1), "commentId": "1", "attempt": "1", "attempts": "1",
			"env": []any{map[string]any{"name": "A", "value": "b"}},
		}
	}
	return map[string]any{"github_app": "5DLabs-Tess"}
}

// events are the Events on the state of a task, by type and reason.
func (w *world) events(t *testing.T, p pull) map[string]int {
	t.Helper()
	list, err := w.Client.CoreV1().Events(p.Loop.AgentNamespace).List(t.Context(), metav1.ListOptions{
		FieldSelector: "involvedObject.kind=ConfigMap,involvedObject.name=" + p.Loop.State(p.Task),
	})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, event := range list.Items {
		counts[event.Type+" "+event.Reason]++
	}
	return counts
}
