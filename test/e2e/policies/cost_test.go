package policies

import (
	"fmt"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

// manyStates is how many tasks a cluster has after a while.
const manyStates = 1000

// BenchmarkCost compares writes in the agent namespace with the same writes in one that no policy is bound to:
//
//	go test ./policies -run '^$' -bench Cost
func BenchmarkCost(b *testing.B) {
	c := newCluster(b)
	const unbound = "unbound"
	if err := c.apply(b.Context(), []byte("{apiVersion: v1, kind: Namespace, metadata: {name: "+unbound+"}}")); err != nil {
		b.Fatal(err)
	}
	add := func(namespace string) *unstructured.Unstructured {
		state, err := c.admin.Resource(configMaps).Namespace(namespace).Create(b.Context(), largeState(numbers.Add(1), 10), metav1.CreateOptions{})
		if err != nil {
			b.Fatal(err)
		}
		return state
	}
	create := func(user dynamic.Interface, resource schema.GroupVersionResource, object *unstructured.Unstructured) func(string) func() error {
		return func(namespace string) func() error {
			own := object.DeepCopy()
			own.SetNamespace(namespace)
			return func() error {
				_, err := user.Resource(resource).Namespace(namespace).Create(b.Context(), own, dryRun)
				return err
			}
		}
	}
	sensor := c.mighty(sensor)
	writes := []struct {
		name string
		in   func(namespace string) func() error
	}{
		{"the sensor stores a comment", func(namespace string) func() error {
			name := add(namespace).GetName()
			patch := []byte(`{"data": {"comment-100": "{\"at\":\"\",\"author\":\"\",\"pr\":42,\"repo\":\"5dlabs/cto\"}"}}`)
			return func() error {
				_, err := sensor.Resource(configMaps).Namespace(namespace).Patch(b.Context(), name, types.MergePatchType, patch, metav1.PatchOptions{DryRun: dryRun.DryRun})
				return err
			}
		}},
		{"the sensor makes a run", create(sensor, codeRuns, without(filled(b, map[string]any{"N": 0, "UID": "a"}, all(newRun, `metadata: {name: remediation-rex-t1000000000-c2, labels: {task-id: "1000000000"}, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: task-1000000000-remediation-state, uid: a}]}`))))},
		{"others make a run", create(c.admin, codeRuns, object(`{apiVersion: cto.5dlabs.com/v1alpha1, kind: CodeRun, metadata: {name: tess, labels: {agent-type: tess}}, spec: {}}`))},
		{"others make a pod", create(c.admin, schema.GroupVersionResource{Version: "v1", Resource: "pods"}, object(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a}]}}`))},
	}
	for _, count := range []int{0, manyStates} {
		for range count {
			add(platform)
		}
		for _, write := range writes {
			for _, namespace := range []string{unbound, platform} {
				b.Run(fmt.Sprintf("%d states/%s/%s", count, write.name, namespace), func(b *testing.B) {
					once := write.in(namespace)
					for b.Loop() {
						if err := once(); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
