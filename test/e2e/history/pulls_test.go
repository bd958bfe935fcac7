package history

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Keys of pull request 42, so many seconds after noon.
const (
	closedAt0   = "closed-42-1767355200"
	reopenedAt0 = "reopened-42-1767355200"
	reopenedAt5 = "reopened-42-1767355205"
)

// hears is a story of a loop that hears of pull requests.
func hears(tell func(*story)) func(*story) {
	return func(s *story) {
		s.loop.PullRequests = true
		tell(s)
	}
}

// closes has a comment handled, and its pull request closed.
func closes(s *story) {
	s.whole("7", 2345678901)
	s.pull("7", "closed", 0)
	s.reconcile("7")
}

// waitsClosed has a comment handled and one beyond the maximum, and their pull request closed.
func waitsClosed(s *story) {
	s.loop.MaxIterations = 1
	s.whole("7", 2345678901)
	s.sent("7", 2345678902)
	s.record("7", 2345678902)
	s.reconcile("7")
	s.pull("7", "closed", 0)
	s.reconcile("7")
}

// onPull43 is a comment on another pull request of the task.
func onPull43(s *story, comment string) {
	s.evidence.Deliveries = append(s.evidence.Deliveries, github.Entry{
		Comment: comment, Repository: s.loop.Repository, PR: 43, Author: "x", Tasks: []string{"7"}, Passes: true, Sent: s.tick(), Answered: s.tick(), Status: 200,
	})
	s.patchState(sensorUser, "7", map[string]string{"comment-" + comment: `{"at":"y","author":"x","pr":43,"repo":"5dlabs/cto"}`, "last_comment_id": comment})
}

func hearing(all map[string]tale) map[string]tale {
	for name, one := range all {
		all[name] = tale{hears(one.tell), one.want}
	}
	return all
}

func TestClosedPullRequests(t *testing.T) {
	tellAll(t, hearing(map[string]tale{
		"closed, and completed":                   {closes, nil},
		"closed, and what waited waits no longer": {waitsClosed, nil},
		"closed, reopened, and the maximum raised": {func(s *story) {
			waitsClosed(s)
			s.pull("7", "reopened", 5)
			s.reconcile("7")
			s.patchState(person, "7", map[string]string{"max_iterations": "2"})
			s.reconcile("7")
			s.finish("7", 2345678902)
		}, nil},
		"closed before its comment comes": {func(s *story) {
			s.pull("7", "closed", 0)
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
		}, nil},
		"closed while its run is made": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.pull("7", "closed", 0)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, nil},
		"closed while its run is made, which is forgotten": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.pull("7", "closed", 0)
			s.reconcile("7")
		}, []string{"comment 2345678901 has iteration 1 and no run"}},
		"one of two is closed": {func(s *story) {
			closes(s)
			onPull43(s, "2345678902")
			s.reconcile("7")
			s.finish("7", 2345678902)
		}, nil},
		"a comment of a closed one, and one of another": {func(s *story) {
			s.pull("7", "closed", 0)
			begun(s)
			onPull43(s, "2345678902")
			s.reconcile("7")
			s.finish("7", 2345678902)
		}, nil},
		"a comment of a loop that does not hear of it": {func(s *story) {
			s.loop.PullRequests = false
			closes(s)
		}, []string{"I5 remediation, " + stateSeven + " at revision 106: " + closedAt0 + ", which is no key of the loop's, appeared"}},
		"a person's keys, of a loop that does not hear of it": {func(s *story) {
			s.loop.PullRequests = false
			s.whole("7", 2345678901)
			s.patchState(person, "7", map[string]string{closedAt0: "x", "status": "completed"})
		}, nil},
		"a person's keys of a comment that waits, of a loop that does not hear of it": {func(s *story) {
			s.loop.PullRequests = false
			begun(s)
			s.patchState(person, "7", map[string]string{closedAt0: "x", reopenedAt5: "x", "closed-42-1767355210": "x"})
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, nil},
		"a person's words, of a loop that does not hear of it": {func(s *story) {
			s.loop.PullRequests = false
			begun(s)
			s.patchState(person, "7", map[string]string{"status": "completed", "counted_keys": "1"})
			s.reconcile("7")
			s.touch("7")
		}, nil},
		"closed, reopened and closed again": {func(s *story) {
			waitsClosed(s)
			s.pull("7", "reopened", 5)
			s.pull("7", "closed", 10)
			s.patchState(sensorUser, "7", map[string]string{"status": "active"}) // as if it had been seen open
			s.reconcile("7")
		}, nil},
		"a task that never had a comment": {func(s *story) { s.pull("7", "closed", 0) }, nil},
		"a task that never had a comment, with a status": {func(s *story) {
			s.pull("7", "closed", 0)
			s.patchState(sensorUser, "7", map[string]string{"status": "active", "counted_keys": "1"})
		}, []string{`status became "active", and the state has no comment`}},
		"its comments are of another repository": {func(s *story) {
			s.patchState(person, "7", map[string]string{"comment-5": `{"pr":42,"repo":"a/b"}`})
			s.pull("7", "closed", 0)
			s.reconcile("7")
		}, nil},
		"paused, and closed": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(person, "7", map[string]string{"status": "paused"})
			s.pull("7", "closed", 0)
			s.reconcile("7")
		}, nil},
		"a person says completed": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(person, "7", map[string]string{"status": "completed"})
			s.reconcile("7")
		}, nil},
		"a person says completed, and the loop leaves it so": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(person, "7", map[string]string{"status": "completed"})
		}, []string{`status is "completed", its keys say "active"`}},
	}))
}

func TestAClosedPullRequestHasNoIterations(t *testing.T) {
	tellAll(t, hearing(map[string]tale{
		"though it waited": {func(s *story) {
			begun(s)
			s.pull("7", "closed", 0)
			assign(s, sensorUser, 2345678901, 1)
			s.finish("7", 2345678901)
		}, []string{"I2 remediation, " + stateSeven + " at revision 103: iteration-2345678901 was given, and pull request 42 is closed"}},
		"of two that wait": {func(s *story) {
			s.pull("7", "closed", 0)
			begun(s)
			onPull43(s, "2345678902")
			assign(s, sensorUser, 2345678902, 2)
			s.finish("7", 2345678902)
		}, []string{`iteration-2345678902 is "2", the last one was 0`, "iterations are [2], want 1 to 1"}},
		"though it was reopened in the same second": {func(s *story) {
			begun(s)
			s.pull("7", "closed", 0)
			s.pull("7", "reopened", 0)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, nil},
		"though an old event came after": {func(s *story) {
			begun(s)
			s.pull("7", "reopened", 5)
			s.pull("7", "closed", 0)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, nil},
		"reopened, and forgotten": {func(s *story) {
			begun(s)
			s.pull("7", "closed", 0)
			s.pull("7", "reopened", 5)
			s.patchState(sensorUser, "7", map[string]string{closedAt0: ""})
			s.patchState(sensorUser, "7", s.state("7").derive(nil))
		}, []string{"comment 2345678901 waits for an iteration, and the state does not say why"}},
	}))
}

func TestKeysOfPullRequests(t *testing.T) {
	// set writes keys into a state that is completed.
	set := func(user string, data map[string]string) func(*story) {
		return func(s *story) {
			closes(s)
			s.patchState(user, "7", data)
		}
	}
	tellAll(t, hearing(map[string]tale{
		"an old one that is told again goes": {func(s *story) {
			closes(s)
			s.pull("7", "reopened", 5)
			s.reconcile("7")
			s.pull("7", "closed", 0)
			s.reconcile("7")
		}, nil},
		"an old one that is told again stays": {func(s *story) {
			closes(s)
			s.pull("7", "reopened", 5)
			s.reconcile("7")
			s.pull("7", "closed", 0)
		}, []string{"I4 remediation, " + stateSeven + ": " + closedAt0 + " is still there, and " + reopenedAt5 + " is newer"}},
		"one of the same second stays": {func(s *story) {
			closes(s)
			s.pull("7", "reopened", 0)
			s.patchState(sensorUser, "7", map[string]string{"status": "active"})
		}, []string{closedAt0 + " is still there, and " + reopenedAt0 + " is newer"}},
		"an old one of a task without comments stays": {func(s *story) {
			s.pull("7", "closed", 0)
			s.pull("7", "reopened", 5)
		}, []string{closedAt0 + " is still there"}},
		"the newest vanishes": {func(s *story) {
			set(sensorUser, map[string]string{closedAt0: ""})(s)
			s.reconcile("7")
		}, []string{"I2 remediation, " + stateSeven + " at revision 108: " + closedAt0 + " has vanished, and there is no newer key of pull request 42, by " + sensorUser}},
		"the newer of two vanishes": {func(s *story) {
			closes(s)
			s.pull("7", "reopened", 5)
			s.patchState(sensorUser, "7", map[string]string{reopenedAt5: ""})
		}, []string{reopenedAt5 + " has vanished, and there is no newer key of pull request 42"}},
		"both vanish": {func(s *story) {
			closes(s)
			s.pull("7", "reopened", 5)
			s.patchState(sensorUser, "7", map[string]string{closedAt0: "", reopenedAt5: ""})
			s.reconcile("7")
		}, []string{closedAt0 + " has vanished", reopenedAt5 + " has vanished"}},
		"it is removed by a person": {func(s *story) {
			set(person, map[string]string{closedAt0: ""})(s)
			s.reconcile("7")
		}, nil},
		"it changes":             {set(sensorUser, map[string]string{closedAt0: "x"}), []string{closedAt0 + ` changed from "2026-01-02T12:00:00Z" to "x"`}},
		"it changes by a person": {set(person, map[string]string{closedAt0: "x"}), nil},
		"nobody has sent it": {func(s *story) {
			s.whole("7", 2345678901)
			s.store("7", "closed", 0)
			s.reconcile("7")
		}, []string{"I1 remediation, " + stateSeven + " at revision 106: " + closedAt0 + " was stored, and nobody has sent it for task 7"}},
		"it was sent for another task": {func(s *story) {
			s.whole("7", 2345678901)
			s.told("8", "closed", 0)
			s.store("8", "closed", 0)
			s.store("7", "closed", 0)
			s.reconcile("7")
		}, []string{closedAt0 + " was stored, and nobody has sent it for task 7"}},
		"a filter refuses it": {func(s *story) {
			s.whole("7", 2345678901)
			s.told("7", "closed", 0, refused)
			s.store("7", "closed", 0)
			s.reconcile("7")
		}, []string{"I3 remediation, " + stateSeven + " at revision 106: " + closedAt0 + " was stored, and a filter refuses it"}},
		"a filter refuses it, and it is not stored": {func(s *story) {
			s.whole("7", 2345678901)
			s.told("7", "closed", 0, refused)
			s.told("7", "labeled", 0, refused)
		}, nil},
		"it was stored before it was sent": {func(s *story) {
			s.whole("7", 2345678901)
			s.store("7", "closed", 0)
			s.told("7", "closed", 0)
			s.reconcile("7")
		}, []string{closedAt0 + ` was stored as "2026-01-02T12:00:00Z", which is not what had been sent`}},
		"it was stored with another time": {func(s *story) {
			s.whole("7", 2345678901)
			s.told("7", "closed", 0)
			s.patchState(sensorUser, "7", map[string]string{closedAt0: "2026-01-02T12:00:01Z"})
			s.reconcile("7")
		}, []string{closedAt0 + ` was stored as "2026-01-02T12:00:01Z", which is not what had been sent`}},
		"it is no key": {set(sensorUser, map[string]string{"closed-42": "x"}), []string{
			"closed-42, which is no key of the loop's, appeared", `counted_keys is "2", its keys say "3"`}},
		"nobody sees it": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(person, "7", nil).SetLabels(map[string]string{"app": "remediation-loop", "task-id": "7", vocabulary.AtRestLabel: "true"})
			s.pull("7", "closed", 0)
			s.reconcile("7")
		}, []string{closedAt0 + ` was stored, and label remediation.5dlabs.com/at-rest is "true", so nobody sees it`}},
	}))
}

func TestPullRequestsAreOwed(t *testing.T) {
	tellAll(t, hearing(map[string]tale{
		"never stored": {func(s *story) { s.told("7", "closed", 0) }, []string{
			"I1 remediation, " + stateSeven + ": " + closedAt0 + " was delivered at 03:00:01.000, answered with 200, and neither it nor a newer key of pull request 42 was stored"}},
		"never stored, by a loop that does not hear of it": {func(s *story) {
			s.loop.PullRequests = false
			s.told("7", "closed", 0)
		}, nil},
		"never stored, and never answered":   {func(s *story) { s.told("7", "closed", 0, func(e *github.Entry) { e.Status = 0 }) }, nil},
		"never stored, and of no task":       {func(s *story) { s.told("7", "closed", 0, func(e *github.Entry) { e.Tasks = nil }) }, nil},
		"never stored, of another repo":      {func(s *story) { s.told("7", "closed", 0, func(e *github.Entry) { e.Repository = "a/b" }) }, nil},
		"never stored, and may be":           {func(s *story) { s.told("7", "closed", 0); s.evidence.Waiting = []Waiting{{Task: "7"}} }, nil},
		"never stored, and a comment may be": {func(s *story) { s.told("7", "closed", 0); s.evidence.Waiting = []Waiting{{Comment: "9"}} }, []string{closedAt0}},
		"a newer one is stored": {func(s *story) {
			s.told("7", "closed", 0)
			s.pull("7", "reopened", 0)
		}, nil},
		"an older one is stored": {func(s *story) {
			s.told("7", "reopened", 0)
			s.pull("7", "closed", 0)
		}, []string{reopenedAt0 + " was delivered"}},
		"a newer one of another pull request is stored": {func(s *story) {
			s.told("7", "closed", 0)
			s.told("7", "closed", 5, func(e *github.Entry) { e.PR = 43 })
			s.patchState(sensorUser, "7", map[string]string{"closed-43-1767355205": "2026-01-02T12:00:05Z"})
		}, []string{closedAt0 + " was delivered"}},
		"of another task": {func(s *story) {
			s.told("8", "closed", 0)
			s.pull("7", "closed", 0)
		}, []string{"task-8-remediation-state: " + closedAt0 + " was delivered"}},
		"its state is gone": {func(s *story) {
			s.pull("7", "closed", 0)
			s.remove(janitor, configMaps, "task-7-remediation-state")
		}, nil},
		"told again, after its state was gone": {func(s *story) {
			s.pull("7", "closed", 0)
			s.remove(janitor, configMaps, "task-7-remediation-state")
			s.told("7", "closed", 0)
		}, []string{closedAt0 + " was delivered"}},
	}))
}

func TestCompletedFields(t *testing.T) {
	set := func(data map[string]string) func(*story) {
		return func(s *story) {
			closes(s)
			s.patchState(sensorUser, "7", data)
		}
	}
	tellAll(t, hearing(map[string]tale{
		"completed, and one is open": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(sensorUser, "7", map[string]string{"status": "completed", "counted_keys": "1"})
			s.reconcile("7")
		}, []string{"I4 remediation, " + stateSeven + " at revision 106: status became completed, and pull request 42 of comment 2345678901 is open"}},
		"completed, and a run is made": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.pull("7", "closed", 0)
			s.patchState(sensorUser, "7", map[string]string{"status": "completed", "counted_keys": "2"})
			s.finish("7", 2345678901)
		}, []string{"status became completed, and comment 2345678901, iteration 1, is not handled"}},
		"completed, and without a comment": {func(s *story) {
			s.pull("7", "closed", 0)
			s.patchState(sensorUser, "7", map[string]string{"status": "completed", "counted_keys": "1"})
		}, []string{"status became completed, and it has no comment"}},
		"completed, of a loop that does not hear of pull requests": {func(s *story) {
			s.loop.PullRequests = false
			s.whole("7", 2345678901)
			s.patchState(sensorUser, "7", map[string]string{"status": "completed"})
		}, []string{"status became completed, and its loop does not hear of pull requests"}},
		"never completed": {func(s *story) {
			s.whole("7", 2345678901)
			s.pull("7", "closed", 0)
		}, []string{`status is "active", its keys say "completed"`, `counted_keys is "", its keys say "2"`}},
		"exhausted still": {func(s *story) {
			waitsClosed(s)
			s.patchState(sensorUser, "7", map[string]string{"status": "exhausted"})
		}, []string{`status is "exhausted", its keys say "completed"`}},
		"completed with another number": {func(s *story) {
			s.whole("7", 2345678901)
			s.pull("7", "closed", 0)
			s.patchState(sensorUser, "7", map[string]string{"status": "completed", "counted_keys": "1"})
			s.reconcile("7")
		}, []string{`counted_keys became "1", and the state has 2`}},
		"completed without a number": {func(s *story) {
			s.whole("7", 2345678901)
			s.pull("7", "closed", 0)
			s.patchState(sensorUser, "7", map[string]string{"status": "completed"})
			s.reconcile("7")
		}, []string{`counted_keys became "", and the state has 2`}},
		"another number":      {set(map[string]string{"counted_keys": "3"}), []string{`counted_keys became "3", and the state has 2`, `counted_keys is "3", its keys say "2"`}},
		"the number vanishes": {set(map[string]string{"counted_keys": ""}), []string{`counted_keys "2" has vanished`, `counted_keys is "", its keys say "2"`}},
		"a person's number": {func(s *story) {
			closes(s)
			s.patchState(person, "7", map[string]string{"counted_keys": "9"})
			s.reconcile("7")
		}, nil},
		"a person's number stays": {func(s *story) { closes(s); s.patchState(person, "7", map[string]string{"counted_keys": "9"}) },
			[]string{`counted_keys is "9", its keys say "2"`}},
		"a number while it goes on": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(sensorUser, "7", map[string]string{"counted_keys": "2"})
		}, []string{`counted_keys became "2", and the state has 1`}},
		"a number, of a loop that does not hear of pull requests": {func(s *story) {
			s.loop.PullRequests = false
			s.whole("7", 2345678901)
			s.patchState(sensorUser, "7", map[string]string{"counted_keys": "1"})
		}, []string{"counted_keys, which is no key of the loop's, appeared"}},
		"an old number while it goes on": {func(s *story) {
			closes(s)
			s.pull("7", "reopened", 5)
			s.reconcile("7")
			s.whole("7", 2345678902)
		}, nil},
		"a touch still there, of what waits no longer": {func(s *story) {
			waitsClosed(s)
			s.touch("7")
		}, []string{"annotation remediation.5dlabs.com/resync"}},
	}))
}

func TestJanitorAndCompletedTasks(t *testing.T) {
	deletes := func(tell func(*story)) func(*story) {
		return func(s *story) {
			tell(s)
			s.remove(janitor, configMaps, "task-7-remediation-state")
		}
	}
	labels := func(tell func(*story)) func(*story) {
		return func(s *story) {
			tell(s)
			object := s.state("7").object.DeepCopy()
			labels := maps.Clone(object.GetLabels())
			labels[vocabulary.AtRestLabel] = "true"
			object.SetLabels(labels)
			s.write(janitor, configMaps, object)
		}
	}
	const since = `counted_keys is "3", and the state has 4`
	again := func(s *story) {
		waitsClosed(s)
		s.sent("7", 2345678903)
		s.record("7", 2345678903)
	}
	finish := func(s *story) { s.reconcile("7") }
	alone := func(s *story) { s.pull("7", "closed", 0) }
	tellAll(t, hearing(map[string]tale{
		"deletes a completed one":                       {deletes(waitsClosed), nil},
		"labels a completed one":                        {labels(waitsClosed), nil},
		"deletes one without comments":                  {deletes(alone), nil},
		"labels one without comments":                   {labels(alone), nil},
		"deletes one to which a comment has come since": {deletes(again), []string{"the state was deleted by " + janitor + ", and " + since}},
		"labels one to which a comment has come since":  {func(s *story) { labels(again)(s); finish(s) }, []string{`label remediation.5dlabs.com/at-rest is "true", and ` + since}},
		"deletes one that was reopened since": {deletes(func(s *story) {
			waitsClosed(s)
			s.pull("7", "reopened", 5)
		}), []string{since}},
		"deletes one that a person has stopped": {deletes(func(s *story) {
			waitsClosed(s)
			s.patchState(person, "7", map[string]string{"status": "paused"})
		}), []string{`its status is "paused"`}},
		"deletes what is completed, of a loop that does not hear of pull requests": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(person, "7", map[string]string{"status": "completed", "counted_keys": "1"})
			s.loop.PullRequests = false
			s.remove(janitor, configMaps, "task-7-remediation-state")
		}, []string{`its status is "completed"`}},
	}))
}

func TestRefusedPullRequests(t *testing.T) {
	calls := func(tell func(*story)) func(*story) {
		return func(s *story) {
			tell(s)
			s.evidence.Calls = append(s.evidence.Calls, github.Call{Method: "POST", Path: "/repos/5dlabs/cto/issues/42/labels"})
		}
	}
	tellAll(t, hearing(map[string]tale{
		"GitHub is called for a comment":    {calls(closes), nil},
		"GitHub is called for nothing else": {calls(func(s *story) { s.pull("7", "closed", 0) }), []string{"GitHub was called, POST"}},
	}))
}

func TestQuietAndPullRequests(t *testing.T) {
	for name, test := range map[string]struct {
		tell func(*story)
		due  string // empty when nothing is
	}{
		"closed":           {closes, ""},
		"nothing waits":    {waitsClosed, ""},
		"without comments": {func(s *story) { s.pull("7", "closed", 0) }, ""},
		"not stored":       {func(s *story) { s.told("7", "closed", 0) }, "still due: the record of " + closedAt0 + " in task-7-remediation-state; the last that happened was delivery  of pull request 42, closed"},
		"not removed": {func(s *story) {
			closes(s)
			s.pull("7", "reopened", 5)
			s.patchState(sensorUser, "7", map[string]string{"status": "active"})
		}, "task-7-remediation-state: " + closedAt0 + " is still there, and " + reopenedAt5 + " is newer"},
		"not completed": {func(s *story) {
			s.whole("7", 2345678901)
			s.pull("7", "closed", 0)
		}, `status is "active", its keys say "completed"`},
		"reopened": {func(s *story) {
			begun(s)
			s.pull("7", "closed", 0)
			s.reconcile("7")
			s.pull("7", "reopened", 5)
		}, "an iteration for comment 2345678901 in task-7-remediation-state"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory()
			hears(test.tell)(s)
			_, rest := resting(s, 0)
			v := newView(s.loop)
			v.take(s.evidence.Record.Versions)
			_, last := unanswered(rest.Deliveries())
			got := "still due: " + list(v.due(rest.Deliveries(), nil)) + "; the last that happened was " + last.what
			if test.due == "" && !strings.HasPrefix(got, "still due: nothing;") || !strings.Contains(got, test.due) {
				t.Errorf("%s, want %q", got, test.due)
			}
		})
	}
}

func TestPullEvents(t *testing.T) {
	inOrder := []string{"closed-42-1", "reopened-42-1", "closed-42-2", "closed-42-10", "reopened-42-100000000000"}
	var events []pullEvent
	for _, key := range inOrder {
		event, is := readPullKey(key)
		if !is {
			t.Fatalf("%s is no key", key)
		}
		events = append(events, event)
	}
	for i, event := range events {
		for j, other := range events {
			if got := event.newerThan(other); got != (i > j) {
				t.Errorf("%s is newer than %s: %t", event.key, other.key, got)
			}
		}
	}
	for _, key := range []string{"closed-42", "closed-42-", "closed--1", "closed-42-0", "closed-042-1", "closed-42-01", "closed-42-1000000000000", "closed-1000000000-1", "merged-42-1", "closed-42-1-1", "x-closed-42-1"} {
		if _, is := readPullKey(key); is {
			t.Errorf("%s is a key", key)
		}
	}
	entry := github.Entry{Kind: github.OfPullRequest, PR: 42, Tasks: []string{"7"}, Action: "closed", UpdatedAt: "2026-01-02T12:00:00Z"}
	if event, is := pullEventOf(entry); !is || event.key != closedAt0 {
		t.Errorf("stored as %q, %t", event.key, is)
	}
	for name, change := range map[string]func(*github.Entry){
		"a comment": func(e *github.Entry) { e.Kind = github.OfComment }, "no task": func(e *github.Entry) { e.Tasks = nil },
		"another action": func(e *github.Entry) { e.Action = "labeled" }, "no time": func(e *github.Entry) { e.UpdatedAt = "" },
		"another zone": func(e *github.Entry) { e.UpdatedAt = "2026-01-02T12:00:00+01:00" }, "too long ago": func(e *github.Entry) { e.UpdatedAt = "1969-01-02T12:00:00Z" },
		"no number": func(e *github.Entry) { e.PR = 0 }, "too large a number": func(e *github.Entry) { e.PR = 1_000_000_000 },
	} {
		other := entry
		change(&other)
		if event, is := pullEventOf(other); is {
			t.Errorf("%s: stored as %q", name, event.key)
		}
	}
}

// What is no comment of the loop counts, and what nothing stands behind does not.
func TestArrivals(t *testing.T) {
	s := newStory()
	object := &unstructured.Unstructured{Object: map[string]any{}}
	keys := []string{"comment-1", "comment-x", "comment-", "closed-", "closed-x", "reopened-1", "handled-1", "iteration-1", "status"}
	for _, key := range slices.Sorted(slices.Values(keys)) {
		unstructured.SetNestedField(object.Object, "x", "data", key)
	}
	if got := readState(object, s.loop).arrivals(); got != 4 {
		t.Errorf("%d, want 4", got)
	}
}
