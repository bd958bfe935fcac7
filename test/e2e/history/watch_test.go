package history

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-argo-events/test/e2e/cluster/plane"

	clientv3 "go.etcd.io/etcd/client/v3"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

var (
	configMapsV1 = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	podsV1       = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	eventsV1     = schema.GroupVersionResource{Version: "v1", Resource: "events"}
	jobsV1       = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
	crdsV1       = schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"}
	agentRuns    = schema.GroupVersionResource{Group: "agents.example.com", Version: "v2", Resource: "agentruns"}
)

// client writes as an administrator into the namespace default.
type client struct {
	t  *testing.T
	in dynamic.Interface
}

// create tries again: a namespace that is new has no service account yet, a CRD that is new is not served yet.
func (c client) create(resource schema.GroupVersionResource, text string) *unstructured.Unstructured {
	c.t.Helper()
	made := object(text)
	made.SetNamespace("default")
	var created *unstructured.Unstructured
	c.until("create "+made.GetName(), func() (err error) {
		created, err = c.in.Resource(resource).Namespace("default").Create(c.t.Context(), made, metav1.CreateOptions{})
		return err
	})
	return created
}

func (c client) patch(resource schema.GroupVersionResource, name, patch string) (*unstructured.Unstructured, error) {
	return c.in.Resource(resource).Namespace("default").Patch(c.t.Context(), name, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
}

func (c client) remove(resource schema.GroupVersionResource, name string) {
	c.t.Helper()
	if err := c.in.Resource(resource).Namespace("default").Delete(c.t.Context(), name, metav1.DeleteOptions{}); err != nil {
		c.t.Fatal(err)
	}
}

// until tries again while a server is away.
func (c client) until(what string, try func() error) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	for {
		err := try()
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			c.t.Fatalf("%s: %v", what, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// told lists the versions of an object, as types and the value of one field.
func told(record Record, resource schema.GroupResource, name string, field ...string) []string {
	var list []string
	for _, version := range record.Of(resource) {
		if version.Object.GetName() != name {
			continue
		}
		value, _, _ := unstructured.NestedFieldNoCopy(version.Object.Object, field...)
		text := string(version.Type)
		if version.Listed {
			text = "LISTED"
		}
		list = append(list, fmt.Sprintf("%s %v", text, value))
	}
	return list
}

func synced(t *testing.T, w *Watcher) Record {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := w.Sync(ctx); err != nil {
		t.Fatal(err)
	}
	return w.Record()
}

const agentRunCRD = `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: agentruns.agents.example.com},
  spec: {group: agents.example.com, scope: Namespaced, names: {plural: agentruns, singular: agentrun, kind: AgentRun},
  versions: [{name: v2, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}`

// TestWatch has one control plane for all: a start takes seconds.
func TestWatch(t *testing.T) {
	p := started(t)
	in, err := dynamic.NewForConfig(p.REST())
	if err != nil {
		t.Fatal(err)
	}
	t.Run("every version", func(t *testing.T) { testEveryVersion(t, p, in) })
	t.Run("what it cannot see", testWhatItCannotSee)
	for _, server := range []string{plane.APIServer, plane.Etcd} {
		t.Run("through restarts of "+server, func(t *testing.T) { testRestarts(t, p, in, server) })
	}
	t.Run("a gap", func(t *testing.T) { testGap(t, client{t, in}) })
	t.Run("stop", func(t *testing.T) { testStop(t, client{t, in}) })
}

func testEveryVersion(t *testing.T, p *plane.Plane, in dynamic.Interface) {
	c := client{t, in}
	c.create(configMapsV1, `{apiVersion: v1, kind: ConfigMap, metadata: {name: before}, data: {count: "1"}}`)
	if _, err := c.patch(configMapsV1, "before", `{"data":{"count":"2"}}`); err != nil {
		t.Fatal(err)
	}
	w, err := Watch(t.Context(), etcd, agentRuns.GroupResource(), agentRuns.GroupResource())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()

	created := c.create(configMapsV1, `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {count: "1"}}`)
	for _, patch := range []string{`{"data":{"count":"2"}}`, `{"data":{"count":"2"}}`, `{"data":{"count":"3"}}`} {
		if _, err := c.patch(configMapsV1, "a", patch); err != nil {
			t.Fatal(err)
		}
	}
	c.remove(configMapsV1, "a")
	c.create(configMapsV1, `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {count: "4"}}`)
	c.remove(configMapsV1, "before")
	c.create(eventsV1, `{apiVersion: v1, kind: Event, metadata: {name: e}, reason: R, involvedObject: {kind: ConfigMap, name: a, namespace: default}}`)
	c.create(podsV1, `{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {automountServiceAccountToken: false, containers: [{name: c, image: i}]}}`)
	c.create(jobsV1, `{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}`)
	definition := object(agentRunCRD)
	definition.SetNamespace("")
	if _, err := in.Resource(crdsV1).Create(t.Context(), definition, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	c.create(agentRuns, `{apiVersion: agents.example.com/v2, kind: AgentRun, metadata: {name: r}, spec: {attempt: 1}}`)
	if _, err := c.patch(agentRuns, "r", `{"spec":{"attempt":2}}`); err != nil {
		t.Fatal(err)
	}

	record := synced(t, w)
	for name, test := range map[string]struct {
		got, want []string
	}{
		"a":      {told(record, configMaps, "a", "data", "count"), []string{"ADDED 1", "MODIFIED 2", "MODIFIED 3", "DELETED 3", "ADDED 4"}},
		"before": {told(record, configMaps, "before", "data", "count"), []string{"LISTED 2", "DELETED 2"}},
		"e":      {told(record, coreEvents, "e", "reason"), []string{"ADDED R"}},
		"p":      {told(record, pods, "p", "kind"), []string{"ADDED Pod"}},
		"j":      {told(record, jobs, "j", "apiVersion")[:1], []string{"ADDED batch/v1"}}, // what follows is its controller's
		"r":      {told(record, agentRuns.GroupResource(), "r", "spec", "attempt"), []string{"ADDED 1", "MODIFIED 2"}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: %v, want %v", name, test.got, test.want)
		}
	}
	at := slices.IndexFunc(record.Versions, func(v Version) bool { return v.Object.GetResourceVersion() == created.GetResourceVersion() })
	if at < 0 || record.Versions[at].Object.GetUID() != created.GetUID() || strconv.FormatInt(record.Versions[at].Revision, 10) != created.GetResourceVersion() {
		t.Errorf("the version that the API server has answered with is not there: %v", created)
	}
	if !slices.IsSortedFunc(record.Versions, func(a, b Version) int { return int(a.Revision - b.Revision) }) {
		t.Error("the versions are not in order")
	}
	audit, err := ReadAudit(p.AuditLog())
	if err != nil {
		t.Fatal(err)
	}
	if found := Check(Evidence{Record: record, Audit: audit}); len(found) > 0 || len(audit.Calls) < 10 {
		t.Errorf("of %d calls:\n%s", len(audit.Calls), lines(found))
	}
	for _, version := range record.Versions {
		if authors := audit.authorsOf(version); version.Object.GetNamespace() == "default" && !version.Listed && len(authors) == 0 {
			t.Errorf("nobody has written %s at revision %d", version.object(), version.Revision)
		}
	}
}

func testWhatItCannotSee(t *testing.T) {
	_, err := Watch(t.Context(), etcd, schema.GroupResource{Group: "apps", Resource: "daemonsets"})
	if want := `resource "daemonsets.apps" cannot be watched, allowed: custom resources, and of Kubernetes' own [configmaps`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// testRestarts kills a server while somebody writes: every version is there all the same.
func testRestarts(t *testing.T, p *plane.Plane, in dynamic.Interface, server string) {
	c := client{t, in}
	w, err := Watch(t.Context(), etcd)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	prefix := strings.TrimPrefix(server, "kube-")
	counter := prefix + "-counter"
	c.create(configMapsV1, fmt.Sprintf(`{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {count: "0"}}`, counter))
	const last = 300
	var restarted chan error
	for n := 1; n <= last; n++ {
		if n == 100 || n == 200 {
			settle(t, restarted)
			process := p.Process(server)
			if err := process.Kill(); err != nil {
				t.Fatal(err)
			}
			restarted = make(chan error, 1)
			go func(done chan<- error) { done <- process.Start(t.Context()) }(restarted)
		}
		c.until("a patch", func() error {
			_, err := c.patch(configMapsV1, counter, fmt.Sprintf(`{"data":{"count":"%d"}}`, n))
			return err
		})
		c.brief(fmt.Sprintf("%s-brief-%d", prefix, n))
	}
	settle(t, restarted)

	record := synced(t, w)
	if len(record.Gaps) > 0 {
		t.Errorf("gaps: %v", record.Gaps)
	}
	want := []string{"ADDED 0"}
	for n := 1; n <= last; n++ {
		want = append(want, fmt.Sprintf("MODIFIED %d", n))
		if got := told(record, configMaps, fmt.Sprintf("%s-brief-%d", prefix, n), "kind"); !slices.Equal(got, []string{"ADDED ConfigMap", "DELETED ConfigMap"}) {
			t.Errorf("the brief one of %d: %v", n, got)
		}
	}
	if got := told(record, configMaps, counter, "data", "count"); !slices.Equal(got, want) {
		t.Errorf("counter: %v", got)
	}
	audit, err := ReadAudit(p.AuditLog())
	if err != nil {
		t.Fatal(err)
	}
	if found := Check(Evidence{Record: record, Audit: audit}); len(found) > 0 {
		t.Errorf("%s", lines(found))
	}
	t.Logf("%d versions, %d calls, %d torn lines", len(record.Versions), len(audit.Calls), audit.Torn)
}

// settle waits until a server is ready again. It answers before that.
func settle(t *testing.T, restarted <-chan error) {
	t.Helper()
	if restarted == nil {
		return
	}
	if err := <-restarted; err != nil {
		t.Fatal(err)
	}
}

// brief makes a ConfigMap that is gone again before anybody could list it.
func (c client) brief(name string) {
	c.t.Helper()
	at := c.in.Resource(configMapsV1).Namespace("default")
	made := object(fmt.Sprintf(`{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: default}}`, name))
	c.until("a creation", func() error {
		_, err := at.Create(c.t.Context(), made, metav1.CreateOptions{})
		if apierrors.IsAlreadyExists(err) {
			return nil // the server was killed before it could say so
		}
		return err
	})
	c.until("a deletion", func() error {
		err := at.Delete(c.t.Context(), name, metav1.DeleteOptions{})
		if apierrors.IsNotFound(err) {
			return nil
		}
		return err
	})
}

// testGap compacts etcd while the watch is cut off: what it has missed cannot be told any more, and that is told.
func testGap(t *testing.T, c client) {
	line := forward(t, etcdAddress)
	w, err := Watch(t.Context(), Etcd{Endpoints: []string{line.addr()}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	c.create(configMapsV1, `{apiVersion: v1, kind: ConfigMap, metadata: {name: gap}, data: {count: "0"}}`)
	synced(t, w)
	line.cut()
	var missed *unstructured.Unstructured
	for n := 1; n <= 3; n++ {
		if missed, err = c.patch(configMapsV1, "gap", fmt.Sprintf(`{"data":{"count":"%d"}}`, n)); err != nil {
			t.Fatal(err)
		}
	}
	revision, err := strconv.ParseInt(missed.GetResourceVersion(), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	compact(t, revision)
	line.mend()
	if _, err = c.patch(configMapsV1, "gap", `{"data":{"count":"4"}}`); err != nil {
		t.Fatal(err)
	}
	record := synced(t, w)
	if got := told(record, configMaps, "gap", "data", "count"); !slices.Equal(got, []string{"ADDED 0", "MODIFIED 3", "MODIFIED 4"}) {
		t.Errorf("gap: %v", got)
	}
	if len(record.Gaps) != 1 || record.Gaps[0].Until != revision || record.Gaps[0].After >= revision-2 {
		t.Errorf("gaps: %v, want one up to revision %d", record.Gaps, revision-1)
	}
	if found := Check(Evidence{Record: record}); len(found) != 1 || found[0].Invariant != "history" || !strings.Contains(found[0].Message, "etcd was compacted before the watch had them") {
		t.Errorf("%s", lines(found))
	}
}

func compact(t *testing.T, revision int64) {
	t.Helper()
	client, err := clientv3.New(clientv3.Config{Endpoints: []string{etcdAddress}})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.Compact(t.Context(), revision); err != nil {
		t.Fatal(err)
	}
}

func testStop(t *testing.T, c client) {
	w, err := Watch(t.Context(), etcd)
	if err != nil {
		t.Fatal(err)
	}
	c.create(configMapsV1, `{apiVersion: v1, kind: ConfigMap, metadata: {name: stop}}`)
	synced(t, w)
	w.Stop()
	if got := told(w.Record(), configMaps, "stop", "kind"); !slices.Equal(got, []string{"ADDED ConfigMap"}) {
		t.Errorf("after the end: %v", got)
	}
	if err := w.Sync(t.Context()); err == nil {
		t.Error("a watch that has ended knows all that is written")
	}
}
