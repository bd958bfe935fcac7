package story

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	engine "github.com/cdk8s-argo-events/test/engine"
	"github.com/cdk8s-argo-events/test/engine/vocabulary"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// The names of the remediation loop that outlive a deploy, so that a test may know them.
const (
	platform        = "agent-platform"
	remediation     = vocabulary.LoopName("remediation")
	acceptedComment = "comment-accepted" // the sample that the comments here are made from
	historyLength   = 50
)

var (
	codeRuns   = schema.GroupResource{Group: "cto.5dlabs.com", Resource: "coderuns"}
	jobs       = schema.GroupResource{Group: "batch", Resource: "jobs"}
	taskLabel  = regexp.MustCompile(`^task-\d+$`)
	everything = labels.Everything()
)

// loop is the world of the rendered tree, with words for what GitHub and people do to it.
type loop struct {
	*World
	t        *testing.T
	sample   engine.Payload
	comments map[int][]int // task: the comments that reached it
}

// What was rendered is read once: nothing here changes it.
var (
	rendered = sync.OnceValues(engine.OpenTree)
	samples  = sync.OnceValues(engine.OpenPayloads)
)

func newLoop(t *testing.T, seed uint64) *loop {
	t.Helper()
	tree, err := rendered()
	if err != nil {
		t.Fatal(err)
	}
	payloads, err := samples()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(payloads, func(p engine.Payload) bool { return p.Name == acceptedComment })
	if at < 0 {
		t.Fatalf("there is no payload %s.json to make comments from", acceptedComment)
	}
	return &loop{World: world(t, tree, seed), t: t, sample: payloads[at], comments: map[int][]int{}}
}

// pr is the pull request of a task.
func pr(task int) int { return 100 + task }

// comment delivers a comment on the pull request of a task. It must come to a run, or wait.
func (l *loop) comment(task, id int) {
	l.t.Helper()
	l.deliver(task, id, func(map[string]any) {})
	if !slices.Contains(l.comments[task], id) {
		l.comments[task] = append(l.comments[task], id)
	}
}

// deliver makes a comment from the sample, lets change spoil its body, and publishes it.
func (l *loop) deliver(task, id int, change func(body map[string]any)) {
	l.t.Helper()
	var data map[string]any
	if err := json.Unmarshal(l.sample.Data, &data); err != nil {
		l.t.Fatal(err)
	}
	body := data["body"].(map[string]any)
	issue := body["issue"].(map[string]any)
	body["comment"].(map[string]any)["id"] = id
	issue["number"] = pr(task)
	issue["labels"] = slices.DeleteFunc(issue["labels"].([]any), isTaskLabel)
	issue["labels"] = append(issue["labels"].([]any), map[string]any{"name": fmt.Sprintf("task-%d", task)})
	change(body)
	payload := l.sample
	var err error
	if payload.Data, err = json.Marshal(data); err != nil {
		l.t.Fatal(err)
	}
	l.Deliver(payload)
}

func isTaskLabel(label any) bool {
	fields, _ := label.(map[string]any)
	name, _ := fields["name"].(string)
	return taskLabel.MatchString(name)
}

func (l *loop) settle() {
	l.t.Helper()
	settle(l.t, l.World)
}

func stateName(task int) string { return remediation.State(strconv.Itoa(task)) }

// person changes the state of a task by hand.
func (l *loop) person(task int, change string) {
	l.t.Helper()
	if _, err := l.Store.Patch(configMaps, platform, stateName(task), patch(l.t, change)); err != nil {
		l.t.Fatal(err)
	}
}

// resync touches the state of a task as the CronJob does, if it would: a comment has no handled- key.
func (l *loop) resync(task int) {
	l.t.Helper()
	data := l.data(task)
	for key := range data {
		if id, ok := strings.CutPrefix(key, vocabulary.CommentPrefix); ok {
			if _, handled := data[vocabulary.HandledPrefix+id]; !handled {
				l.touch(task)
				return
			}
		}
	}
}

// touch sets the annotation of the resync.
func (l *loop) touch(task int) {
	l.t.Helper()
	l.person(task, fmt.Sprintf("{metadata: {annotations: {%s: %q}}}", vocabulary.ResyncAnnotation, strconv.Itoa(len(l.Changes))))
}

// state is what a task's ConfigMap says, nil when there is none.
func (l *loop) state(task int) *unstructured.Unstructured {
	l.t.Helper()
	state, err := l.Store.Get(configMaps, platform, stateName(task))
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return state
}

func (l *loop) data(task int) map[string]string {
	l.t.Helper()
	state := l.state(task)
	if state == nil {
		return nil
	}
	data, _, err := unstructured.NestedStringMap(state.Object, "data")
	if err != nil {
		l.t.Fatal(err)
	}
	return data
}

func (l *loop) runs(task int) []*unstructured.Unstructured {
	return l.Store.List(codeRuns, platform, labels.SelectorFromSet(labels.Set{vocabulary.TaskLabel: strconv.Itoa(task)}))
}

// writes counts the changes of a resource.
func (l *loop) writes(resource schema.GroupResource) int {
	count := 0
	for _, change := range l.Changes {
		if change.Resource == resource {
			count++
		}
	}
	return count
}

// labelled counts the requests that put a label on the pull request of a task.
func (l *loop) labelled(task int, label string) int {
	count := 0
	for _, request := range l.Web.Requests {
		if request.Method != "POST" || !strings.HasSuffix(request.URL, fmt.Sprintf("/issues/%d/labels", pr(task))) {
			continue
		}
		body, _ := request.Body.(map[string]any)
		if names, _ := body["labels"].([]any); slices.Contains(names, any(label)) {
			count++
		}
	}
	return count
}

// events counts the Events of a reason.
func (l *loop) events(reason string) int {
	count := 0
	for _, event := range l.Store.List(eventKind, platform, everything) {
		if event.Object["reason"] == reason {
			count++
		}
	}
	return count
}

// check fails when one of the loop's invariants does not hold.
func (l *loop) check() {
	l.t.Helper()
	for _, dropped := range l.Dropped {
		l.t.Errorf("an event was dropped: %s", dropped)
	}
	total := 0
	for task, comments := range l.comments {
		l.checkTask(task, comments)
		total += len(l.runs(task))
	}
	if all := l.Store.List(codeRuns, platform, everything); len(all) != total {
		l.t.Errorf("I1: there are %d runs, %d of them of tasks that were commented on", len(all), total)
	}
}

func (l *loop) checkTask(task int, comments []int) {
	l.t.Helper()
	data := l.data(task)
	if data == nil {
		l.t.Errorf("I1: task %d has no state", task)
		return
	}
	runs := map[string]*unstructured.Unstructured{}
	for _, run := range l.runs(task) {
		runs[run.GetName()] = run
	}
	var iterations, want []int
	waiting := 0
	for _, id := range comments {
		name := remediation.Run(strconv.Itoa(task), strconv.Itoa(id))
		run := runs[name]
		delete(runs, name)
		assigned := data[fmt.Sprint(vocabulary.IterationPrefix, id)]
		if data[fmt.Sprint(vocabulary.CommentPrefix, id)] == "" {
			l.t.Errorf("I1: comment %d is not stored", id)
		}
		if assigned == "" {
			waiting++
			if run != nil || data[vocabulary.StatusKey] == vocabulary.ActiveStatus {
				l.t.Errorf("I1: comment %d has no iteration, status is %q and its run is there: %v", id, data[vocabulary.StatusKey], run != nil)
			}
			continue
		}
		if run == nil {
			l.t.Errorf("I1: comment %d has iteration %s and no run", id, assigned)
			continue
		}
		count, _, _ := unstructured.NestedString(run.Object, "spec", "env", "ITERATION_COUNT")
		if handled := data[fmt.Sprint(vocabulary.HandledPrefix, id)]; handled != assigned || count != assigned {
			l.t.Errorf("I2: comment %d: iteration %q, handled %q, ITERATION_COUNT %q", id, assigned, handled, count)
		}
		if run.GetGeneration() != 1 {
			l.t.Errorf("I2: run %s has generation %d", name, run.GetGeneration())
		}
		number, err := strconv.Atoi(assigned)
		if err != nil {
			l.t.Error(err)
		}
		iterations = append(iterations, number)
		want = append(want, len(iterations))
	}
	for name := range runs {
		l.t.Errorf("I1: run %s is of no comment", name)
	}
	slices.Sort(iterations)
	if !slices.Equal(iterations, want) {
		l.t.Errorf("I2: iterations of task %d are %v, not %v", task, iterations, want)
	}
	if most, err := strconv.Atoi(data[vocabulary.MaxIterationsKey]); err != nil || len(iterations) > most {
		l.t.Errorf("I2: %d iterations, max_iterations is %q", len(iterations), data[vocabulary.MaxIterationsKey])
	}
	l.checkDerived(task, comments, len(iterations), waiting)
}

// checkDerived compares the derived fields of a state with what its keys say (I4).
func (l *loop) checkDerived(task int, comments []int, last, waiting int) {
	l.t.Helper()
	data := l.data(task)
	expect := func(field, want string) {
		l.t.Helper()
		if data[field] != want {
			l.t.Errorf("I4: %s of task %d is %q, want %q", field, task, data[field], want)
		}
	}
	expect(vocabulary.CurrentIterationKey, strconv.Itoa(last))
	if waiting == 0 && data[vocabulary.StatusKey] == vocabulary.ExhaustedStatus {
		l.t.Errorf("I4: task %d is exhausted, and nothing waits", task)
	}
	if data[vocabulary.StartTimeKey] == "" {
		l.t.Errorf("I4: task %d has no start_time", task)
	}
	if id, err := strconv.Atoi(data[vocabulary.LastCommentKey]); err != nil || !slices.Contains(comments, id) {
		l.t.Errorf("I4: last_comment_id %q of task %d is none of %v", data[vocabulary.LastCommentKey], task, comments)
	}
	var history []struct{ ID, Iteration any }
	if err := json.Unmarshal([]byte(data[vocabulary.FeedbackHistoryKey]), &history); err != nil {
		l.t.Errorf("I4: feedback_history of task %d: %v", task, err)
	}
	if len(history) != min(historyLength, len(comments)) {
		l.t.Errorf("I4: feedback_history of task %d has %d entries for %d comments", task, len(history), len(comments))
	}
	for _, entry := range history {
		want := data[fmt.Sprint(vocabulary.IterationPrefix, entry.ID)]
		if got := fmt.Sprint(entry.Iteration); got != want && (entry.Iteration != nil || want != "") {
			l.t.Errorf("I4: feedback_history says iteration %s of comment %v, the key says %q", got, entry.ID, want)
		}
	}
	if mark := l.state(task).GetAnnotations()[vocabulary.ResyncAnnotation]; waiting == 0 && mark != "" {
		l.t.Errorf("I4: the touch %q of task %d is still there, and nothing waits", mark, task)
	}
}
