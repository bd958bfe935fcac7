package history

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/cdk8s-argo-events/test/e2e/vocabulary"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"
)

// cancel looks at what a Job that cancels quality agents has deleted.
func (w *writes) cancel(loop Loop, call Call) string {
	if call.Verb != "delete" || call.Resource != loop.CodeRuns {
		return fmt.Sprintf("%s of %s, allowed: delete of %s", call.Verb, call.Resource, loop.CodeRuns)
	}
	versions := w.byUID[call.Result.UID]
	if len(versions) == 0 {
		return fmt.Sprintf("uid %q, which the watch has never seen", call.Result.UID)
	}
	labels := versions[len(versions)-1].Object.GetLabels() // of a deletion: as it was last
	if agent := labels["agent-type"]; agent != "cleo" && agent != "tess" {
		return fmt.Sprintf("label agent-type %q, allowed: cleo, tess", agent)
	}
	if labels["status"] != "running" {
		return fmt.Sprintf("label status %q, allowed: running", labels["status"])
	}
	pod, known := w.pods[call.Namespace+"/"+call.Pod]
	if !known {
		return ""
	}
	if got, want := labels[vocabulary.TaskLabel], pod.Object.GetLabels()[vocabulary.TaskLabel]; got != want {
		return fmt.Sprintf("label %s %q, allowed: %q, the task of pod %s", vocabulary.TaskLabel, got, want, call.Pod)
	}
	return ""
}

// resync looks at what the CronJob has changed: one annotation of a state.
func (w *writes) resync(loop Loop, names names, call Call) string {
	if call.Verb != "patch" || loop.stateTask(names, call.Resource, call.Namespace, call.Name) == "" {
		return fmt.Sprintf("%s of %s, allowed: patch of configmaps %s", call.Verb, call.object(), names.state)
	}
	before, after := w.around(call)
	if before != nil && !reflect.DeepEqual(without(before, "annotations", vocabulary.ResyncAnnotation), without(after, "annotations", vocabulary.ResyncAnnotation)) {
		return fmt.Sprintf("more than annotation %s was changed", vocabulary.ResyncAnnotation)
	}
	return ""
}

// janitor looks at what the CronJob has written: states that it deletes ([replay.deleted] looks at what they were), and one label of
// states and CodeRuns.
func (w *writes) janitor(loop Loop, names names, call Call) string {
	isState := loop.stateTask(names, call.Resource, call.Namespace, call.Name) != ""
	_, _, isRun := loop.runOf(names, call.Resource, call.Namespace, call.Name)
	switch {
	case isState && call.Verb == "delete":
		return ""
	case !isState && !isRun || call.Verb != "patch":
		return fmt.Sprintf("%s of %s, allowed: patch and delete of configmaps %s, patch of %s %s", call.Verb, call.object(), names.state, loop.CodeRuns, names.run)
	}
	before, after := w.around(call)
	if before == nil {
		return ""
	}
	if !reflect.DeepEqual(without(before, "labels", vocabulary.AtRestLabel), without(after, "labels", vocabulary.AtRestLabel)) {
		return fmt.Sprintf("more than label %s was changed", vocabulary.AtRestLabel)
	}
	label := after.GetLabels()[vocabulary.AtRestLabel]
	if isState && label == "true" {
		if reason := readState(after, loop).unrest(); reason != "" {
			return fmt.Sprintf("label %s is %q, and %s", vocabulary.AtRestLabel, label, reason)
		}
	}
	return ""
}

// around is an object before and after a patch; nil when that is not known, or nothing was stored.
func (w *writes) around(call Call) (before, after *unstructured.Unstructured) {
	versions := w.byUID[call.Result.UID]
	at := slices.IndexFunc(versions, func(v Version) bool {
		return v.Object.GetResourceVersion() == call.Result.Revision && v.Type != watch.Deleted
	})
	if at < 1 {
		return nil, nil
	}
	return versions[at-1].Object, versions[at].Object
}

// watchdog looks at what the CronJob has deleted: pods and Deployments of the loop's sensors. The history does not have Deployments, so
// for those the policy has to do.
func (w *writes) watchdog(loop Loop, call Call) string {
	if call.Verb != "delete" || call.Resource != pods && call.Resource != deployments {
		return fmt.Sprintf("%s of %s, allowed: delete of %s and %s", call.Verb, call.Resource, pods, deployments)
	}
	if call.Resource == deployments {
		return ""
	}
	versions := w.byUID[call.Result.UID]
	if len(versions) == 0 {
		return fmt.Sprintf("uid %q, which the watch has never seen", call.Result.UID)
	}
	return expect(versions[len(versions)-1].Object.GetLabels(), map[string]string{"app": loop.Name.SensorApp()})
}

// without is an object without one key of its labels or annotations, and without its version.
func without(object *unstructured.Unstructured, field, key string) map[string]any {
	object = object.DeepCopy()
	unstructured.RemoveNestedField(object.Object, "metadata", field, key)
	if left, _, _ := unstructured.NestedMap(object.Object, "metadata", field); len(left) == 0 {
		unstructured.RemoveNestedField(object.Object, "metadata", field)
	}
	object.SetResourceVersion("")
	return object.Object
}
