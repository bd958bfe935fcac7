package traps

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
	sharedutil "github.com/argoproj/argo-events/pkg/shared/util"
)

// The policy of a k8s trigger, pkg/sensors/policy/resource-labels.go: having written the object, the sensor looks at it until it has
// the labels.
const (
	awaited = `k8s: {labels: {ready: "yes", "stage": done}, backoff: {steps: 3, duration: 1ns, jitter: 0}%s}`
	labeled = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"made","namespace":"agents","labels":{%s}}}`
)

func TestPolicy(t *testing.T) {
	const timeout = "failed to determine status of the triggered resource. setting trigger state as failed"
	const both = `"ready":"yes","stage":"done"`
	look := "GET " + made
	for _, test := range []struct {
		name, policy string
		looks        []string // the labels at each look, "gone" for no object
		want         string
		requests     []string
	}{
		{"labels at the second look", fmt.Sprintf(awaited, ""), []string{"", both}, "", []string{look, look}},
		// They never come: the action counts as done all the same, unless it is said that it is not.
		{"no labels", fmt.Sprintf(awaited, ""), []string{"", "", ""}, "", []string{look, look, look}},
		{"no labels, an error", fmt.Sprintf(awaited, ", errorOnBackoffTimeout: true"), []string{"", "", ""}, timeout, []string{look, look, look}},
		{"one label of two", fmt.Sprintf(awaited, ", errorOnBackoffTimeout: true"), []string{`"ready":"yes"`, `"stage":"done"`, `"ready":"no","stage":"done"`}, timeout, []string{look, look, look}},
		{"other labels beside them", fmt.Sprintf(awaited, ", errorOnBackoffTimeout: true"), []string{both + `,"a":"b"`}, "", []string{look}},
		// Any other failure of a look ends it at once, and counts.
		{"the object is gone", fmt.Sprintf(awaited, ""), []string{"gone"}, "NotFound", []string{look}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cluster := newCluster(t)
			cluster.Looked = func(objects map[string][]byte) {
				labels := test.looks[len(cluster.Calls)-2] // the creation and this look are there already
				if objects[made] = fmt.Appendf(nil, labeled, labels); labels == "gone" {
					delete(objects, made)
				}
			}
			sensor := given(t, "trigger: {policy: {"+test.policy+"}}")
			expect(t, "validation", validation(sensor), accepted)
			expect(t, "attempts", fire(t, sensor, cluster, from(event(t, ""))).Main, []string{test.want})
			expect(t, "requests", cluster.requests(), slices.Concat([]string{"POST " + configMaps}, test.requests))
		})
	}
}

func TestPolicyWithoutLabels(t *testing.T) {
	sensor := given(t, `trigger: {policy: {k8s: {errorOnBackoffTimeout: true}}}`)
	expect(t, "validation", validation(sensor), "resource labels are not specified")
}

// A policy that is not met is a failed action, so the whole action is done again; the pauses of the policy come in each attempt.
func TestPolicyAndRetry(t *testing.T) {
	cluster := newCluster(t)
	sensor := given(t, `trigger: {atLeastOnce: true, retryStrategy: {steps: 2, duration: 1ns}, policy: {`+fmt.Sprintf(awaited, ", errorOnBackoffTimeout: true")+`}}`)
	expect(t, "attempts", len(fire(t, sensor, cluster, from(event(t, ""))).Main), 2)
	look := "GET " + made
	expect(t, "requests", cluster.requests(), slices.Repeat([]string{"POST " + configMaps, look, look, look}, 2))
}

// There is nothing to look at after a deletion: the object is deleted, and the action has failed.
func TestPolicyAndDelete(t *testing.T) {
	cluster := newCluster(t)
	cluster.objects[made] = fmt.Appendf(nil, labeled, "")
	sensor := given(t, `trigger: {policy: {`+fmt.Sprintf(awaited, "")+`}, template: {k8s: {operation: delete}}}`)
	expect(t, "validation", validation(sensor), accepted)
	for range 2 {
		expect(t, "attempts", fire(t, sensor, cluster, from(event(t, ""))).Main, []string{"failed to interpret the trigger resource"})
	}
	expect(t, "objects", len(cluster.objects), 0)
}

// Without a backoff of its own, or with an empty one, a policy looks five times, a second or two apart.
func TestPolicyBackoff(t *testing.T) {
	for name, of := range map[string]*v1alpha1.Backoff{"none": &sharedutil.DefaultBackoff, "empty": {}} {
		backoff, err := sharedutil.Convert2WaitBackoff(of)
		if err != nil {
			t.Fatal(err)
		}
		expect(t, name, fmt.Sprint(backoff.Duration, " factor ", backoff.Factor, " jitter ", backoff.Jitter, " steps ", backoff.Steps), "1s factor 1 jitter 1 steps 5")
	}
	says(t, "pkg/sensors/policy/resource-labels.go", `b = &sharedutil.DefaultBackoff`)
	sensor := given(t, `trigger: {policy: {k8s: {labels: {a: b}, backoff: {duration: soon}}}}`)
	expect(t, "validation", validation(sensor), accepted)
	failed := fire(t, sensor, newCluster(t), from(event(t, ""))).Main
	expect(t, "a backoff that is none", strings.Join(failed, ", "), `time: invalid duration "soon"`)
}
