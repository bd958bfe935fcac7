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
	versions := w.byUID[call.Result.UID]
	at := slices.IndexFunc(versions, func(v Version) bool {
		return v.Object.GetResourceVersion() == call.Result.Revision && v.Type != watch.Deleted
	})
	if at < 1 {
		return "" // of a dry run, or nothing is known of what was before
	}
	before, after := versions[at-1].Object, versions[at].Object
	if !reflect.DeepEqual(besideTouch(before), besideTouch(after)) {
		return fmt.Sprintf("more than annotation %s was changed", vocabulary.ResyncAnnotation)
	}
	return ""
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

// besideTouch is an object without its resync annotation and its version.
func besideTouch(object *unstructured.Unstructured) map[string]any {
	object = object.DeepCopy()
	annotations := object.GetAnnotations()
	delete(annotations, vocabulary.ResyncAnnotation)
	if len(annotations) == 0 {
		annotations = nil
	}
	object.SetAnnotations(annotations)
	object.SetResourceVersion("")
	return object.Object
}
