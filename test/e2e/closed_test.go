package e2e

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/suite"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// closings are about pull requests that are closed and reopened. Each has tasks of its own on the loop closing, whose tasks have one
// iteration.
var closings = []scenario{
	{"what waits beyond the maximum, closed, reopened, and the maximum raised", closedWhileExhausted},
	{"two pull requests of a task", closedOneOfTwo},
	{"closed before its comment arrives", closedFirst},
	{"an old event that is redelivered loses", closedEarlier},
	{"a task without a state", closedWithoutState},
	{"what a filter refuses leads to no write", closedRefused},
}

// noon is the time of the first event of each pull request.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// told has GitHub say that a pull request was closed or reopened, so many seconds after noon, and returns the key that it is stored as
// and the number of the delivery.
func (w *world) told(t *testing.T, p pull, action string, seconds int) (key string, delivery int64) {
	t.Helper()
	at := noon.Add(time.Duration(seconds) * time.Second)
	answer := w.Hooks[p.Loop.Repository].SendPullRequest(t.Context(), p.Event(action, at), github.Passes)
	if answer.Err != nil || answer.Status != 200 {
		t.Fatalf("pull request %d, %s: status %d, %v", p.Number, action, answer.Status, answer.Err)
	}
	return fmt.Sprintf("%s-%d-%d", action, p.Number, at.Unix()), answer.ID
}

// status waits until a task has a status, and keys. Those with an empty value are not there.
func (w *world) status(t *testing.T, p pull, status string, keys map[string]string) {
	t.Helper()
	want := maps.Clone(keys)
	if want == nil {
		want = map[string]string{}
	}
	want[vocabulary.StatusKey] = status
	w.eventually(t, patience, w.has(t, p, want))
}

// closedAt is the value of a key of a pull request.
func closedAt(seconds int) string {
	return noon.Add(time.Duration(seconds) * time.Second).Format(time.RFC3339)
}

// stays has the resync come after its pause, and sees that nobody has written to the state.
func (w *world) stays(t *testing.T, p pull) {
	t.Helper()
	before, err := w.state(t, p)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(12 * time.Second) // The pause of the resync is ten.
	w.sh(t, fmt.Sprintf(`
		kubectl create job resync-%[1]d -n %[2]s --from=cronjob/%[3]s
		kubectl wait job/resync-%[1]d -n %[2]s --for=condition=complete --timeout=120s
		kubectl delete job resync-%[1]d -n %[2]s`, p.Task, p.Loop.AgentNamespace, p.Loop.Name.Resync()))
	after, err := w.state(t, p)
	if err != nil {
		t.Fatal(err)
	}
	if before.ResourceVersion != after.ResourceVersion {
		t.Errorf("%s is not at rest: it was %v, %v, and is %v, %v", after.Name, before.Data, before.Annotations, after.Data, after.Annotations)
	}
}

func closedWhileExhausted(t *testing.T, w *world) {
	p := w.Pull(suite.Closing)
	w.handled(t, p, w.post(t, p), 1)
	second := w.post(t, p)
	iteration := fmt.Sprint(vocabulary.IterationPrefix, second)
	w.status(t, p, vocabulary.ExhaustedStatus, map[string]string{iteration: ""})

	closed, _ := w.told(t, p, "closed", 0)
	w.status(t, p, vocabulary.CompletedStatus, map[string]string{closed: closedAt(0), vocabulary.CountedKeysKey: "3", iteration: ""})
	w.stays(t, p)

	reopened, _ := w.told(t, p, "reopened", 60)
	w.status(t, p, vocabulary.ExhaustedStatus, map[string]string{closed: "", reopened: closedAt(60), vocabulary.CountedKeysKey: "3", iteration: ""})
	w.setState(t, p, `{"data":{"max_iterations":"2"}}`)
	w.handled(t, p, second, 2)
	w.status(t, p, vocabulary.ActiveStatus, map[string]string{vocabulary.CountedKeysKey: "3"})

	again, _ := w.told(t, p, "closed", 120)
	w.status(t, p, vocabulary.CompletedStatus, map[string]string{reopened: "", again: closedAt(120), vocabulary.CountedKeysKey: "3"})
	if runs := w.runs(t, p); len(runs) != 2 {
		t.Errorf("%d runs, want 2", len(runs))
	}
}

func closedOneOfTwo(t *testing.T, w *world) {
	p := w.Pull(suite.Closing)
	other := w.Another(p)
	w.handled(t, p, w.post(t, p), 1)
	waits := w.post(t, other)
	iteration := fmt.Sprint(vocabulary.IterationPrefix, waits)
	w.status(t, p, vocabulary.ExhaustedStatus, map[string]string{iteration: ""})

	first, _ := w.told(t, p, "closed", 0)
	w.status(t, p, vocabulary.ExhaustedStatus, map[string]string{first: closedAt(0), vocabulary.CountedKeysKey: "3"})
	second, _ := w.told(t, other, "closed", 0)
	w.status(t, p, vocabulary.CompletedStatus, map[string]string{second: closedAt(0), vocabulary.CountedKeysKey: "4"})

	// The first is open again: what comes on it has its turn, and what came on the other, before it, has not.
	w.told(t, p, "reopened", 60)
	w.status(t, p, vocabulary.ActiveStatus, map[string]string{first: "", iteration: ""})
	w.setState(t, p, `{"data":{"max_iterations":"2"}}`)
	w.handled(t, p, w.post(t, p), 2)
	w.status(t, p, vocabulary.ActiveStatus, map[string]string{iteration: ""})
	if _, err := w.run(t, p, waits); err == nil {
		t.Errorf("comment %d has a run, and its pull request is closed", waits)
	}
}

func closedFirst(t *testing.T, w *world) {
	p := w.Pull(suite.Closing)
	key, _ := w.told(t, p, "closed", 0)
	w.eventually(t, patience, w.has(t, p, map[string]string{key: closedAt(0)}))
	id := w.post(t, p) // GitHub has made its payload before: there the pull request is open
	w.status(t, p, vocabulary.CompletedStatus, map[string]string{vocabulary.CountedKeysKey: "2", fmt.Sprint(vocabulary.IterationPrefix, id): ""})
	w.storedComment(t, p, id)
	w.stays(t, p)
	if runs := w.runs(t, p); len(runs) != 0 {
		t.Errorf("%d runs, want none", len(runs))
	}
	w.told(t, p, "reopened", 60)
	w.handled(t, p, id, 1)
	w.status(t, p, vocabulary.ActiveStatus, nil)
}

func closedEarlier(t *testing.T, w *world) {
	p := w.Pull(suite.Closing)
	w.handled(t, p, w.post(t, p), 1)
	closed, delivery := w.told(t, p, "closed", 0)
	w.status(t, p, vocabulary.CompletedStatus, map[string]string{closed: closedAt(0), vocabulary.CountedKeysKey: "2"})
	reopened, _ := w.told(t, p, "reopened", 60)
	w.status(t, p, vocabulary.ActiveStatus, map[string]string{closed: "", reopened: closedAt(60)})

	if answer := w.Hooks[p.Loop.Repository].Redeliver(t.Context(), delivery); answer.Err != nil || answer.Status != 200 {
		t.Fatalf("redelivered: status %d, %v", answer.Status, answer.Err)
	}
	var last []string // the statuses since it was stored once more
	w.eventually(t, patience, func() error {
		last = nil
		var stored []bool
		for _, version := range w.History.Record().Versions {
			if version.Resource.Resource != "configmaps" || version.Object.GetNamespace() != p.Loop.AgentNamespace || version.Object.GetName() != p.Loop.State(p.Task) {
				continue
			}
			data, _ := version.Object.Object["data"].(map[string]any)
			if _, is := data[closed]; len(stored) == 0 || stored[len(stored)-1] != is {
				stored = append(stored, is)
			}
			if len(stored) >= 4 {
				last = append(last, fmt.Sprint(data[vocabulary.StatusKey]))
			}
		}
		if want := []bool{false, true, false, true, false}; !slices.Equal(stored, want) {
			return fmt.Errorf("%s is there: %v, want %v", closed, stored, want)
		}
		return nil
	})
	if slices.ContainsFunc(last, func(status string) bool { return status != vocabulary.ActiveStatus }) {
		t.Errorf("the redelivery has changed the status: %q", last)
	}
	w.setState(t, p, `{"data":{"max_iterations":"2"}}`)
	w.handled(t, p, w.post(t, p), 2)

	// Of two in one second, it was reopened last.
	w.told(t, p, "reopened", 90)
	same, _ := w.told(t, p, "closed", 90)
	later, _ := w.told(t, p, "closed", 120)
	w.status(t, p, vocabulary.CompletedStatus, map[string]string{later: closedAt(120), same: "", reopened: ""})
}

func closedWithoutState(t *testing.T, w *world) {
	p := w.Pull(suite.Closing)
	key, _ := w.told(t, p, "closed", 0)
	w.eventually(t, patience, w.has(t, p, map[string]string{key: closedAt(0)}))
	// Another task, of which more has to come, is through: whatever would have come of it has had its time.
	other := w.Pull(suite.Closing)
	w.handled(t, other, w.post(t, other), 1)
	w.stays(t, p)
	state, err := w.state(t, p)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]string{key: closedAt(0)}; !maps.Equal(state.Data, want) {
		t.Errorf("keys of %s: %v, want %v", state.Name, state.Data, want)
	}
	for label, want := range map[string]string{"app": p.Loop.Name.App(), vocabulary.TaskLabel: strconv.Itoa(p.Task), vocabulary.AtRestLabel: "false"} {
		if state.Labels[label] != want {
			t.Errorf("label %s of %s is %q, want %q", label, state.Name, state.Labels[label], want)
		}
	}
	audit, err := w.Audit()
	if err != nil {
		t.Fatal(err)
	}
	writes := 0
	for _, call := range audit.Calls {
		if call.Namespace != p.Loop.AgentNamespace || call.Name != state.Name || !call.Writes() {
			continue
		}
		if writes++; !call.Accepted() {
			t.Errorf("%s was refused a %s of %s: %d %s", call.User, call.Verb, call.Name, call.Code, call.Message)
		}
	}
	if writes != 1 {
		t.Errorf("%d writes of %s, want 1", writes, state.Name)
	}
	w.eventually(t, soon, func() error { return w.neverFailed(t, p.Loop, "store-pull-request") })
}

// closedRefused sends what differs from a good event in one thing, and what a loop does not hear of.
func closedRefused(t *testing.T, w *world) {
	p, unheard := w.Pull(suite.Closing), w.Pull(suite.Remediation)
	send := func(name string, p pull, status int, change func(*github.PullRequest), options ...github.Option) {
		t.Helper()
		event := p.Event("closed", noon)
		change(&event)
		answer := w.Hooks[p.Loop.Repository].SendPullRequest(t.Context(), event, github.Refused, options...)
		if answer.Err != nil || answer.Status != status {
			t.Errorf("%s: status %d, %v, want %d", name, answer.Status, answer.Err, status)
		}
	}
	asItIs := func(*github.PullRequest) {}
	for _, action := range []string{"opened", "synchronize", "labeled", "edited"} {
		send(action, p, 200, func(e *github.PullRequest) { e.Action = action })
	}
	send("no task label", p, 200, func(e *github.PullRequest) { e.Labels = []string{"bug", "task-007", "task-"} })
	for path, value := range map[string]any{
		"repository.full_name":    "octo-org/closing-fork",
		"pull_request.labels":     []any{nil},
		"pull_request.updated_at": "yesterday",
		"pull_request":            nil,
		"action":                  []any{"closed"},
	} {
		send(path, p, 200, asItIs, github.Set(path, value))
	}
	send("a number of ten digits", p, 200, asItIs, github.Set("number", 1_000_000_000), github.Set("pull_request.number", 1_000_000_000))
	send("no time", p, 200, asItIs, github.Remove("pull_request.updated_at"))
	send("a time of another zone", p, 200, asItIs, github.Set("pull_request.updated_at", "2026-01-02T12:00:00+01:00"))
	send("a time before 1970", p, 200, asItIs, github.Set("pull_request.updated_at", "1969-01-02T12:00:00Z"))
	send("another event", p, 200, asItIs, github.Event("pull_request_review"))
	send("wrong signature", p, 400, asItIs, github.WrongSignature())
	send("a loop that does not hear of it", unheard, 200, asItIs)

	// What was sent after them is through.
	for _, other := range []pull{w.Pull(suite.Closing), w.Pull(suite.Remediation)} {
		w.handled(t, other, w.post(t, other), 1)
	}
	last := w.Pull(suite.Closing)
	key, _ := w.told(t, last, "closed", 0)
	w.eventually(t, patience, w.has(t, last, map[string]string{key: closedAt(0)}))
	for _, p := range []pull{p, unheard} {
		if state, err := w.state(t, p); !apierrors.IsNotFound(err) {
			t.Errorf("%s is there: %v, %v", p.Loop.State(p.Task), state.Data, err)
		}
	}
}

// neverFailed asks the sensors of a loop whether an action of a trigger has failed. They have to know the trigger.
func (w *world) neverFailed(t *testing.T, loop suite.Loop, trigger string) error {
	t.Helper()
	known := false
	for _, pod := range w.pods(t, loop.SensorPods()) {
		answer, err := http.Get("http://" + pod.Status.PodIP + ":7777/metrics")
		if err != nil {
			return err
		}
		lines := bufio.NewScanner(answer.Body)
		for lines.Scan() {
			line := lines.Text()
			if !strings.Contains(line, fmt.Sprintf("trigger_name=%q", trigger)) {
				continue
			}
			known = true
			if strings.HasPrefix(line, "argo_events_action_failed_total{") && !strings.HasSuffix(line, " 0") {
				t.Errorf("pod %s: %s", pod.Name, line)
			}
		}
		answer.Body.Close()
		if err := lines.Err(); err != nil {
			return err
		}
	}
	if !known {
		return errors.New("no sensor has metrics of the trigger " + trigger)
	}
	return nil
}
