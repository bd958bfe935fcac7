package history

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	stateSeven = "configmaps agent-platform/task-7-remediation-state"
	runSeven   = "coderuns.cto.5dlabs.com agent-platform/remediation-rex-t7-c2345678901"
)

// begun is a comment that was recorded.
func begun(s *story) {
	s.sent("7", 2345678901)
	s.record("7", 2345678901)
}

// recorded are so many comments that wait.
func recorded(s *story, comments int) {
	for n := range comments {
		s.sent("7", 2345678901+n)
		s.record("7", 2345678901+n)
	}
}

// assign gives a comment an iteration by hand, with all that belongs to it.
func assign(s *story, user string, comment, iteration int) {
	before := s.state("7")
	data := before.derive(nil)
	data["current_iteration"] = fmt.Sprint(max(iteration, before.last))
	data[fmt.Sprintf("iteration-%d", comment)] = fmt.Sprint(iteration)
	data[fmt.Sprintf("max-%d", comment)] = data["max_iterations"]
	s.patchState(user, "7", data)
}

func TestI2Iterations(t *testing.T) {
	tellAll(t, map[string]tale{
		"in order, to the maximum": {func(s *story) {
			for n := range 10 {
				s.whole("7", 2345678901+n)
			}
		}, nil},
		"a hole": {func(s *story) {
			begun(s)
			assign(s, sensorUser, 2345678901, 2)
			s.finish("7", 2345678901)
		}, []string{`iteration-2345678901 is "2", the last one was 0`, "iterations are [2], want 1 to 1"}},
		"a double": {func(s *story) {
			s.whole("7", 2345678901)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			assign(s, sensorUser, 2345678902, 1)
			s.finish("7", 2345678902)
		}, []string{`iteration-2345678902 is "1", the last one was 1`, "iterations are [1 1], want 1 to 2"}},
		"a number that a person raised": {func(s *story) {
			s.whole("7", 2345678901)
			s.patchState(person, "7", map[string]string{"iteration-2345678901": "5", "handled-2345678901": "5"})
			s.reconcile("7")
			s.whole("7", 2345678902)
		}, nil},
		"keys that a person removed, to run it again": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(person, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
			s.patchState(person, "7", map[string]string{"iteration-2345678901": "", "handled-2345678901": "", "max-2345678901": ""})
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, nil},
		"no number": {func(s *story) {
			begun(s)
			assign(s, sensorUser, 2345678901, 1)
			s.evidence.Record.Versions[1].Object.Object["data"].(map[string]any)["iteration-2345678901"] = "one"
		}, []string{`iteration-2345678901 is "one", the last one was 0`, "comment 2345678901 waits for an iteration", `current_iteration is "1", its keys say "0"`}},
		"beyond the maximum": {func(s *story) {
			s.loop.MaxIterations = 1
			s.whole("7", 2345678901)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			assign(s, sensorUser, 2345678902, 2)
			s.finish("7", 2345678902)
		}, []string{`iteration-2345678902 is "2", beyond the maximum of 1`}},
		"beyond the old maximum, raised by a person": {func(s *story) {
			s.loop.MaxIterations = 1
			s.whole("7", 2345678901)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			s.reconcile("7")
			s.patchState(person, "7", map[string]string{"max_iterations": "2"})
			s.reconcile("7")
			s.finish("7", 2345678902)
		}, nil},
		"more than the maximum, lowered by a person": {func(s *story) {
			s.whole("7", 2345678901)
			s.whole("7", 2345678902)
			s.patchState(person, "7", map[string]string{"max_iterations": "1"})
			s.reconcile("7")
		}, nil},
		"while paused": {func(s *story) {
			begun(s)
			s.patchState(person, "7", map[string]string{"status": "paused"})
			assign(s, sensorUser, 2345678901, 1)
			s.finish("7", 2345678901)
		}, []string{`iteration-2345678901 was given while status was "paused"`}},
		"resumed": {func(s *story) {
			begun(s)
			s.patchState(person, "7", map[string]string{"status": "paused"})
			s.reconcile("7")
			s.patchState(person, "7", map[string]string{"status": "active"})
			s.reconcile("7")
			s.finish("7", 2345678901)
		}, nil},
		"two at a time": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			assign(s, sensorUser, 2345678902, 2)
			s.run("7", 2345678901)
			s.handle("7", 2345678901)
			s.finish("7", 2345678902)
		}, []string{"iteration-2345678902 was given while comment 2345678901, iteration 1, was not handled"}},
		"all that wait in one write, to the maximum": {func(s *story) {
			recorded(s, 12)
			s.reconcile("7")
			for n := range 10 {
				s.finish("7", 2345678901+n)
			}
		}, nil},
		"in one write, in another order": {func(s *story) {
			recorded(s, 2)
			want := s.state("7").derive(s.state("7").next())
			want["iteration-2345678901"], want["iteration-2345678902"] = "2", "1"
			s.patchState(sensorUser, "7", want)
			s.finish("7", 2345678902)
			s.finish("7", 2345678901)
		}, []string{`iteration-2345678901 is "2", the last one was 0 and 0 comments waited before it`, `iteration-2345678902 is "1", the last one was 0 and 1 comments waited before it`}},
		"too many in one write": {func(s *story) {
			s.loop.MaxIterations = 12
			recorded(s, 11)
			data := s.state("7").derive(nil)
			for n := range 11 {
				id, iteration := strconv.Itoa(2345678901+n), strconv.Itoa(n+1)
				data["iteration-"+id], data["max-"+id], data["current_iteration"] = iteration, "12", iteration
			}
			s.patchState(sensorUser, "7", data)
			for n := range 11 {
				s.finish("7", 2345678901+n)
			}
		}, []string{"iteration-2345678911 was given, one of 11, and 10 comments waited before it"}},
		"not the first that waits": {func(s *story) {
			begun(s)
			s.sent("7", 2345678902)
			s.record("7", 2345678902)
			assign(s, sensorUser, 2345678902, 1)
			s.finish("7", 2345678902)
			s.finish("7", 2345678901)
		}, []string{"iteration-2345678902 was given, one of 1, and 1 comments waited before it"}},
		"not the first that waits, though numbered as if": {func(s *story) {
			recorded(s, 2)
			s.patchState(person, "7", map[string]string{"comment-99": "x"})
			assign(s, sensorUser, 2345678902, 2)
			s.finish("7", 2345678902)
			s.finish("7", 2345678901)
		}, []string{"iteration-2345678902 was given, one of 1, and 1 comments waited before it"}},
		"to a comment that is not there": {func(s *story) {
			s.whole("7", 2345678901)
			assign(s, sensorUser, 2345678902, 2)
		}, []string{"iteration-2345678902 was given, and the comment did not wait"}},
		"another maximum than that of the state": {func(s *story) {
			begun(s)
			want := s.state("7").derive(s.state("7").next())
			want["max-2345678901"] = "11"
			s.patchState(sensorUser, "7", want)
			s.finish("7", 2345678901)
		}, []string{`max-2345678901 is "11", max_iterations was 10`}},
	})
}

func TestI2Keys(t *testing.T) {
	tales := map[string]tale{
		"handled with another number": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.run("7", 2345678901)
			s.patchState(sensorUser, "7", map[string]string{"handled-2345678901": "2"})
			s.reconcile("7")
		}, []string{`handled-2345678901 is "2", iteration-2345678901 was "1"`}},
		"handled without a run": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.handle("7", 2345678901)
			s.reconcile("7")
		}, []string{"handled-2345678901 was written, and no run of this state had been made"}},
		"handled before it was assigned": {func(s *story) {
			begun(s)
			s.patchState(sensorUser, "7", map[string]string{"handled-2345678901": "1"})
			s.reconcile("7")
		}, []string{`handled-2345678901 is "1", iteration-2345678901 was ""`, "no run of this state had been made"}},
		"never handled": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.run("7", 2345678901)
		}, []string{"I2 remediation, " + stateSeven + ": comment 2345678901 has iteration 1 and a run, and handled-2345678901 is not there"}},
		"never handled, for a known reason": {func(s *story) {
			begun(s)
			s.reconcile("7")
			s.run("7", 2345678901)
			s.evidence.Waiting = []Waiting{{Reason: "the event source is down"}}
		}, nil},
	}
	for _, kind := range []string{"comment", "iteration", "max", "handled"} {
		key := kind + "-2345678901"
		write := func(user, value string) func(*story) {
			return func(s *story) {
				s.whole("7", 2345678901)
				was := s.state("7").data[key]
				s.patchState(user, "7", map[string]string{key: value})
				s.patchState(user, "7", map[string]string{key: was})
			}
		}
		tales[key+" changes for a moment"] = tale{write(sensorUser, "99"), []string{"at revision 106: " + key + " changed from", "at revision 107: " + key + " changed from"}}
		tales[key+" changes, and nobody knows by whom"] = tale{write(nobody, "99"), []string{"by nobody in the audit log", "at revision 107: " + key}}
		tales[key+" is changed by a person"] = tale{write(person, "99"), nil}
		tales[key+" is removed by a person"] = tale{write(person, ""), nil}
		tales[key+" vanishes"] = tale{func(s *story) {
			s.whole("7", 2345678901)
			was := s.state("7").data[key]
			s.patchState(resyncUser, "7", map[string]string{key: ""})
			s.patchState(person, "7", map[string]string{key: was})
		}, []string{fmt.Sprintf("I2 remediation, %s at revision 106: %s", stateSeven, key), "I5, " + stateSeven}}
	}
	tellAll(t, tales)
}

func TestI2Runs(t *testing.T) {
	// again writes a run that is there already.
	again := func(user string, change func(*unstructured.Unstructured)) func(*story) {
		return func(s *story) {
			s.whole("7", 2345678901)
			run := s.objects[runSeven].DeepCopy()
			change(run)
			s.write(user, s.loop.CodeRuns, run)
			touched := run.DeepCopy()
			touched.SetLabels(map[string]string{"task-id": "7", "comment-id": "2345678901", "trigger-type": "comment-feedback", "other": "x"})
			s.write(person, s.loop.CodeRuns, touched)
		}
	}
	made := func(change func(*unstructured.Unstructured)) func(*story) {
		return func(s *story) {
			begun(s)
			s.reconcile("7")
			s.run("7", 2345678901, change)
			s.handle("7", 2345678901)
			s.reconcile("7")
		}
	}
	count := func(value string) func(*unstructured.Unstructured) {
		return func(run *unstructured.Unstructured) {
			unstructured.SetNestedField(run.Object, value, "spec", "env", "ITERATION_COUNT")
		}
	}
	annotated := func(annotations map[string]string) func(*unstructured.Unstructured) {
		return func(run *unstructured.Unstructured) { run.SetAnnotations(annotations) }
	}
	second := func(run *unstructured.Unstructured) { run.SetGeneration(2) }
	tellAll(t, map[string]tale{
		"made with another number in its spec": {made(count("2")), []string{`its spec has iteration "2", its annotation "1"`}},
		"made with another number in its annotation": {made(annotated(map[string]string{vocabulary.IterationAnnotation: "2"})),
			[]string{`its spec has iteration "1", its annotation "2"`, `it was made for iteration "2", iteration-2345678901 is "1"`}},
		"made without labels": {made(func(run *unstructured.Unstructured) { run.SetLabels(map[string]string{"task-id": "7"}) }),
			[]string{`label comment-id is "", want "2345678901"`, `label trigger-type is "", want "comment-feedback"`, "I5, " + runSeven}},
		"made with generation 2": {made(second), []string{"I2 remediation, " + runSeven + " at revision 103: generation is 2 when it is made, want 1"}},
		"made before it was assigned": {func(s *story) {
			begun(s)
			s.run("7", 2345678901, count("1"), annotated(map[string]string{vocabulary.IterationAnnotation: "1"}))
			s.reconcile("7")
			s.handle("7", 2345678901)
			s.reconcile("7")
		}, []string{`at revision 102: it was made for iteration "1", iteration-2345678901 is ""`}},
		"made before its turn": {func(s *story) {
			recorded(s, 2)
			s.reconcile("7")
			s.run("7", 2345678902)
			s.finish("7", 2345678901)
			s.handle("7", 2345678902)
			s.reconcile("7")
		}, []string{"remediation-rex-t7-c2345678902 at revision 104: it was made while comment 2345678901, iteration 1, was not handled"}},
		"its spec changes":                {again(sensorUser, second), []string{"generation is 2, want 1: its spec was changed by " + sensorUser}},
		"its spec is changed by a person": {again(person, second), nil},
		"its annotation is touched":       {again(sensorUser, annotated(map[string]string{vocabulary.IterationAnnotation: "1", vocabulary.ResyncAnnotation: "1-1"})), nil},
		"its iteration changes": {again(sensorUser, annotated(map[string]string{vocabulary.IterationAnnotation: "2"})),
			[]string{`annotation remediation.5dlabs.com/iteration changed from "1" to "2"`}},
		"its label changes": {again(sensorUser, func(run *unstructured.Unstructured) {
			labels := run.GetLabels()
			labels["task-id"] = "8"
			run.SetLabels(labels)
		}), []string{`label task-id changed from "7" to "8"`, "I5, " + runSeven}},
		"its number is read elsewhere": {func(s *story) {
			s.loop.IterationCount = func(run *unstructured.Unstructured) string {
				count, _, _ := unstructured.NestedInt64(run.Object, "spec", "attempt")
				return fmt.Sprint(count)
			}
			made(func(run *unstructured.Unstructured) { run.Object["spec"] = map[string]any{"attempt": int64(1)} })(s)
		}, nil},
	})
}
