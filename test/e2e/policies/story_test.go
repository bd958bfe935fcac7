package policies

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The loop itself, all of it, is never refused.
func TestTheLoopGoesThrough(t *testing.T) {
	l, task := newStory(t)
	for comment := range int64(12) {
		l.say(task, 1+comment)
	}
	l.settle(task)
	l.say(task, 3) // once more
	l.settle(task)
	l.expect(task, map[string]string{"status": "exhausted", "handled-10": "10"})
	l.person(task, `data: {max_iterations: "12"}`)
	l.settle(task)
	for comment := range int64(12) {
		l.expect(task, map[string]string{fmt.Sprintf("handled-%d", 1+comment): fmt.Sprint(comment + 1)})
	}
	l.person(task, `data: {status: paused}`)
	l.say(task, 13)
	l.settle(task)
	l.person(task, `data: {max_iterations: "20", status: active}`)
	l.settle(task)
	l.expect(task, map[string]string{"handled-13": "13"})
	l.expectRefused()
}

// docs/operate.md tells how to run a comment again.
func TestACommentIsRunAgain(t *testing.T) {
	l, task := newStory(t)
	l.say(task, 1)
	l.say(task, 2)
	l.settle(task)
	l.removeRun(task, 1)
	l.person(task, `data: {iteration-1: null, handled-1: null}`)
	l.settle(task)
	l.expect(task, map[string]string{"iteration-1": "3", "handled-1": "3"})
	l.expectRefused()
}

// The same with the run still there: it is not changed, and when it is gone the resync makes it.
func TestACommentIsRunAgainTooEarly(t *testing.T) {
	l, task := newStory(t)
	l.say(task, 1)
	l.say(task, 2)
	l.settle(task)
	l.person(task, `data: {iteration-1: null, handled-1: null}`)
	l.settle(task)
	l.expect(task, map[string]string{"iteration-1": "3", "handled-1": ""})
	l.expectRefused("create-remediation-coderun: remediation-coderun.agent-platform: What a run is to do never changes: spec")
	l.removeRun(task, 1)
	l.person(task, `metadata: {annotations: {remediation.5dlabs.com/resync: 1-1767323045}}`)
	l.settle(task)
	l.expect(task, map[string]string{"iteration-1": "3", "handled-1": "3"})
	l.expectRefused()
}

// A larger iteration, typed by a person, is what later ones count on from.
func TestIterationsAreSkipped(t *testing.T) {
	l, task := newStory(t)
	l.say(task, 1)
	l.settle(task)
	l.person(task, `data: {iteration-1: "5", handled-1: "5"}`)
	l.say(task, 2)
	l.settle(task)
	l.expect(task, map[string]string{"iteration-2": "6", "handled-2": "6"})
	l.expectRefused()
}

// A stored comment that a person has changed to another valid one stays: the comment, delivered again, does not replace it.
func TestAStoredCommentIsChanged(t *testing.T) {
	l, task := newStory(t)
	l.say(task, 1)
	l.settle(task)
	l.person(task, `data: {comment-1: '{"at":"","author":"somebody","pr":43,"repo":"5dlabs/cto"}'}`)
	l.say(task, 1)
	l.settle(task)
	l.expectRefused("check-iteration-state: remediation-state.agent-platform: A comment is stored once, as JSON with at, author, pr and repo")
	l.person(task, `data: {comment-1: '{"pr": 43}'}`)
	l.say(task, 1)
	l.settle(task)
	l.expectRefused()
}

// An old event does not run an agent again.
func TestAnOldEventWakesUp(t *testing.T) {
	l, task := newStory(t)
	l.say(task, 2)
	l.settle(task)
	at := slices.IndexFunc(l.told, func(one told) bool {
		return one.of == "state" && one.data["iteration-2"] != "" && one.data["handled-2"] == ""
	})
	if at < 0 {
		t.Fatal("no event asked for the run")
	}
	l.removeRun(task, 2)
	dispatchesOf(l.t, l.c, task).known()
	_, err := l.fire("create-remediation-coderun", l.told[at].event)
	if got, want := refusal(err), dispatchPolicy+": "+handledRun; got != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

// A run for a state that is gone has an owner that is not there, and the garbage collector removes it.
func TestAnOldEventOfAStateThatIsGone(t *testing.T) {
	c := newCluster(t)
	values := map[string]any{"N": numbers.Add(1), "UID": "11111111-2222-3333-4444-555555555555"}
	run := without(filled(t, values, all(newRun, requestedAt(time.Hour))))
	run.SetNamespace(platform)
	made, err := c.client(sensor).Resource(codeRuns).Namespace(platform).Create(t.Context(), run, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the run is removed", func() bool {
		_, err := c.admin.Resource(codeRuns).Namespace(platform).Get(t.Context(), made.GetName(), metav1.GetOptions{})
		return apierrors.IsNotFound(err)
	})
}

// newStory is a loop and a task that begins.
func newStory(t *testing.T) (*loop, int64) {
	t.Helper()
	l, task := newLoop(t, newCluster(t)), numbers.Add(1)
	t.Cleanup(func() { l.clean(task) })
	return l, task
}

// expect compares keys of the state; an empty value is a key that is not there.
func (l *loop) expect(task int64, want map[string]string) {
	l.t.Helper()
	data := l.data(task)
	for key, value := range want {
		if data[key] != value {
			l.t.Errorf("%s is %q, want %q", key, data[key], value)
		}
	}
}

// expectRefused compares what policies have refused since it was asked before.
func (l *loop) expectRefused(want ...string) {
	l.t.Helper()
	if !slices.Equal(l.refused, want) {
		l.t.Errorf("refused: %q, want %q", l.refused, want)
	}
	l.refused = nil
}

func (l *loop) removeRun(task, comment int64) {
	l.t.Helper()
	runs := l.c.admin.Resource(codeRuns).Namespace(platform)
	if err := runs.Delete(l.t.Context(), remediation.Run(strconv.FormatInt(task, 10), strconv.FormatInt(comment, 10)), metav1.DeleteOptions{}); err != nil {
		l.t.Fatal(err)
	}
}
