package policies

import (
	"fmt"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// largest is more comments than a state can have: the bus takes an event of 1 MB, which has the state twice.
const largest = 2500

// largeState has so many handled comments.
func largeState(task int64, comments int) *unstructured.Unstructured {
	data := map[string]any{"max_iterations": "100000", "status": "active", "current_iteration": fmt.Sprint(comments), "start_time": "now"}
	for id := 1; id <= comments; id++ {
		data[fmt.Sprintf("comment-%d", id)] = `{"at":"2026-01-02T03:04:05Z","author":"5DLabs-Tess[bot]","pr":42,"repo":"5dlabs/cto"}`
		data[fmt.Sprintf("iteration-%d", id)] = fmt.Sprint(id)
		data[fmt.Sprintf("max-%d", id)] = "100000"
		data[fmt.Sprintf("handled-%d", id)] = fmt.Sprint(id)
	}
	state := object(fmt.Sprintf(`{apiVersion: v1, kind: ConfigMap, metadata: {name: task-%d-remediation-state, labels: {app: remediation-loop, task-id: "%d"}}}`, task, task))
	state.Object["data"] = data
	return state
}

// What a policy may cost is limited. A state as large as one can be must not reach that limit, for the policy would refuse it.
func TestLargeState(t *testing.T) {
	l, task := newStory(t)
	if _, err := l.c.admin.Resource(configMaps).Namespace(platform).Create(t.Context(), largeState(task, largest), metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	l.look(task)
	l.waiting = nil
	l.say(task, largest+1)
	l.settle(task)
	l.expect(task, map[string]string{fmt.Sprintf("handled-%d", largest+1): fmt.Sprint(largest + 1)})
	l.expectRefused()
}
