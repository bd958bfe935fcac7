package history

import (
	"maps"
	"testing"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func TestJanitorDeletes(t *testing.T) {
	// deletes has a comment handled, and then the janitor delete the state after a change.
	deletes := func(user string, change func(*story)) func(*story) {
		return func(s *story) {
			s.whole("7", 2345678901)
			change(s)
			s.remove(user, configMaps, "task-7-remediation-state")
		}
	}
	typed := func(data map[string]string) func(*story) {
		return func(s *story) { s.patchState(person, "7", data) }
	}
	waits := func(s *story) {
		s.sent("7", 2345678902)
		s.record("7", 2345678902)
	}
	tellAll(t, map[string]tale{
		"a state at rest":  {deletes(janitor, func(*story) {}), nil},
		"an exhausted one": {deletes(janitor, typed(map[string]string{"status": "exhausted"})), nil},
		"one that never had keys": {func(s *story) {
			s.patchState(person, "7", nil)
			s.remove(janitor, configMaps, "task-7-remediation-state")
		}, nil},
		"one in which a comment waits": {deletes(janitor, waits), []string{"I1 remediation, configmaps agent-platform/task-7-remediation-state at revision 107: the state was deleted by " + janitor + ", and its comment 2345678902 is not handled"}},
		"one whose run is not acknowledged": {deletes(janitor, func(s *story) {
			waits(s)
			s.reconcile("7")
			s.run("7", 2345678902)
		}), []string{"and its comment 2345678902 is not handled"}},
		"one with a comment that the loop does not look at": {deletes(janitor, typed(map[string]string{"comment-5": "not JSON"})), []string{"and its comment 5 is not handled"}},
		"a paused one": {deletes(janitor, typed(map[string]string{"status": "paused"})), []string{`and its status is "paused"`}},
		"one in which a comment waits, and nobody knows who": {deletes(nobody, waits), []string{"the state was deleted by nobody in the audit log, and its comment 2345678902 is not handled"}},
		"the resync does it": {deletes(resyncUser, func(*story) {}), []string{"I2 remediation, configmaps agent-platform/task-7-remediation-state at revision 106: the state was deleted by " + resyncUser, "I5, configmaps"}},
		"a comment of a life after it": {func(s *story) {
			deletes(janitor, func(*story) {})(s)
			s.remove(collector, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
			s.whole("7", 2345678902)
		}, nil},
		"a run": {func(s *story) {
			s.whole("7", 2345678901)
			s.remove(janitor, s.loop.CodeRuns, "remediation-rex-t7-c2345678901")
		}, []string{"delete of coderuns.cto.5dlabs.com agent-platform/remediation-rex-t7-c2345678901, allowed: patch and delete of configmaps"}},
	})
}

func TestJanitorLabels(t *testing.T) {
	// labels gives an object of the loop a label, with another change.
	labels := func(value string, change func(*unstructured.Unstructured), of func(*story) *unstructured.Unstructured) func(*story) {
		return func(s *story) {
			s.whole("7", 2345678901)
			object := of(s).DeepCopy()
			labels := maps.Clone(object.GetLabels())
			labels[vocabulary.AtRestLabel] = value
			object.SetLabels(labels)
			change(object)
			resource := configMaps
			if object.GetKind() == "CodeRun" {
				resource = s.loop.CodeRuns
			}
			s.write(janitor, resource, object)
		}
	}
	nothing := func(*unstructured.Unstructured) {}
	state := func(s *story) *unstructured.Unstructured { return s.state("7").object }
	run := func(s *story) *unstructured.Unstructured { return s.objects[runSeven] }
	waiting := func(s *story) *unstructured.Unstructured {
		s.sent("7", 2345678902)
		s.record("7", 2345678902)
		s.reconcile("7")
		s.evidence.Waiting = []Waiting{{Task: "7", Reason: "nobody watches it"}}
		return state(s)
	}
	annotated := func(object *unstructured.Unstructured) { object.SetAnnotations(map[string]string{"a": "b"}) }
	const more = "janitor of loop remediation: more than label remediation.5dlabs.com/at-rest was changed"
	tellAll(t, map[string]tale{
		"a state at rest":             {labels("true", nothing, state), nil},
		"a run":                       {labels("true", nothing, run), nil},
		"a state that is not at rest": {labels("true", nothing, waiting), []string{`label remediation.5dlabs.com/at-rest is "true", and its comment 2345678902 is not handled`}},
		"a state back":                {labels("false", nothing, waiting), nil},
		"a state, and an annotation":  {labels("true", annotated, state), []string{more}},
		"a state, and another label":  {labels("true", func(o *unstructured.Unstructured) { o.SetLabels(map[string]string{vocabulary.AtRestLabel: "true"}) }, state), []string{more}},
		"a ConfigMap of somebody else": {func(s *story) {
			s.write(janitor, configMaps, object(`{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}`))
		}, []string{"create of configmaps agent-platform/other, allowed: patch and delete of configmaps"}},
	})
}
