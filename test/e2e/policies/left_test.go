package policies

import (
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// What whoever has the sensor's account can still do, each as docs/security.md tells it under "What nothing stops". An attempt that is
// refused one day leaves both.
func TestWhatNothingStops(t *testing.T) {
	c := newCluster(t)
	for _, kind := range []struct {
		resource schema.GroupVersionResource
		attempts []attempt
	}{
		{configMaps, []attempt{
			{"a comment that nobody wrote", all(handledState), all(third), ""},
			{"an iteration to the comment that waits", all(handledState), all(second), ""},
			{"the comment is handled, and no run is made", all(handledState, second), all(`data: {handled-2: "2"}`), ""},
			{"exhausted before its time", all(handledState), all(`data: {status: exhausted}`), ""},
			{"a history that is made up", all(handledState), all(`data: {feedback_history: '[{"id":"1","author":"nobody"}]'}`), ""},
			{"the last comment is another stored one", all(handledState), all(`data: {last_comment_id: "1"}`), ""},
			{"the touch of the resync is removed", all(handledState, `metadata: {annotations: {remediation.5dlabs.com/resync: 3-1767323045}}`), all(`metadata: {annotations: {remediation.5dlabs.com/resync: null}}`), ""},
		}},
		{codeRuns, []attempt{
			{"a label on a run that is there", all(newRun), all(`metadata: {labels: {status: running}}`), ""},
			{"an annotation of Argo CD's on a run that is there", all(newRun), all(`metadata: {annotations: {argocd.argoproj.io/tracking-id: a}}`), ""},
			{"a run of a state that is gone", nil, all(newRun), ""},
		}},
		{jobs, []attempt{
			{"quality agents of a task are cancelled, and no run is due", nil, all(cancelJob), ""},
			{"a label and an annotation on the Job", nil, all(cancelJob, `metadata: {labels: {kueue.x-k8s.io/queue-name: a}, annotations: {argocd.argoproj.io/tracking-id: a}}`), ""},
			{"the Job waits", nil, all(cancelJob, `spec: {suspend: true}`), ""},
			{"the Job runs on a node of its choice", nil, all(cancelJob, with(`nodeSelector: {kubernetes.io/hostname: node-1}, tolerations: [{operator: Exists}]`)), ""},
		}},
		{events, []attempt{
			{"an Event of something that did not happen", nil, all(triggered, `{message: "Everything is fine"}`), ""},
		}},
	} {
		t.Run(kind.resource.Resource, func(t *testing.T) {
			tries{c: c, user: c.client(sensor), resource: kind.resource, namespace: platform, owner: kind.resource == codeRuns}.run(t, kind.attempts)
		})
	}
	t.Run("a run of a comment that is not stored, for a version of the state that is to come", func(t *testing.T) {
		d := newDispatches(t, c, `data: {comment-2: null, iteration-2: null, max-2: null, status: paused}`)
		d.expect(d.dispatch(otherVersion), "")
	})
}

// Who binds a pod chooses its node and starts it.
func TestBindings(t *testing.T) {
	c := newCluster(t)
	pod := c.add(t, schema.GroupVersionResource{Version: "v1", Resource: "pods"}, platform, object(`{apiVersion: v1, kind: Pod, metadata: {name: bound}, spec: {schedulerName: nobody, containers: [{name: a, image: a}]}}`))
	binding := object(`{apiVersion: v1, kind: Binding, metadata: {name: bound}, target: {apiVersion: v1, kind: Node, name: node-1}}`)
	bind := func(user dynamic.Interface) error {
		binding.SetNamespace(platform)
		_, err := user.Resource(schema.GroupVersionResource{Version: "v1", Resource: "pods"}).Namespace(platform).Create(t.Context(), binding, dryRun, "binding")
		return err
	}
	for name, user := range map[string]dynamic.Interface{"sensor": c.client(sensor), "canceller": c.client(canceller), "resync": c.client(resync)} {
		if err := bind(user); !apierrors.IsForbidden(err) || refusal(err) != "" {
			t.Errorf("%s: it is not RBAC that refuses it: %v", name, err)
		}
	}
	// Whoever allows it one day.
	for _, user := range []string{canceller, resync, watcher} {
		if got, want := refusal(bind(c.mighty(user))), "remediation-accounts.agent-platform: "+otherKinds; got != want {
			t.Errorf("%s: got %q, want %q", user, got, want)
		}
	}
	if _, err := c.admin.Resource(schema.GroupVersionResource{Version: "v1", Resource: "pods"}).Namespace(platform).Get(t.Context(), pod.GetName(), metav1.GetOptions{}); err != nil {
		t.Fatal(err)
	}
}
