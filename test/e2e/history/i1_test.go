package history

import (
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/github"
	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// oneAssignedOneWaits uses up the only iteration that there is, and a second comment comes.
func oneAssignedOneWaits(s *story) {
	s.loop.MaxIterations = 1
	s.sent("7", 2345678901)
	s.sent("7", 2345678902)
	s.record("7", 2345678901)
	s.reconcile("7")
	s.record("7", 2345678902)
}

func TestI1(t *testing.T) {
	tellAll(t, map[string]tale{
		"nothing has happened": {func(*story) {}, nil},
		"every comment has its run": {func(s *story) {
			s.whole("7", 2345678901)
			s.whole("7", 2345678903)
			s.whole("8", 2345678902)
			s.sent("7", 2345678901) // once more
		}, nil},
		"the kind of the runs was changed, and both are known": {func(s *story) {
			s.whole("7", 2345678901)
			s.loop.CodeRuns, s.loop.OtherRuns = schema.GroupResource{Group: "agents.example.com", Resource: "agentruns"}, s.loop.CodeRuns
			s.evidence.Record.Resources = append(s.evidence.Record.Resources, s.loop.CodeRuns)
			// What wrote them is judged by the loop as it was.
			s.calls = nil
			s.whole("8", 2345678902)
		}, nil},
		"two comments at once": {func(s *story) {
			s.sent("7", 2345678901)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.record("7", 2345678901)
			s.reconcile("7")
			s.finish("7", 2345678901)
			s.finish("7", 2345678902)
		}, nil},
		"never recorded": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("8", 2345678902)
		}, []string{`I1 remediation, configmaps agent-platform/task-8-remediation-state: comment 2345678902 was delivered at 03:00:08.000, answered with 200 and never recorded`}},
		"never recorded, and never answered": {func(s *story) {
			s.sent("8", 2345678902, func(e *github.Entry) { e.Status = 0 })
		}, nil},
		"never recorded, and may be": {func(s *story) {
			s.sent("8", 2345678902)
			s.evidence.Waiting = []Waiting{{Task: "8", Comment: "2345678902", Reason: "the API server is down"}}
		}, nil},
		"of another repository": {func(s *story) {
			s.sent("8", 2345678902, func(e *github.Entry) { e.Repository = "5dlabs/other" })
		}, nil},
		"recorded under one of two tasks": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("8", 2345678901)
		}, []string{"task-8-remediation-state: comment 2345678901 was delivered"}},
		"recorded under two tasks": {func(s *story) {
			s.whole("7", 2345678901)
			s.whole("8", 2345678901)
		}, nil},
		"recorded, and nobody sent it": {func(s *story) {
			s.record("7", 2345678901)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, []string{"I1 remediation, configmaps agent-platform/task-7-remediation-state at revision 101: comment 2345678901 was recorded, and nobody has sent it for task 7"}},
		"recorded before it was sent": {func(s *story) {
			s.sent("7", 2345678901, func(e *github.Entry) { e.Sent = e.Sent.Add(time.Hour) })
			s.record("7", 2345678901)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, []string{"which is not what had been sent"}},
		"recorded with another pull request": {func(s *story) {
			s.sent("7", 2345678901, func(e *github.Entry) { e.PR = 43 })
			s.record("7", 2345678901)
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, []string{`comment 2345678901 was recorded as {"at":"2026-01-02T03:00:00Z","author":"5DLabs-Tess[bot]","pr":42,"repo":"5dlabs/cto"}, which is not what had been sent`}},
		"typed by a person": {func(s *story) {
			s.patchState(person, "7", map[string]string{"comment-2345678901": `{"pr":42,"repo":"5dlabs/cto","author":"x","at":"y"}`, "last_comment_id": "2345678901"})
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, nil},
		"waits for no reason": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.patchState(sensorUser, "7", s.state("7").derive(nil))
		}, []string{`comment 2345678901 waits for an iteration, and the state does not say why: status is "active", 0 of 10 iterations are given`}},
		"waits while paused": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(person, "7", map[string]string{"status": "paused"})
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.reconcile("7")
		}, nil},
		"waits when exhausted": {func(s *story) {
			s.loop.MaxIterations = 1
			s.whole("7", 2345678901)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.reconcile("7")
		}, nil},
		"is assigned and has no run": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
		}, []string{`comment 2345678901 has iteration 1 and no run, and the state does not say why: status is "active", 1 of 10 iterations are given`}},
		"is assigned and has no run, for a known reason": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
			s.evidence.Waiting = []Waiting{{Task: "7", Reason: "the quota is full"}}
		}, nil},
		"is assigned and has no run, another one may wait": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
			s.evidence.Waiting = []Waiting{{Task: "7", Comment: "2345678902", Reason: "the quota is full"}}
		}, []string{"comment 2345678901 has iteration 1 and no run"}},
		"is assigned and exhausted": {func(s *story) {
			oneAssignedOneWaits(s)
			s.patchState(person, "7", map[string]string{"status": "exhausted"})
			s.reconcile("7")
		}, []string{"comment 2345678901 has iteration 1 and no run"}},
		"waits for one that is assigned": {func(s *story) {
			oneAssignedOneWaits(s)
			s.reconcile("7")
		}, []string{"comment 2345678901 has iteration 1 and no run", "comment 2345678902 waits for an iteration"}},
		"is assigned and paused": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
			s.patchState(person, "7", map[string]string{"status": "paused"})
		}, nil},
		"a run once more after it was handled": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(person, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
			s.run("7", 2345678901)
		}, []string{`at revision 107: it was made once more, the first time at revision 103, and comment 2345678901 had been handled as iteration "1"`}},
		"a run once more before it was handled": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
			s.run("7", 2345678901)
			s.remove(person, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
			s.finish("7", 2345678901)
		}, nil},
		"a run once more after a person removed what said so": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(person, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
			s.patchState(person, "7", map[string]string{"handled-2345678901": ""})
			s.run("7", 2345678901)
			s.handle("7", 2345678901)
		}, nil},
		"a run of no state": {func(s *story) {
			s.whole("7", 2345678901)
			s.run("7", 2345678902, func(run *unstructured.Unstructured) { run.SetOwnerReferences(nil) })
		}, []string{"it was made, and no state of task 7 owns it"}},
		"a run of another task's state": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.reconcile("7")
			s.run("7", 2345678902, func(run *unstructured.Unstructured) {
				run.SetName("remediation-rex-t8-c2345678902")
				run.SetLabels(map[string]string{"task-id": "8", "comment-id": "2345678902", "trigger-type": "comment-feedback"})
			})
			s.finish("7", 2345678902)
		}, []string{"it was made, and no state of task 8 owns it"}},
		"a run of a comment that the state does not have": {func(s *story) {
			s.whole("7", 2345678901)
			s.run("7", 2345678902)
		}, []string{"it was made, and its state has no comment 2345678902", `it was made for iteration "", iteration-2345678902 is ""`}},
		"a run made by a person": {func(s *story) {
			s.whole("7", 2345678901)
			run := s.objects["coderuns.cto.5dlabs.com agent-platform/remediation-rex-t7-c2345678901"].DeepCopy()
			run.SetName("remediation-rex-t7-c2345678902")
			run.SetOwnerReferences(nil)
			s.write(person, s.loop.CodeRuns, run)
		}, nil},
	})
}

func TestI1AcrossResets(t *testing.T) {
	collect := func(s *story) { s.remove(collector, s.loop.CodeRuns, "remediation-rex-t7-c2345678901") }
	reset := func(s *story) {
		s.remove(person, configMaps, "task-7-remediation-state")
		collect(s)
	}
	// unaware makes a run as a sensor does that still sees the state, after a person has deleted it.
	unaware := func(s *story, change ...func(*unstructured.Unstructured)) {
		const key = "configmaps agent-platform/task-7-remediation-state"
		object := s.objects[key]
		s.remove(person, configMaps, "task-7-remediation-state")
		if s.objects["coderuns.cto.5dlabs.com agent-platform/remediation-rex-t7-c2345678901"] != nil {
			collect(s)
		}
		s.objects[key] = object
		s.run("7", 2345678901, change...)
		delete(s.objects, key)
	}
	// late is a run once more by an event that waited on the bus until its state was deleted.
	late := func(change func(*unstructured.Unstructured), then ...func(*story)) func(*story) {
		return func(s *story) {
			s.whole("7", 2345678901)
			unaware(s, change)
			for _, then := range then {
				then(s)
			}
		}
	}
	calledForAt := func(version string) func(*unstructured.Unstructured) {
		return func(run *unstructured.Unstructured) {
			run.SetAnnotations(map[string]string{vocabulary.IterationAnnotation: "1", vocabulary.StateVersionAnnotation: version})
		}
	}
	tellAll(t, map[string]tale{
		"the old comments are no longer owed": {func(s *story) {
			s.whole("7", 2345678901)
			reset(s)
			s.whole("7", 2345678902)
		}, nil},
		"a comment that waited is no longer owed": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.remove(person, configMaps, "task-7-remediation-state")
		}, nil},
		"delivered again it is owed": {func(s *story) {
			s.whole("7", 2345678901)
			reset(s)
			s.sent("7", 2345678901)
		}, []string{"never recorded"}},
		"delivered again it has a run again": {func(s *story) {
			s.whole("7", 2345678901)
			reset(s)
			s.whole("7", 2345678901)
		}, nil},
		"delivered again just before": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678901)
			reset(s)
		}, nil},
		"a run that was on its way": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
			unaware(s)
			collect(s)
		}, nil},
		"a run that was on its way and stays": {func(s *story) {
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
			unaware(s)
		}, []string{"it was made for comment 2345678901 after its state was deleted, and nobody has removed it"}},
		"a run of the old state":                                       {late(calledForAt("103"), collect), nil},
		"a run of the old state that stays":                            {late(calledForAt("103")), []string{"it was made for comment 2345678901 after its state was deleted, and nobody has removed it"}},
		"a run of the old state that was called for once handled":      {late(calledForAt("104"), collect), []string{`and comment 2345678901 had been handled as iteration "1"`}},
		"a run of the old state that was called for nobody knows when": {late(calledForAt(""), collect), []string{`and comment 2345678901 had been handled as iteration "1"`}},
		"a run of the old state that the next one takes over": {func(s *story) {
			late(calledForAt("103"))(s)
			s.sent("7", 2345678901)
			s.record("7", 2345678901)
			s.reconcile("7")
			s.run("7", 2345678901, func(run *unstructured.Unstructured) {
				run.SetUID(s.objects["coderuns.cto.5dlabs.com agent-platform/remediation-rex-t7-c2345678901"].GetUID())
			})
			s.handle("7", 2345678901)
			s.reconcile("7")
		}, nil},
		"a run that was kept is taken over": {func(s *story) {
			s.whole("7", 2345678901)
			s.whole("7", 2345678902)
			s.remove(person, configMaps, "task-7-remediation-state")
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.reconcile("7")
			s.run("7", 2345678902, func(run *unstructured.Unstructured) {
				run.SetUID(s.objects["coderuns.cto.5dlabs.com agent-platform/remediation-rex-t7-c2345678902"].GetUID())
				run.SetGeneration(2)
			})
			s.handle("7", 2345678902)
			s.reconcile("7")
		}, nil},
		"a state that no person deleted": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(nobody, configMaps, "task-7-remediation-state")
		}, nil}, // It was at rest, so it may have been the janitor.
		"a state that the loop deleted": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(sensorUser, configMaps, "task-7-remediation-state")
		}, []string{"I2 remediation, configmaps agent-platform/task-7-remediation-state at revision 106: the state was deleted by " + sensorUser, "I5, configmaps agent-platform/task-7-remediation-state"}},
	})
}
