package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cdk8s-argo-events/test/engine/vocabulary"
)

// The stories of the remediation loop. Each ends with check: invariants I1, I2 and I4 of the design; I3 has a story of its own.

const task = 7

// A story is told in several orders of events; one that is told again for each event or step, in fewer.
const (
	seeds      = 8
	faultSeeds = 2
)

func eachSeed(t *testing.T, story func(t *testing.T, l *loop)) {
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			l := newLoop(t, seed)
			story(t, l)
			l.check()
		})
	}
}

func TestOneComment(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		l.comment(task, 1001)
		l.settle()
		if got := len(l.runs(task)); got != 1 {
			t.Errorf("%d runs, want 1", got)
		}
		if got := l.writes(codeRuns); got != 1 {
			t.Errorf("the run was written %d times, want once", got)
		}
	})
}

func TestSideEffects(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		for id := 1001; id <= 1003; id++ {
			l.comment(task, id)
		}
		l.settle()
		for n := 1; n <= 3; n++ {
			if got := l.labelled(task, fmt.Sprintf("iteration-%d", n)); got != 1 {
				t.Errorf("label iteration-%d was set %d times, want once", n, got)
			}
		}
		if got := len(l.Store.List(jobs, platform, everything)); got != 3 {
			t.Errorf("%d Jobs cancel the quality agents of 3 runs", got)
		}
		if got := l.events("RemediationTriggered"); got != 3 {
			t.Errorf("%d Events announce 3 runs", got)
		}
	})
}

func TestFiveDeliveries(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		for range 5 {
			l.comment(task, 1001)
		}
		l.settle()
		l.comment(task, 1001)
		l.settle()
		if got := l.writes(codeRuns); got != 1 {
			t.Errorf("runs were written %d times, want once", got)
		}
	})
}

func TestTenCommentsInAnyOrder(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		for _, n := range l.random.Perm(10) {
			l.comment(task, 1001+n)
		}
		l.settle()
		if got := len(l.runs(task)); got != 10 {
			t.Errorf("%d runs, want 10", got)
		}
		if got := l.writes(codeRuns); got != 10 {
			t.Errorf("10 runs were written %d times", got)
		}
	})
}

// Comments that come while the loop is at work, not before.
func TestCommentsInBetween(t *testing.T) {
	eachSeed(t, func(_ *testing.T, l *loop) {
		for id := 1001; id <= 1005; id++ {
			l.comment(task, id)
			l.comment(task+1, id+100)
			for range rand.New(rand.NewPCG(uint64(id), 0)).IntN(15) {
				l.Step()
			}
		}
		l.settle()
	})
}

func TestManyTasks(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		for id := 1001; id <= 1016; id++ {
			l.comment(task+id%8, id)
		}
		l.settle()
		if got := l.writes(codeRuns); got != 16 {
			t.Errorf("16 runs of 8 tasks were written %d times", got)
		}
	})
}

// More comments than the history keeps: check compares its length.
func TestManyComments(t *testing.T) {
	l := newLoop(t, 1)
	for id := 1001; id <= 1001+historyLength; id++ {
		l.comment(task, id)
	}
	l.settle()
	l.check()
}

func TestOneCommentForTwoTasks(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		l.comment(task, 1001)
		l.comment(task+1, 1001) // delivered again after its label was changed
		l.settle()
		if got := len(l.Store.List(codeRuns, platform, everything)); got != 2 {
			t.Errorf("%d runs, want one for each task", got)
		}
	})
}

func TestEleventhComment(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		exhaust(t, l)
		if got := l.events("RemediationExhausted"); got != 1 {
			t.Errorf("%d Events say so, want 1", got)
		}
		if got := l.labelled(task, "remediation-exhausted"); got != 1 {
			t.Errorf("the pull request was labelled %d times, want once", got)
		}
	})
}

// exhaust brings eleven comments to a task that may have ten runs.
func exhaust(t *testing.T, l *loop) {
	t.Helper()
	for id := 1001; id <= 1011; id++ {
		l.comment(task, id)
	}
	l.settle()
	if got := l.data(task)["status"]; got != "exhausted" {
		t.Errorf("status %q, want exhausted", got)
	}
	if got := len(l.runs(task)); got != 10 {
		t.Errorf("%d runs, want 10", got)
	}
}

func TestMaximumRaised(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		exhaust(t, l)
		l.person(task, `{data: {max_iterations: "12"}}`)
		l.settle()
		if got := len(l.runs(task)); got != 11 {
			t.Errorf("%d runs, want 11", got)
		}
		if got := l.data(task)["status"]; got != "active" {
			t.Errorf("status %q, want active", got)
		}
		if got := l.data(task)["max_iterations"]; got != "12" {
			t.Errorf("max_iterations %q, want what was set, 12", got)
		}
	})
}

func TestPausedAndResumed(t *testing.T) {
	for how, resumed := range map[string]string{"removed": `null`, "set to active": `active`} {
		t.Run(how, func(t *testing.T) {
			eachSeed(t, func(t *testing.T, l *loop) {
				l.comment(task, 1001)
				l.settle()
				l.person(task, `{data: {status: paused}}`)
				l.settle()
				l.comment(task, 1002)
				l.settle()
				if got := len(l.runs(task)); got != 1 {
					t.Errorf("%d runs while paused, want the first only", got)
				}
				if got := l.data(task)["status"]; got != "paused" {
					t.Errorf("status %q, want what was set, paused", got)
				}
				l.check()
				l.person(task, fmt.Sprintf(`{data: {status: %s}}`, resumed))
				l.settle()
				if got := len(l.runs(task)); got != 2 {
					t.Errorf("%d runs after it was resumed, want 2", got)
				}
			})
		})
	}
}

// A person has a comment run again by taking its two keys away, one after the other. It does not run in between, by the number that is
// about to go.
func TestRunAgainInTwoEdits(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		l.comment(task, 1001)
		l.settle()
		l.comment(task, 1002)
		l.settle()
		if err := l.Store.Delete(codeRuns, platform, "remediation-rex-t7-c1002"); err != nil {
			t.Fatal(err)
		}
		l.person(task, `{data: {handled-1002: null}}`)
		l.settle()
		if got := len(l.runs(task)); got != 1 {
			t.Errorf("%d runs after the first edit, want that of the other comment only", got)
		}
		l.person(task, `{data: {iteration-1002: null}}`)
		l.settle()
		if got := len(l.runs(task)); got != 2 {
			t.Errorf("%d runs after the second edit, want 2", got)
		}
	})
}

func TestResyncOfWhatIsDone(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		l.comment(task, 1001)
		l.comment(task, 1002)
		l.settle()
		runs, requests, made := l.writes(codeRuns), len(l.Web.Requests), l.writes(jobs)
		l.touch(task)
		l.settle()
		if mark := l.state(task).GetAnnotations()[vocabulary.ResyncAnnotation]; mark != "" {
			t.Errorf("the touch %q is still there", mark)
		}
		if got := l.writes(codeRuns) - runs; got != 0 {
			t.Errorf("runs were written %d times more", got)
		}
		if got := len(l.Web.Requests) - requests; got != 0 {
			t.Errorf("GitHub was asked %d times more", got)
		}
		if got := l.writes(jobs) - made; got != 0 {
			t.Errorf("%d Jobs more", got)
		}
	})
}

func TestResyncOfWhatIsNotHandled(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		l.comment(task, 1001)
		l.settle()
		// The event of the second run is lost: it is there, and not handled.
		l.Lose = func(int) bool { return l.Changes[len(l.Changes)-1].Resource == codeRuns }
		l.comment(task, 1002)
		l.settle()
		l.Lose = nil
		if data := l.data(task); data["iteration-1002"] != "2" || data["handled-1002"] != "" {
			t.Fatalf("want an assigned comment that is not handled, got %v", data)
		}
		l.Changes = nil
		l.resync(task)
		l.settle()
		for _, change := range l.Changes {
			if change.Resource == codeRuns && change.New.GetName() != "remediation-rex-t7-c1002" {
				t.Errorf("%s was dispatched again", change.New.GetName())
			}
		}
		if got := l.data(task)["handled-1002"]; got != "2" {
			t.Errorf("handled-1002 is %q, want 2", got)
		}
	})
}

// threeComments is the story that the faults below befall: three comments at once, or each after the one before is dealt with.
func threeComments(l *loop, apart bool) {
	l.t.Helper()
	for id := 1001; id <= 1003; id++ {
		l.comment(task, id)
		if apart {
			l.settle()
		}
	}
	l.settle()
}

// eachLostEvent tells the story of three comments once for each event of it, without that event.
func eachLostEvent(t *testing.T, then func(t *testing.T, l *loop)) {
	for how, apart := range map[string]bool{"at once": false, "apart": true} {
		for seed := range uint64(faultSeeds) {
			whole := newLoop(t, seed)
			threeComments(whole, apart)
			if whole.Published == 0 {
				t.Fatal("no event to lose")
			}
			for number := range whole.Published {
				t.Run(fmt.Sprintf("%s, seed %d, event %d", how, seed, number), func(t *testing.T) {
					t.Parallel()
					l := newLoop(t, seed)
					l.Lose = func(other int) bool { return other == number }
					threeComments(l, apart)
					then(t, l)
				})
			}
		}
	}
}

func TestAnyLostEvent(t *testing.T) {
	eachLostEvent(t, func(t *testing.T, l *loop) {
		l.resync(task)
		l.settle()
		l.check()
		if got := len(l.runs(task)); got != 3 {
			t.Errorf("%d runs, want 3", got)
		}
	})
}

// kill -9 of all sensors at any moment: what was at work is done again, whole.
func TestSensorsKilledAtAnyStep(t *testing.T) {
	for seed := range uint64(faultSeeds) {
		whole := newLoop(t, seed)
		threeComments(whole, false)
		for step := range whole.Steps {
			t.Run(fmt.Sprintf("seed %d, step %d", seed, step), func(t *testing.T) {
				t.Parallel()
				l := newLoop(t, seed)
				for id := 1001; id <= 1003; id++ {
					l.comment(task, id)
				}
				for range step {
					l.Step()
				}
				l.RestartSensors()
				l.settle()
				l.check()
				if got := len(l.runs(task)); got != 3 {
					t.Errorf("%d runs, want 3", got)
				}
			})
		}
	}
}

// On start an event source lists, and every object comes as new. Nothing may follow from that.
func TestEventSourcesRestarted(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		for id := 1001; id <= 1003; id++ {
			l.comment(task, id)
		}
		l.settle()
		changes, requests := len(l.Changes), len(l.Web.Requests)
		l.RestartEventSources()
		l.settle()
		for _, change := range l.Changes[changes:] {
			t.Errorf("%s %s was written", change.Resource, change.New.GetName())
		}
		if got := len(l.Web.Requests) - requests; got != 0 {
			t.Errorf("GitHub was asked %d times more", got)
		}
	})
}

// Whatever a person writes into a state, the next comment comes to its run.
func TestOddStates(t *testing.T) {
	for _, odd := range []string{
		`{max_iterations: abc}`, `{max_iterations: ""}`, `{max_iterations: null}`,
		`{current_iteration: "99"}`, `{feedback_history: abc}`, `{start_time: null}`, `{status: ""}`,
		`{comment-9: abc}`, `{comment-9: "[]"}`, `{comment-9: "null"}`, `{comment-9: '{"pr": "1/x", "repo": 5, "at": []}'}`,
		`{comment-9: '{"pr": 1, "repo": "../..", "author": null}'}`, `{comment-9: '{"pr": 1.5, "repo": "a/b"}'}`,
		`{comment-: abc}`, `{comment-99999999999999999999: abc}`, `{iteration-8: abc}`, `{handled-8: abc}`, `{other: abc}`,
	} {
		t.Run(odd, func(t *testing.T) {
			t.Parallel()
			l := newLoop(t, 1)
			l.comment(task, 1001)
			l.settle()
			l.person(task, "{data: "+odd+"}")
			l.settle()
			l.comment(task, 1002)
			l.settle()
			data := l.data(task)
			if got := data["handled-1002"]; got != "2" {
				t.Errorf("handled-1002 is %q, want 2", got)
			}
			if got := data["max_iterations"]; got != "10" {
				t.Errorf("max_iterations is %q, want the default, 10", got)
			}
			if got := data["current_iteration"]; got != "2" {
				t.Errorf("current_iteration is %q, want 2", got)
			}
			for _, dropped := range l.Dropped {
				t.Errorf("an event was dropped: %s", dropped)
			}
		})
	}
}

// Deleting the state is a reset: its runs go too, and the next comment begins at 1.
func TestStateDeleted(t *testing.T) {
	eachSeed(t, func(t *testing.T, l *loop) {
		l.comment(task, 1001)
		l.settle()
		if err := l.Store.Delete(configMaps, platform, stateName(task)); err != nil {
			t.Fatal(err)
		}
		l.settle()
		if got := len(l.runs(task)); got != 0 {
			t.Errorf("%d runs are left", got)
		}
		l.comments = map[int][]int{}
		l.comment(task, 1002)
		l.settle()
	})
}

// A reset at any moment: what is still on its way for the old state may leave traces in the new one, but the new one
// counts from 1 and leaves nothing out.
func TestStateDeletedAtAnyStep(t *testing.T) {
	for seed := range uint64(faultSeeds) {
		whole := newLoop(t, seed)
		whole.comment(task, 1001)
		whole.settle()
		for step := range whole.Steps {
			t.Run(fmt.Sprintf("seed %d, step %d", seed, step), func(t *testing.T) {
				t.Parallel()
				l := newLoop(t, seed)
				l.comment(task, 1001)
				for range step {
					l.Step()
				}
				// Before the first comment is stored there is nothing to delete.
				_ = l.Store.Delete(configMaps, platform, stateName(task))
				l.settle()
				l.comment(task, 1002)
				l.settle()
				data := l.data(task)
				var assigned []string
				for key, value := range data {
					if strings.HasPrefix(key, vocabulary.IterationPrefix) {
						assigned = append(assigned, value)
					}
				}
				slices.Sort(assigned)
				for i, value := range assigned {
					if value != strconv.Itoa(i+1) {
						t.Fatalf("iterations are %q, want 1 and on", assigned)
					}
				}
				if data["handled-1002"] != strconv.Itoa(len(assigned)) {
					t.Errorf("handled-1002 is %q after the iterations %q", data["handled-1002"], assigned)
				}
			})
		}
	}
}

// I3: an event that fails a filter leads to no write anywhere, not even to a question.
func TestRefusedComments(t *testing.T) {
	for name, spoil := range map[string]func(body map[string]any){
		"edited":           func(body map[string]any) { body["action"] = "edited" },
		"without a marker": func(body map[string]any) { body["comment"].(map[string]any)["body"] = "looks good" },
		"of another login": func(body map[string]any) {
			body["comment"].(map[string]any)["user"].(map[string]any)["login"] = "evil-5DLabs-Tesso"
		},
		"on a closed pull request":  func(body map[string]any) { body["issue"].(map[string]any)["state"] = "closed" },
		"on an issue":               func(body map[string]any) { delete(body["issue"].(map[string]any), "pull_request") },
		"without a task":            func(body map[string]any) { body["issue"].(map[string]any)["labels"] = []any{} },
		"with a label that is null": func(body map[string]any) { body["issue"].(map[string]any)["labels"] = []any{nil} },
		"of a task that is no number": func(body map[string]any) {
			body["issue"].(map[string]any)["labels"] = []any{map[string]any{"name": "task-7x"}}
		},
		"of another repository":    func(body map[string]any) { body["repository"].(map[string]any)["full_name"] = "someone/else" },
		"with an id that is text":  func(body map[string]any) { body["comment"].(map[string]any)["id"] = "../../x" },
		"on a number that is text": func(body map[string]any) { body["issue"].(map[string]any)["number"] = "1/../2" },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLoop(t, 1)
			l.Fail = func(trigger string, call Call) error {
				t.Errorf("%s: %s", trigger, call)
				return nil
			}
			l.deliver(task, 1001, spoil)
			l.settle()
			for _, dropped := range l.Dropped {
				t.Errorf("the event was not refused by a filter but dropped: %s", dropped)
			}
			if len(l.Changes) > 0 || len(l.Web.Requests) > 0 {
				t.Errorf("%d writes and %d requests, want none", len(l.Changes), len(l.Web.Requests))
			}
		})
	}
}
